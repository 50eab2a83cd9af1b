"""The feed tells of files too; tokens and webhooks are cleared for a mark of secrecy, not for all of them."""

import json
from collections.abc import Callable

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from models.tables.outbox import created, dropped, triggers_of_files

revision = "0011"
down_revision = "0010"

JSON = sa.JSON().with_variant(JSONB(), "postgresql")
TOKENS = sa.table(
    "tokens", sa.column("id", sa.Integer()), sa.column("scopes", JSON), sa.column("clearance", sa.String())
)
BEFORE = "topic IN ('document', 'task', 'target', 'result', 'review', 'progress', 'unit')"
AFTER = "topic IN ('document', 'task', 'target', 'result', 'review', 'progress', 'unit', 'file')"
HIGHEST = "Tuyệt mật"


def upgrade() -> None:
    """What could see every mark still can; the files that are known stand in the outbox as created."""
    connection = op.get_bind()
    engine = connection.dialect.name
    allow(connection, BEFORE, AFTER)
    connection.exec_driver_sql(
        "INSERT INTO outbox (topic, subject_id, happened, at) "
        "SELECT 'file', id, 'created', CURRENT_TIMESTAMP FROM files ORDER BY id"
    )
    for statement in created(engine, triggers_of_files(engine)):
        connection.exec_driver_sql(statement)
    for table in ("tokens", "webhooks"):
        op.add_column(table, sa.Column("clearance", sa.String(), nullable=False, server_default="open"))
    connection.execute(sa.text("UPDATE webhooks SET clearance = :highest WHERE may_see_secret"), {"highest": HIGHEST})
    op.drop_column("webhooks", "may_see_secret")
    rewrite(connection, lambda scopes, _: ([s for s in scopes if s != "secret"], "secret" in scopes))


def downgrade() -> None:
    """What was cleared for one mark is cleared for none: nobody sees more than before."""
    connection = op.get_bind()
    engine = connection.dialect.name
    rewrite(connection, lambda scopes, cleared: ([*scopes, "secret"] if cleared else scopes, cleared))
    op.add_column("webhooks", sa.Column("may_see_secret", sa.Boolean(), nullable=False, server_default=sa.false()))
    connection.execute(
        sa.text("UPDATE webhooks SET may_see_secret = :yes WHERE clearance = :highest"),
        {"yes": True, "highest": HIGHEST},
    )
    for table in ("tokens", "webhooks"):
        op.drop_column(table, "clearance")
    for statement in dropped(engine, triggers_of_files(engine)):
        connection.exec_driver_sql(statement)
    connection.exec_driver_sql("DELETE FROM outbox WHERE topic = 'file'")
    allow(connection, AFTER, BEFORE)


def rewrite(connection: sa.Connection, how: Callable[[list[str], bool], tuple[list[str], bool]]) -> None:
    """Give each token other scopes, and the highest clearance where it has it: `how` says both of what it had."""
    for number, scopes, clearance in connection.execute(sa.select(TOKENS)).all():
        had = json.loads(scopes) if isinstance(scopes, str) else scopes
        now, cleared = how(had, clearance == HIGHEST)
        wanted = {"scopes": now, "clearance": HIGHEST if cleared else clearance}
        connection.execute(sa.update(TOKENS).where(TOKENS.c.id == number).values(wanted))


def allow(connection: sa.Connection, before: str, after: str) -> None:
    """Which topics the outbox takes. On SQLite the words of the schema are changed in place (ALTER TABLE, 7, of its
    manual), as in 0008: a table made anew would lose the triggers that write it."""
    if connection.dialect.name != "sqlite":
        op.drop_constraint("ck_outbox_topic", "outbox", type_="check")
        op.create_check_constraint("ck_outbox_topic", "outbox", after)
        return
    now = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    connection.exec_driver_sql("PRAGMA writable_schema = ON")
    connection.exec_driver_sql(
        "UPDATE sqlite_master SET sql = replace(sql, ?, ?) WHERE type = 'table' AND name = 'outbox'", (before, after)
    )
    connection.exec_driver_sql(f"PRAGMA schema_version = {now + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema = OFF")
