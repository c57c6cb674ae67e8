"""What the database itself refuses about teams: deciding, adjudicating and publishing without the role, and publishing what isn't settled.

Part of migration 0005, never edited afterwards: a later rule is a later migration. A database without members is one person's: then
roles are not asked for.
"""

from __future__ import annotations

from collections.abc import Iterator

FROZEN = ("members", "overlap_rules")

_ROLE = """EXISTS (SELECT 1 FROM members) AND NOT EXISTS (
    SELECT 1 FROM members m WHERE m.name = {name} AND m.roles LIKE {role}
    AND NOT EXISTS (SELECT 1 FROM members n WHERE n.name = m.name AND n.number > m.number))"""

_UNDONE = "EXISTS (SELECT 1 FROM decisions u WHERE u.undoes = {}.id)"

MAY_NOT_DECIDE = "NEW.reviewer <> 'system' AND " + _ROLE.format(
    name="NEW.reviewer", role="CASE WHEN NEW.adjudicates THEN '% adjudicator %' ELSE '% reviewer %' END"
)

MAY_NOT_PUBLISH = _ROLE.format(name="NEW.publisher", role="'% publisher %'")

TOO_FEW = f"""NEW.action IN ('accept', 'fix', 'reject') AND NOT NEW.adjudicates AND NEW.reviewer <> 'system' AND EXISTS (
    SELECT 1 FROM decisions o
    WHERE o.claim_id = NEW.claim_id AND o.version = NEW.version AND o.action IN ('accept', 'fix', 'reject')
    AND NOT o.adjudicates AND o.needed > NEW.needed AND NOT {_UNDONE.format("o")})"""  # noqa: S608 - constants of this module

UNSETTLED = f"""NEW.state <> 'retracted' AND EXISTS (
    SELECT 1 FROM decisions d JOIN claim_versions v ON v.claim_id = d.claim_id AND v.version = d.result
    WHERE d.claim_id = NEW.claim_id AND d.action IN ('accept', 'fix') AND d.result = NEW.version
    AND d.needed > 1 AND NOT d.adjudicates AND NOT {_UNDONE.format("d")}
    AND NOT EXISTS (
        SELECT 1 FROM decisions l
        WHERE l.claim_id = d.claim_id AND l.sequence > d.sequence AND l.action IN ('accept', 'fix', 'reject')
        AND NOT {_UNDONE.format("l")})
    AND d.needed > (
        SELECT count(DISTINCT o.reviewer) FROM decisions o
        JOIN claim_versions w ON w.claim_id = o.claim_id AND w.version = o.result
        WHERE o.claim_id = d.claim_id AND o.version = d.version AND o.action = d.action AND w.body = v.body
        AND NOT o.adjudicates AND NOT {_UNDONE.format("o")}))"""  # noqa: S608 - constants of this module

REFUSED_INSERTS = (
    ("decisions", "role", MAY_NOT_DECIDE, "this name has no role to decide so"),
    ("decisions", "too_few", TOO_FEW, "more reviewers were asked for than this decision says"),
    ("releases", "role", MAY_NOT_PUBLISH, "this name has no role to publish"),
    ("release_items", "unsettled", UNSETTLED, "the reviewers who were asked for have not agreed: it cannot be published"),
)


def statements(dialect: str) -> Iterator[str]:
    """The triggers, one statement each, for `sqlite` or `postgresql`."""
    make = _sqlite if dialect == "sqlite" else _postgres
    for table in FROZEN:
        yield from make(table, "history", "", f"{table} are history and are never changed")
    for table, name, when, message in REFUSED_INSERTS:
        yield from make(table, name, when, message)


def _sqlite(table: str, name: str, when: str, message: str) -> Iterator[str]:
    body = f"BEGIN SELECT RAISE(ABORT, 'quotebound: {message}'); END"
    if when:
        yield f"CREATE TRIGGER quotebound_{table}_{name} BEFORE INSERT ON {table} WHEN {when} {body}"
        return
    taken = f"EXISTS (SELECT 1 FROM {table} o WHERE o.number = NEW.number)"  # noqa: S608 - constants of this module
    yield f"CREATE TRIGGER quotebound_{table}_update BEFORE UPDATE ON {table} {body}"
    yield f"CREATE TRIGGER quotebound_{table}_delete BEFORE DELETE ON {table} {body}"
    yield f"CREATE TRIGGER quotebound_{table}_replace BEFORE INSERT ON {table} WHEN {taken} {body}"


def _postgres(table: str, name: str, when: str, message: str) -> Iterator[str]:
    if not when:
        refuse = f"EXECUTE FUNCTION quotebound_refuse('{message}')"
        yield f"CREATE TRIGGER quotebound_{table}_change BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW {refuse}"
        yield f"CREATE TRIGGER quotebound_{table}_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {refuse}"
        return
    function = f"quotebound_{table}_{name}"
    yield (
        f"CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {when} THEN "
        f"RAISE EXCEPTION USING MESSAGE = 'quotebound: {message}', ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$"
    )
    yield f"CREATE TRIGGER {function} BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION {function}()"
