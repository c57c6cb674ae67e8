"""One message in, one answer out: what the browser gets to see next. No Streamlit here.

The browser keeps the next claims at hand, so that it never waits for the server between two claims: whenever fewer than `LOW` are
ahead of the reviewer, the answer brings more.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, MutableMapping
from functools import partial
from typing import Any

from extractor.errors import NotFoundError, StoreError
from extractor.store import ClaimRow
from review_ui import byhand
from review_ui.article import document_view, gap_views
from review_ui.exchange import Message, Question, read_actions
from review_ui.form import forms
from review_ui.keys import keep_keys, keys_of, moved
from review_ui.views import AckView, AnswerView, EmptyView, TroubleView
from review_ui.wanted import FACETS, Wanted, facet_words
from review_ui.wording import label
from review_ui.workbench import Workbench, answer, check_fix, decide, gaps_of, run_names, settle, siblings_of, views_of

LOW = 8
AHEAD = 20
LEASE_SECONDS = 180.0
REASONS = (
    "The quote does not say this",
    "Wrong figure",
    "Wrong source or attribution",
    "Wrong people, place or time",
    "Same as another claim",
    "No claim: opinion, question, speculation",
    "Page furniture or another story",
    "Out of scope",
)
ALL = Wanted()
_UNREADABLE: AckView = {"ok": False, "title": "Not stored", "message": "The program did not understand this decision. Decide again."}


def setup(bench: Workbench) -> dict[str, Any]:
    """What does not change while the page is open."""
    return {
        "reviewer": bench.reviewer,
        "place": place_of(bench),
        "keys": keys_of(bench.store, bench.reviewer),
        "moved": moved(bench.store, bench.reviewer),
        "reasons": list(REASONS),
        "forms": forms(bench.domain.kinds),
        "blank": byhand.blanks(bench.domain),
        "low": LOW,
        "recent": [],
    }


def place_of(bench: Workbench) -> str:
    """Names the database and the reviewer, so that decisions left over in a browser never go to another database."""
    first = next(reversed(list(bench.store.runs.list())), None)  # the oldest: later runs must not part a browser from its decisions
    identity = f"{bench.store.label}|{first.id if first else ''}|{bench.reviewer}"
    return hashlib.sha256(identity.encode()).hexdigest()[:16]


def respond(bench: Workbench, message: Message, acks: MutableMapping[str, AckView], wanted: Wanted = ALL) -> dict[str, Any]:
    """Answer one message. `acks` is the session's memory of what was answered; it shrinks as the browser takes note.

    A database that can't be used is an answer too (`trouble`): the browser keeps its decisions and sends them again.
    """
    try:
        _settle(bench, message, acks)
        return {**_blank(bench, acks, wanted), **_content(bench, message, acks, wanted), "seq": message.seq}
    except StoreError as error:
        return {**_blank(bench, acks, wanted), "trouble": trouble(error), "seq": message.seq}


def trouble(error: StoreError) -> TroubleView:
    """A database that can't be used, in words."""
    return {
        "title": "The database can't be used just now",
        "message": f"{error.message}. {error.hint} Your decisions are kept here and sent again.",
    }


def _settle(bench: Workbench, message: Message, acks: MutableMapping[str, AckView]) -> None:
    """Write what is in the outbox, in order; forget the answers that the browser has taken note of."""
    actions, broken = read_actions(message.outbox)
    for action in actions:
        if action.id not in acks:
            acks[action.id] = settle(bench, action, byhand.add if action.action == "add" else decide)
    acks.update(dict.fromkeys(broken, _UNREADABLE))
    for known in set(acks) - {action.id for action in actions} - set(broken):
        del acks[known]


def _blank(bench: Workbench, acks: MutableMapping[str, AckView], wanted: Wanted) -> dict[str, Any]:
    progress = {"decided": 0, "total": 0, "blocked": 0, "reviewer": bench.reviewer, "decides": True}
    nothing: dict[str, Any] = {"claims": {}, "documents": {}, "siblings": {}, "queue": [], "missing": [], "answer": None, "empty": None}
    nothing |= {"trouble": None, "tail": None, "gaps": {}, "keys": None}
    chosen = {"params": wanted.params, "sentence": wanted.sentence, "facets": None}
    return {**nothing, "acks": dict(acks), "progress": progress, "filter": chosen}


def _content(bench: Workbench, message: Message, acks: MutableMapping[str, AckView], wanted: Wanted) -> dict[str, Any]:
    waiting = _waiting(bench, message, wanted)
    _keep(bench, message.keep)
    answered = [entry["claim"] for entry in message.outbox if entry.get("id") in acks and "claim" in entry]
    asked = list(_rows(bench, dict.fromkeys([*message.wanted, *answered, *([message.at] if message.at else [])])))
    held = {claim: revision for claim, revision in message.have.items() if claim not in answered}
    documents = dict.fromkeys(row.document_id for row in (*asked, *waiting))
    unknown = [name for name in documents if name not in message.documents]
    progress = _progress(bench)
    return {
        "claims": views_of(bench, (*asked, *waiting), held),
        "documents": {name: document_view(bench.reading(name), gaps_of(bench, name)) for name in unknown},
        "siblings": siblings_of(bench, documents),
        "queue": [row.id for row in waiting],
        "missing": sorted(set(message.wanted) - {row.id for row in asked}),
        "answer": _answer(bench, message.question) if message.question else None,
        "progress": progress,
        "empty": None if waiting or message.ahead >= LOW else empty(progress, wanted),
        "tail": message.tail,
        "keys": None if message.keys is None else _keys(bench, message.keys),
        "gaps": {message.uncovered: gap_views(gaps_of(bench, message.uncovered))} if message.uncovered else {},
        "filter": {"params": wanted.params, "sentence": wanted.sentence, "facets": _facets(bench, wanted) if message.facets else None},
    }


def _waiting(bench: Workbench, message: Message, wanted: Wanted) -> tuple[ClaimRow, ...]:
    """The next claims to decide, reserved for this reviewer; nothing while the browser has enough."""
    if message.ahead >= LOW:
        return ()
    reserved = LEASE_SECONDS if "reviewer" in bench.roles else None  # whoever only looks keeps nobody from deciding
    ask = partial(bench.store.reviews.next, bench.reviewer, wanted.filter, limit=AHEAD, order=wanted.order, lease_seconds=reserved)
    return ask(after=message.tail) or (ask() if message.tail is not None else ())


def _answer(bench: Workbench, question: Question) -> AnswerView:
    """What the checks say to an edited claim, or to one made by hand, which may be there already."""
    if question.claim is not None:
        row = bench.store.claims.get(question.claim)
        return answer(bench, question.model_copy(update={"document": row.document_id}), partial(check_fix, bench, row=row))
    view = answer(bench, question, partial(byhand.check, bench, question.document))
    if view["id"] is not None:
        view["why"] = view["why"] or byhand.known(bench, view["id"])
    return view


def _keys(bench: Workbench, wanted: Mapping[str, str]) -> dict[str, Any]:
    """Give the reviewer other keys: which they have now, and why not those that were wanted."""
    refused = keep_keys(bench.store, bench.reviewer, wanted)
    return {"refused": refused, "now": keys_of(bench.store, bench.reviewer)}


def _keep(bench: Workbench, claims: Iterable[str]) -> None:
    """Prolong reservations; what somebody else has by now stays theirs."""
    if "reviewer" not in bench.roles:
        return
    with bench.store.transaction():
        for row in _rows(bench, claims):
            bench.store.reviews.lease(row.id, bench.reviewer, LEASE_SECONDS)


def _facets(bench: Workbench, wanted: Wanted) -> list[dict[str, Any]]:
    """For each field to filter by: its label, and the values it has among the claims that the rest of the filter leaves."""
    runs = run_names(bench.store)
    counts = {name: found for names, rest in wanted.facets() for found in [bench.store.claims.facets(names, rest)] for name in names}
    return [
        {
            "name": name,
            "label": label(name),
            "values": [[value, facet_words(name, value, runs), n] for value, n in counts[name].values[name].items()],
            "partial": counts[name].partial,
        }
        for name in FACETS
    ]


def _rows(bench: Workbench, ids: Iterable[str]) -> Iterable[ClaimRow]:
    for identity in ids:
        try:
            yield bench.store.claims.get(identity)
        except NotFoundError:
            continue


def _progress(bench: Workbench) -> dict[str, Any]:
    progress = bench.store.reviews.progress(bench.reviewer)
    states = progress.by_state
    return {
        "decided": progress.decided,
        "total": progress.open + progress.decided,
        "blocked": states.get("blocked", 0),
        "accepted": states.get("accepted", 0) + states.get("fixed", 0),
        "published": states.get("published", 0) + states.get("corrected", 0),
        "mine": progress.mine_today,
        "reviewer": bench.reviewer,
        "decides": "reviewer" in bench.roles,
        "publishes": "publisher" in bench.roles,
    }


def empty(progress: Mapping[str, Any], wanted: Wanted) -> EmptyView:
    """What to say where no claim waits: there are none yet, none that the filter lets through, or all are decided."""
    total, accepted = progress["total"], progress["accepted"]
    if total == 0:
        return {
            "title": "No claims yet",
            "lines": ["Extract some from your documents; they appear here as soon as they are stored."],
            "commands": ["quotebound extract FOLDER --model rules", "quotebound extract FOLDER --model openai/NAME"],
            "act": None,
        }
    if progress["decided"] < total:
        waiting = f"{total - progress['decided']:,} claims wait, but not here"
        others = f"{waiting}: they are filtered out, reserved for other reviewers, or decided by you and not yet by others."
        return {
            "title": "Nothing waits for you",
            "lines": [f"You are looking at: {wanted.sentence}.", others],
            "commands": [],
            "act": "filter",
        }
    lines = [f"{total:,} claims, every one with a decision."]
    if accepted:
        lines.append(f"{accepted:,} of them are accepted and not published yet.")
    elif progress["published"]:
        lines.append("What was accepted is published.")
    return {"title": "All decided", "lines": lines, "commands": [], "act": "publish" if accepted and progress["publishes"] else None}
