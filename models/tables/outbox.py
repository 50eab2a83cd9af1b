"""The triggers that write the outbox: whoever changes a row, and by whichever way, the change is told with it.

A record is told once for its own row; what hangs on it (units, measure) is written in the same transaction, and the
feed reads it after the commit. `review_id` is the step at work. On PostgreSQL that is a setting of the transaction. On
SQLite, which has one writer at a time, it is handed on from line to line: a step writes its own, and a reading that
takes the place of another, or a document or record that is read for the first time, ends it.

A migration that makes one of these tables anew on SQLite (`batch_alter_table`) must make its triggers anew too, and
keep its AUTOINCREMENT: a deletion is told by its id, which must never stand for another thing.
"""

DOCUMENT = (
    "number", "kind", "issuer_id", "issuer_name", "place", "issued_on", "subject", "urgency", "secrecy", "signer",
    "recipients", "executors", "effective", "evidence", "version", "reviewed", "differs",
)  # fmt: skip
RECORD = (
    "content", "deadline_text", "deadline_kind", "deadline_start", "deadline_end", "deadline_boundary",
    "deadline_rrule", "deadline_relative", "evidence", "confidence", "path", "version", "standing", "reviewed",
    "differs",
)  # fmt: skip
PROGRESS = ("record_id", "occurrence", "achieved_on", "done", "value", "of", "unit", "note", "standing", "decided_by")
FILE = ("name", "media_type", "pages", "state", "reason_code", "reason_vi", "reason_en")
UNIT = ("name", "within", "settled", "is_group", "register_id", "valid_from", "valid_to")

NOW = {"sqlite": "strftime('%Y-%m-%d %H:%M:%f000', 'now')", "postgresql": "clock_timestamp()"}
AT_WORK = {
    "sqlite": "(SELECT review_id FROM outbox WHERE id = (SELECT max(id) FROM outbox))",
    "postgresql": "nullif(current_setting('vanthu.review', true), '')::int",
}

NOBODY = "0"
"""Neither a reading nor a step was at work: who it was stands with the row that changed."""


def line(engine: str, topic: str, subject: str, document: str, happened: str, version: str, review: str) -> str:
    """A statement that adds a line to the outbox."""
    return (
        "INSERT INTO outbox (topic, subject_id, document_id, happened, version, review_id, at) "
        f"VALUES ({topic}, {subject}, {document}, '{happened}', {version}, {review}, {NOW[engine]});"
    )


def lines(engine: str, query: str, review: str) -> str:
    """The same, for each row of `query` (topic, subject, document, version): they changed."""
    return (
        "INSERT INTO outbox (topic, subject_id, document_id, happened, version, review_id, at) "
        f"SELECT q.topic, q.subject, q.document, 'changed', q.version, {review}, {NOW[engine]} "
        f"FROM ({query}) q;"
    )


def changed(engine: str, columns: tuple[str, ...]) -> str:
    """Whether one of `columns` did."""
    differs = "IS NOT" if engine == "sqlite" else "IS DISTINCT FROM"
    return "(" + " OR ".join(f"old.{c} {differs} new.{c}" for c in columns) + ")"


def triggers(engine: str) -> dict[str, tuple[str, str, str]]:
    """Each trigger by name: its table and moment, its condition ('' is always), its statements."""
    at_work, different = AT_WORK[engine], "IS NOT" if engine == "sqlite" else "IS DISTINCT FROM"
    a_document = "SELECT 'document' AS topic, id AS subject, id AS document, version FROM documents WHERE id "
    superseding = "{0}.kind IN ('replaces', 'repeals')"
    its_records = "SELECT kind AS topic, id AS subject, document_id AS document, version FROM records WHERE "
    nothing = "CAST(NULL AS INTEGER)"
    a_unit = f"SELECT 'unit' AS topic, id AS subject, {nothing} AS document, {nothing} AS version FROM units WHERE id "

    def told(topic: str, row: str, happened: str, review: str = at_work, version: str = "NULL") -> str:
        document = {"'document'": f"{row}.id", "'unit'": "NULL"}.get(topic, f"{row}.document_id")
        return line(engine, topic, f"{row}.id", document, happened, version, review)

    begins = "" if engine == "sqlite" else "PERFORM set_config('vanthu.review', new.id::text, true); "
    ends = "" if engine == "sqlite" else "PERFORM set_config('vanthu.review', '', true); "
    own = f"CASE WHEN new.seen THEN NULL ELSE {at_work} END"
    return {
        "documents_told": (
            "AFTER INSERT ON documents",
            "",
            told("'document'", "new", "created", "NULL", "new.version"),
        ),
        "documents_retold": (
            "AFTER UPDATE ON documents",
            changed(engine, DOCUMENT),
            told("'document'", "new", "changed", version="new.version"),
        ),
        "documents_untold": (
            "AFTER DELETE ON documents",
            "",
            told("'document'", "old", "deleted", version="old.version"),
        ),
        "secrecy_told": (
            "AFTER UPDATE ON documents",
            f"old.secrecy {different} new.secrecy",
            lines(engine, its_records + "document_id = new.id", at_work),
        ),
        "readings_told": (
            "AFTER INSERT ON readings",
            "",
            lines(
                engine,
                a_document + "= new.document_id AND EXISTS "
                "(SELECT 1 FROM readings r WHERE r.document_id = new.document_id AND r.id <> new.id)",
                "NULL",
            ),
        ),
        "readings_untold": (
            "AFTER DELETE ON readings",
            "",
            ends + lines(engine, a_document + "= old.document_id", "NULL"),
        ),
        "readings_retold": (
            "AFTER UPDATE ON readings",
            "old.current AND NOT new.current",
            ends + line(engine, "'document'", "new.document_id", "new.document_id", "changed", "NULL", "NULL"),
        ),
        "records_told": ("AFTER INSERT ON records", "", told("new.kind", "new", "created", own, "new.version")),
        "records_retold": (
            "AFTER UPDATE ON records",
            changed(engine, RECORD),
            told("new.kind", "new", "changed", version="new.version"),
        ),
        "records_untold": ("AFTER DELETE ON records", "", told("old.kind", "old", "deleted", version="old.version")),
        "parties_retold": (
            "AFTER UPDATE ON parties",
            "old.unit_id <> new.unit_id",
            lines(engine, its_records + "id = new.record_id", at_work),
        ),
        "leaders_told": ("AFTER INSERT ON leaders", "", lines(engine, its_records + "id = new.record_id", NOBODY)),
        "leaders_retold": (
            "AFTER UPDATE ON leaders",
            f"old.name {different} new.name",
            lines(engine, its_records + "id = new.record_id", NOBODY),
        ),
        "leaders_untold": ("AFTER DELETE ON leaders", "", lines(engine, its_records + "id = old.record_id", NOBODY)),
        "reviews_told": ("AFTER INSERT ON reviews", "", begins + told("'review'", "new", "created", "new.id")),
        "reviews_retold": (
            "AFTER UPDATE ON reviews",
            f"old.undone_by_id {different} new.undone_by_id",
            told("'review'", "new", "changed"),
        ),
        "reviews_untold": ("AFTER DELETE ON reviews", "", told("'review'", "old", "deleted")),
        "relations_told": (
            "AFTER INSERT ON relations",
            superseding.format("new"),
            lines(engine, a_document + "= new.cited_id", "NULL"),
        ),
        "relations_untold": (
            "AFTER DELETE ON relations",
            superseding.format("old"),
            lines(engine, a_document + "= old.cited_id", "NULL"),
        ),
        "progress_told": ("AFTER INSERT ON progress", "", told("'progress'", "new", "created")),
        "progress_retold": (
            "AFTER UPDATE ON progress",
            changed(engine, PROGRESS),
            told("'progress'", "new", "changed"),
        ),
        "progress_untold": ("AFTER DELETE ON progress", "", told("'progress'", "old", "deleted")),
        "units_told": ("AFTER INSERT ON units", "", told("'unit'", "new", "created")),
        "units_retold": ("AFTER UPDATE ON units", changed(engine, UNIT), told("'unit'", "new", "changed")),
        "units_renamed": (
            "AFTER UPDATE ON units",
            f"old.register_id {different} new.register_id",
            lines(engine, its_records + "id IN (SELECT record_id FROM parties WHERE unit_id = new.id)", NOBODY)
            + lines(engine, "SELECT 'document' AS topic, id AS subject, id AS document, version FROM documents "
                    "WHERE issuer_id = new.id", NOBODY),
        ),
        "units_untold": ("AFTER DELETE ON units", "", told("'unit'", "old", "deleted")),
        "unit_links_told": (
            "AFTER INSERT ON unit_links", "", lines(engine, a_unit + "IN (new.unit_id, new.other_id)", at_work)
        ),
        "unit_links_retold": (
            "AFTER UPDATE ON unit_links", "", lines(engine, a_unit + "IN (new.unit_id, new.other_id)", at_work)
        ),
    }  # fmt: skip


def sqlite(name: str, moment: str, condition: str, statements: str) -> str:
    """The trigger as SQLite takes it."""
    when = f"WHEN {condition} " if condition else ""
    return f"CREATE TRIGGER {name} {moment} FOR EACH ROW {when}BEGIN {statements} END"


def postgresql(name: str, moment: str, condition: str, statements: str) -> tuple[str, str]:
    """The trigger and its function as PostgreSQL takes them."""
    when = f"WHEN ({condition}) " if condition else ""
    return (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {statements} RETURN NULL; END $$",
        f"CREATE TRIGGER {name} {moment} FOR EACH ROW {when}EXECUTE FUNCTION {name}()",
    )


def triggers_of_files(engine: str) -> dict[str, tuple[str, str, str]]:
    """The same for files: what the ledger says of them, and which documents they gave."""

    def told(row: str, happened: str, subject: str = "id") -> str:
        return line(engine, "'file'", f"{row}.{subject}", "NULL", happened, "NULL", AT_WORK[engine])

    return {
        "files_told": ("AFTER INSERT ON files", "", told("new", "created")),
        "files_retold": ("AFTER UPDATE ON files", changed(engine, FILE), told("new", "changed")),
        "files_untold": ("AFTER DELETE ON files", "", told("old", "deleted")),
        "files_read": ("AFTER INSERT ON readings", "", told("new", "changed", "file_id")),
        "files_moved": (
            "AFTER UPDATE ON readings",
            "old.document_id <> new.document_id",
            told("new", "changed", "file_id"),
        ),
        "files_unread": ("AFTER DELETE ON readings", "", told("old", "changed", "file_id")),
    }


def created(engine: str, found: dict[str, tuple[str, str, str]]) -> tuple[str, ...]:
    """The statements that make these triggers."""
    if engine == "sqlite":
        return tuple(sqlite(name, *parts) for name, parts in found.items())
    return tuple(one for name, parts in found.items() for one in postgresql(name, *parts))


def dropped(engine: str, found: dict[str, tuple[str, str, str]]) -> tuple[str, ...]:
    """The statements that take them away."""
    how = "DROP TRIGGER {}" if engine == "sqlite" else "DROP FUNCTION {}() CASCADE"
    return tuple(how.format(name) for name in found)


KNOWN = tuple(
    "INSERT INTO outbox (topic, subject_id, document_id, happened, version, at) "
    f"SELECT {topic}, id, {document}, 'created', {version}, CURRENT_TIMESTAMP FROM {table} ORDER BY id"
    for topic, document, version, table in (
        ("'unit'", "CAST(NULL AS INTEGER)", "CAST(NULL AS INTEGER)", "units"),
        ("'document'", "id", "version", "documents"),
        ("kind", "document_id", "version", "records"),
        ("'review'", "document_id", "CAST(NULL AS INTEGER)", "reviews"),
        ("'progress'", "document_id", "CAST(NULL AS INTEGER)", "progress"),
    )
)
"""What a database of an earlier version holds, told once."""
