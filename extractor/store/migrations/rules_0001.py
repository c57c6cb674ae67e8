"""What the database itself refuses, whoever writes to it: changes of history, and publishing what nobody accepted.

Part of migration 0001, never edited afterwards: a later rule is a later migration. Every message begins with `quotebound: `.
SQLite's INSERT OR REPLACE deletes rows without asking a DELETE trigger: for each frozen table a third trigger refuses a second row
under the same key.
"""

from __future__ import annotations

from collections.abc import Iterator

FROZEN: dict[str, tuple[tuple[str, ...], ...]] = {
    "claim_versions": (("claim_id", "version"), ("claim_id", "sequence")),
    "findings": (("claim_id", "version", "ordinal"),),
    "decisions": (("id",), ("claim_id", "sequence"), ("undoes",)),
    "model_calls": (("number",),),
    "releases": (("number",),),
    "release_items": (("release_number", "claim_id"), ("claim_id", "sequence")),
}
"""Tables whose rows are only ever added, and their unique keys."""

DOCUMENT = ("number", "id", "sha256", "chars", "text")
"""What never changes of a document; its metadata may."""

CLAIM = ("id", "document_id", "created_at")
"""What never changes of a claim; the rest is a projection of its history."""

_UNDONE = "EXISTS (SELECT 1 FROM decisions u WHERE u.undoes = {}.id)"

BLOCKED = """NEW.action IN ('accept', 'fix') AND EXISTS (
    SELECT 1 FROM findings f WHERE f.claim_id = NEW.claim_id AND f.version = NEW.result AND f.severity = 'block')"""

FOREIGN_FIX = """NEW.action = 'fix' AND NOT EXISTS (
    SELECT 1 FROM claim_versions v WHERE v.claim_id = NEW.claim_id AND v.version = NEW.result AND v.decision_id = NEW.id)"""

LATE_FINDING = """EXISTS (
    SELECT 1 FROM decisions d WHERE d.claim_id = NEW.claim_id AND NEW.version IN (d.version, d.result))"""

UNACCEPTED = f"""NEW.state <> 'retracted' AND NOT EXISTS (
    SELECT 1 FROM decisions d
    WHERE d.claim_id = NEW.claim_id AND d.action IN ('accept', 'fix') AND d.result = NEW.version AND NOT {_UNDONE.format("d")}
    AND NOT EXISTS (
        SELECT 1 FROM decisions l
        WHERE l.claim_id = d.claim_id AND l.sequence > d.sequence AND l.action IN ('accept', 'fix', 'reject')
        AND NOT {_UNDONE.format("l")}))"""  # noqa: S608 - constants of this module

NOT_IN_PRINT = """NEW.state = 'retracted' AND NOT EXISTS (
    SELECT 1 FROM release_items i
    WHERE i.claim_id = NEW.claim_id AND i.version = NEW.version AND i.state <> 'retracted' AND NOT EXISTS (
        SELECT 1 FROM release_items l WHERE l.claim_id = i.claim_id AND l.sequence > i.sequence))"""

REFUSED_INSERTS = (
    ("decisions", "blocked", BLOCKED, "a check blocks this version: it can be fixed or rejected, not accepted"),
    ("decisions", "foreign_fix", FOREIGN_FIX, "a fix must bring a version of its own"),
    ("findings", "late", LATE_FINDING, "a version that has been decided on gets no more findings"),
    ("release_items", "unaccepted", UNACCEPTED, "no standing decision accepts this version: it cannot be published"),
    ("release_items", "not_in_print", NOT_IN_PRINT, "only what is in print can be retracted"),
)


def statements(dialect: str) -> list[str]:
    """The triggers, one statement each, for `sqlite` or `postgresql`."""
    return list(_sqlite() if dialect == "sqlite" else _postgres())


def _sqlite() -> Iterator[str]:
    def refuse(name: str, moment: str, table: str, when: str, message: str) -> str:
        condition = f"WHEN {when} " if when else ""
        return f"CREATE TRIGGER quotebound_{name} {moment} ON {table} {condition}BEGIN SELECT RAISE(ABORT, 'quotebound: {message}'); END"

    for table, keys in FROZEN.items():
        message = f"{table} are history and are never changed"
        yield refuse(f"{table}_update", "BEFORE UPDATE", table, "", message)
        yield refuse(f"{table}_delete", "BEFORE DELETE", table, "", message)
        yield refuse(f"{table}_replace", "BEFORE INSERT", table, _taken(table, keys), message)
    for table, columns, keys in (("documents", DOCUMENT, (("id",), ("sha256",), ("number",))), ("claims", CLAIM, (("id",),))):
        changed = " OR ".join(f"NEW.{column} IS NOT OLD.{column}" for column in columns)
        yield refuse(f"{table}_update", "BEFORE UPDATE", table, changed, f"{_what(table)} never changed")
        yield refuse(f"{table}_delete", "BEFORE DELETE", table, "", f"{table} are never deleted")
        yield refuse(f"{table}_replace", "BEFORE INSERT", table, _taken(table, keys), f"{table} are never replaced")
    for table, name, when, message in REFUSED_INSERTS:
        yield refuse(f"{table}_{name}", "BEFORE INSERT", table, when, message)


def _taken(table: str, keys: tuple[tuple[str, ...], ...]) -> str:
    same = (" AND ".join(f"o.{column} = NEW.{column}" for column in key) for key in keys)
    return f"EXISTS (SELECT 1 FROM {table} o WHERE {' OR '.join(f'({key})' for key in same)})"  # noqa: S608 - constants of this module


def _postgres() -> Iterator[str]:
    yield (
        "CREATE FUNCTION quotebound_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "RAISE EXCEPTION USING MESSAGE = 'quotebound: ' || TG_ARGV[0], ERRCODE = 'integrity_constraint_violation'; END $$"
    )

    def refuse(name: str, moment: str, table: str, when: str, message: str) -> str:
        condition = f"WHEN ({when}) " if when else ""
        each = "STATEMENT" if "TRUNCATE" in moment else "ROW"
        head = f"CREATE TRIGGER quotebound_{name} {moment} ON {table} FOR EACH {each}"
        return f"{head} {condition}EXECUTE FUNCTION quotebound_refuse('{message}')"

    for table in FROZEN:
        message = f"{table} are history and are never changed"
        yield refuse(f"{table}_change", "BEFORE UPDATE OR DELETE", table, "", message)
        yield refuse(f"{table}_truncate", "BEFORE TRUNCATE", table, "", message)
    for table, columns in (("documents", DOCUMENT), ("claims", CLAIM)):
        changed = " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in columns)
        yield refuse(f"{table}_update", "BEFORE UPDATE", table, changed, f"{_what(table)} never changed")
        yield refuse(f"{table}_delete", "BEFORE DELETE", table, "", f"{table} are never deleted")
        yield refuse(f"{table}_truncate", "BEFORE TRUNCATE", table, "", f"{table} are never deleted")
    for table, name, when, message in REFUSED_INSERTS:
        yield (
            f"CREATE FUNCTION quotebound_{table}_{name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {when} THEN "
            f"RAISE EXCEPTION USING MESSAGE = 'quotebound: {message}', ERRCODE = 'integrity_constraint_violation'; "
            "END IF; RETURN NEW; END $$"
        )
        yield (
            f"CREATE TRIGGER quotebound_{table}_{name} BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION quotebound_{table}_{name}()"
        )


def _what(table: str) -> str:
    return "a document''s text is" if table == "documents" else "a claim''s identity is"
