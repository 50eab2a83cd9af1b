"""Units in time: names, validity, parents and successors, and what people know of them."""

import sqlalchemy as sa
from alembic import op

from models.folding import bare

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Every name that a unit has or was given so far is one that it goes by."""
    op.add_column("units", sa.Column("valid_from", sa.Date()))
    op.add_column("units", sa.Column("valid_to", sa.Date()))
    op.add_column("units", sa.Column("learned", sa.Boolean(), nullable=False, server_default=sa.false()))
    names = op.create_table(
        "unit_names",
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name="fk_unit_names_unit_id"),
        sa.PrimaryKeyConstraint("unit_id", "folded", name="pk_unit_names"),
    )
    op.create_table(
        "unit_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("since", sa.Date()),
        sa.Column("chief", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String()),
        sa.Column("who", sa.String()),
        sa.Column("at", sa.DateTime(timezone=True)),
        sa.Column("why", sa.String()),
        sa.Column("undone_by", sa.String()),
        sa.Column("undone_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint("kind IN ('parent', 'successor', 'same', 'part')", name="ck_unit_links_kind"),
        sa.CheckConstraint("unit_id <> other_id", name="ck_unit_links_to_another"),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name="fk_unit_links_unit_id"),
        sa.ForeignKeyConstraint(["other_id"], ["units.id"], name="fk_unit_links_other_id"),
        sa.PrimaryKeyConstraint("id", name="pk_unit_links"),
    )
    op.create_index("ix_unit_links_unit_id", "unit_links", ["unit_id"])
    op.create_index("ix_unit_links_other_id", "unit_links", ["other_id"])
    spelt = op.get_bind().execute(
        sa.text("SELECT id, name FROM units UNION SELECT unit_id, name FROM parties ORDER BY 1, 2")
    )
    rows = {(unit, bare(name)): name for unit, name in spelt if bare(name)}
    if rows:
        op.bulk_insert(names, [{"unit_id": u, "folded": f, "name": n} for (u, f), n in rows.items()])


def downgrade() -> None:
    """Drop them."""
    op.drop_table("unit_links")
    op.drop_table("unit_names")
    for column in ("learned", "valid_to", "valid_from"):
        op.drop_column("units", column)
