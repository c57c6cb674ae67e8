"""What keeps `claim_marks`: findings of the version that stands, and the models and runs that propose a claim now.

Part of migration 0008, never edited afterwards. Triggers do it, so that it is true whoever writes.
"""

from __future__ import annotations

from collections.abc import Iterator

_COLUMNS = "c.is_open, c.priority, c.document_number, c.position"
_FOUND = f"""INSERT INTO claim_marks (claim_id, mark, is_open, priority, document_number, position)
    SELECT f.claim_id, 'finding:' || f.code, {_COLUMNS} FROM findings f JOIN claims c ON c.id = f.claim_id AND c.version = f.version
    WHERE {{}} ON CONFLICT DO NOTHING"""  # noqa: S608 - constants of this module
_PROPOSED = f"""INSERT INTO claim_marks (claim_id, mark, is_open, priority, document_number, position)
    SELECT p.claim_id, w.what || CASE w.what WHEN 'run:' THEN p.run_id ELSE p.model END, {_COLUMNS}
    FROM proposals p JOIN claims c ON c.id = p.claim_id CROSS JOIN (SELECT 'run:' AS what UNION ALL SELECT 'model:') w
    WHERE NOT p.withdrawn AND {{}} ON CONFLICT DO NOTHING"""  # noqa: S608
_THIS_FINDING = "f.claim_id = NEW.claim_id AND f.version = NEW.version AND f.ordinal = NEW.ordinal"
_THIS_PROPOSAL = "p.claim_id = NEW.claim_id AND p.model = NEW.model"

FILL = (_FOUND.format("true"), _PROPOSED.format("true"))

_TRIGGERS: tuple[tuple[str, str, str, str, tuple[str, ...]], ...] = (
    ("found", "INSERT", "findings", "", (_FOUND.format(_THIS_FINDING),)),
    ("proposed", "INSERT", "proposals", "", (_PROPOSED.format(_THIS_PROPOSAL),)),
    (
        "reproposed",
        "UPDATE",
        "proposals",
        "OLD.run_id <> NEW.run_id OR OLD.withdrawn <> NEW.withdrawn",
        (
            "DELETE FROM claim_marks WHERE claim_id = OLD.claim_id AND mark IN ('run:' || OLD.run_id, 'model:' || OLD.model)",
            _PROPOSED.format(_THIS_PROPOSAL),
        ),
    ),
    (
        "changed",
        "UPDATE",
        "claims",
        "OLD.version <> NEW.version",
        (
            "DELETE FROM claim_marks WHERE claim_id = NEW.id AND substr(mark, 1, 8) = 'finding:'",
            _FOUND.format("f.claim_id = NEW.id AND f.version = NEW.version"),
        ),
    ),
    (
        "moved",
        "UPDATE",
        "claims",
        "OLD.is_open <> NEW.is_open OR OLD.priority <> NEW.priority OR OLD.position <> NEW.position",
        ("UPDATE claim_marks SET is_open = NEW.is_open, priority = NEW.priority, position = NEW.position WHERE claim_id = NEW.id",),
    ),
)


def statements(dialect: str) -> Iterator[str]:
    """The triggers, for `sqlite` or `postgresql`."""
    for name, moment, table, when, acts in _TRIGGERS:
        body = "".join(f"{act}; " for act in acts)
        condition = f"WHEN ({when}) " if when else ""
        head = f"CREATE TRIGGER quotebound_marks_{name} AFTER {moment} ON {table} FOR EACH ROW {condition}"
        if dialect == "sqlite":
            yield f"{head} BEGIN {body} END"
            continue
        function = f"quotebound_marks_{name}()"
        yield f"CREATE FUNCTION {function} RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} RETURN NULL; END $$"
        yield f"{head} EXECUTE FUNCTION {function}"
