"""The database's schema in steps: Alembic's environment and one module a step."""
