"""Full-text search: the words of a claim as both databases index them, and what a reviewer types as their query.

Words are folded here (case, accents, punctuation), so that SQLite's FTS5 and PostgreSQL's text search find the same. What indexes them is
made by migration 0002 and is not in `tables/`: neither database has the other's.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Select,
    Text,
    and_,
    column,
    false,
    func,
    literal,
    literal_column,
    select,
    table,
    text,
    true,
)

from extractor.store import tables

MOST_WORDS = 5000
"""Words of a claim that are indexed: PostgreSQL's vectors hold a megabyte."""
LONGEST = 200
SAMPLE = 300
OFTEN = 20
"""Words that one claim in so many holds are sooner found by looking at claims one after the other than off PostgreSQL's index."""
BY_INDEX = text("SELECT set_config('enable_seqscan', 'off', true)")
"""For PostgreSQL, which can't guess how rare words are, and would rather read all claims to the last."""
_IN_ORDER = text("SELECT set_config('enable_seqscan', 'off', true), set_config('enable_sort', 'off', true)")
_UNTOLD = frozenset({"start", "end", "prefix", "suffix", "edtf", "resolved_from", "bounds_from"})
_WORD = re.compile(r"[^\W_]+")
_TERM = re.compile(r'"([^"]*)"?|(\S+)')
_SEARCH = table("claim_search", column("rowid", Integer), column("claim_search", Text))
"""FTS5's table over `claim_words`, in SQLite; the column of its name is what is asked."""
_MONTH = re.compile(r"[0-9X]{4}-\d{2}")


def folded(words: str) -> list[str]:
    """The words of a text without case, accents and punctuation."""
    plain = words.casefold() if words.isascii() else _unaccented(words)  # most words are ASCII, and every save folds all of a claim's
    return [word[:LONGEST] for word in _WORD.findall(plain)]


def _unaccented(words: str) -> str:
    return "".join(mark for mark in unicodedata.normalize("NFKD", words).casefold() if not unicodedata.combining(mark))


def words_of(record: Mapping[str, Any]) -> str:
    """Everything a claim (as JSON) says, folded, each word once for each place it stands in."""
    return " ".join(folded("\n".join(_strings(record)))[:MOST_WORDS])


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, inner in value.items():
            if inner is not None and name not in _UNTOLD:
                yield from _strings(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _strings(inner)


def month_of(record: Mapping[str, Any]) -> str | None:
    """The month in which a claim's event happened or began, or its year alone; null if it isn't known."""
    edtf = (record.get("event_time") or {}).get("edtf") or ""
    if found := _MONTH.match(edtf):
        return found.group()
    return edtf[:4] if re.match(r"[0-9X]{4}", edtf) else None


def found_by(dialect: str, typed: str) -> Select[str]:
    """The claims that hold every word typed: words by their beginnings, "words in quotation marks" as they stand together."""
    return select(tables.claim_words.c.claim_id).where(*_found(dialect, typed))


def found_first(connection: Connection, typed: str, *, undecided: bool) -> tuple[list[ColumnElement[bool]], tuple[ColumnElement[Any], ...]]:
    """The same as a join with the claims table, as they are found, and the order in which some are found soonest, if any is.

    What came first is decided first, as a rule, so that claims that wait are soonest found among the latest. PostgreSQL reads of an index
    over words all that hold one before it gives the first: words that many claims hold are rather looked for in the claims' own.
    """
    dialect, words = connection.dialect.name, tables.claim_words.c
    own = words.claim_id == tables.claims.c.id
    if dialect != "postgresql":
        return [own, *_found(dialect, typed)], (_SEARCH.c.rowid.desc(),) if undecided else ()
    if is_frequent(connection, typed, one_in=OFTEN):
        connection.execute(_IN_ORDER)
        return [own, _in(dialect, words.words, typed)], (words.number.desc(),)
    connection.execute(BY_INDEX)
    return [own, *_found(dialect, typed)], ()


def _found(dialect: str, typed: str) -> list[ColumnElement[bool]]:
    words, terms = tables.claim_words.c, list(_terms(typed))
    if not terms:
        return [false()]
    if dialect == "postgresql":
        # word by word: whether they stand together its index can't say, and a vector made anew takes fifty times as long to as the words
        single = ((word, begins and word is term[-1]) for term, begins in terms for word in term)
        query = " & ".join(f"'{word}'{':*' if begins else ''}" for word, begins in single)
        vector = func.to_tsvector(literal_column("'simple'::regconfig"), words.words)
        together = [_in(dialect, words.words, typed)] if any(len(term) > 1 for term, _ in terms) else []
        return [vector.op("@@")(func.to_tsquery(literal_column("'simple'::regconfig"), query)), *together]
    match = " AND ".join(f'"{" ".join(term)}"{" *" if begins else ""}' for term, begins in terms)
    return [_SEARCH.c.rowid == words.number, _SEARCH.c.claim_search.op("MATCH")(match)]


def holds(dialect: str, typed: str) -> ColumnElement[bool]:
    """The same of a claim at hand."""
    words = tables.claim_words.c
    own = select(words.words).where(words.claim_id == tables.claims.c.id).correlate(tables.claims).scalar_subquery()
    return _in(dialect, own, typed)


def is_frequent(connection: Connection, typed: str, one_in: int = 40) -> bool:
    """Whether one claim in forty or so holds every word typed, as far as some claims show, taken evenly from all of them."""
    words, dialect = tables.claim_words.c, connection.dialect.name
    last = connection.execute(select(func.max(words.number))).scalar_one() or 0
    step, numbers = max(last // SAMPLE, 1), select(literal(1).label("number")).cte("numbers", recursive=True)
    numbers = numbers.union_all(select(numbers.c.number + step).where(numbers.c.number + step <= last))
    sampled = select(func.count()).where(words.number == numbers.c.number, _in(dialect, words.words, typed))
    return connection.execute(sampled).scalar_one() * one_in > min(last, SAMPLE)


def _in(dialect: str, own: ColumnElement[str], typed: str) -> ColumnElement[bool]:
    """Whether folded words, which stand with one blank between them, hold every word typed."""
    terms, place = list(_terms(typed)), func.strpos if dialect == "postgresql" else func.instr
    padded = literal(" ") + own + " "
    return and_(true() if terms else false(), *(place(padded, f" {' '.join(term)}{'' if begins else ' '}") > 0 for term, begins in terms))


def _terms(typed: str) -> Iterator[tuple[list[str], bool]]:
    """What was typed, term by term, each once: its words, and whether the last one is a beginning only."""
    given: set[tuple[str, bool]] = set()
    for found in _TERM.finditer(typed):
        quoted, plain = found.groups()
        term, begins = folded(plain if quoted is None else quoted), quoted is None
        if term and (" ".join(term), begins) not in given:
            given.add((" ".join(term), begins))
            yield term, begins
