"""The lexicon: what the engine knows of words, read once from the YAML files beside it.

Every file says in `origin` where its lists come from. A word has one `code` (its class in the phrase grammar, see `phrases.py`) and
any number of tags; people-words and place-words have tables of their own because they are asked for by position, not by class.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from extractor.models.rules.inflection import forms, plural

FILES = ("actions", "countries", "cues", "outcomes", "people", "places", "sources", "words")


@dataclass(frozen=True, slots=True)
class Word:
    """What the lexicon knows of a word or fixed phrase.

    `code` is its class; `lemma` the base form; `form` base, s, past, part or ing for verbs; `outcome` what it does to people.
    """

    code: str
    lemma: str = ""
    form: str = ""
    outcome: str | None = None
    tags: frozenset[str] = frozenset()


_YEAR = re.compile("[0-9]{4}")
Phrases = tuple[tuple[tuple[str, ...], Word], ...]
"""What a word can begin: the words after it, and what the whole is."""


@dataclass(frozen=True)
class Lexicon:
    """All word lists, ready for look-up by lower-case words."""

    words: dict[str, Word]
    phrases: dict[str, Phrases]
    persons: dict[str, str]
    groups: dict[str, str]
    lists: dict[str, frozenset[str]]
    between: dict[str, tuple[tuple[tuple[str, ...], str], ...]]
    sources: dict[str, tuple[str, int]]
    source_phrases: dict[str, tuple[tuple[tuple[str, ...], str], ...]]
    countries: frozenset[str]
    telling: frozenset[str]
    entries: dict[str, tuple[dict[str, Phrases] | None, Word | None]]

    def hints(self, word: str) -> int:
        """What `word`, or what stands before a hyphen in it ("seventy-three"), says of its sentence; of times any part ("mid-March")."""
        if word[:1].isdigit():
            return TELLS | NUMBER | (TIME if _YEAR.search(word) else 0)  # else another word makes a time of it
        parts = {word, word.partition("-")[0]}
        found = 0 if parts.isdisjoint(self.telling) else TELLS
        found |= 0 if parts.isdisjoint(self.lists["number_hints"]) else TELLS | NUMBER
        return found if self.lists["time_hints"].isdisjoint([word, *word.split("-")]) else found | TIME


@dataclass
class _Builder:
    words: dict[str, Word] = field(default_factory=dict)
    phrases: dict[str, list[tuple[tuple[str, ...], Word]]] = field(default_factory=dict)
    known: dict[tuple[str, ...], Word] = field(default_factory=dict)

    def add(self, words: str, word: Word) -> None:
        """Add an entry; a second entry for the same words only adds its tags (the first class stays)."""
        key = tuple(words.lower().replace("’", "'").split())
        old = self.known.get(key)
        if old is not None:
            word = Word(old.code, old.lemma, old.form, old.outcome, old.tags | word.tags | {word.code})
        self.known[key] = word

    def verbs(self, spec: str, code: str | dict[str, str], tags: Iterable[str] = (), outcome: str | None = None) -> None:
        """Add a verb in all its forms; `code` may differ by form."""
        inflected = forms(spec)
        for form, words in inflected.items():
            kind = code if isinstance(code, str) else code[form]
            if kind == "K" and words == inflected["past"]:
                kind = "V"  # "hurt": the more frequent reading in the news is the past
            self.add(words, Word(kind, inflected["base"], form, outcome, frozenset(tags)))

    def finish(self) -> tuple[dict[str, Word], dict[str, tuple[tuple[tuple[str, ...], Word], ...]]]:
        """Single words, and phrases by first word, longest first."""
        for key, word in self.known.items():
            if len(key) == 1:
                self.words[key[0]] = word
            else:
                self.phrases.setdefault(key[0], []).append((key[1:], word))
        ordered = {first: tuple(sorted(rest, key=lambda item: (-len(item[0]), item[0]))) for first, rest in self.phrases.items()}
        return self.words, ordered


def read_lists() -> dict[str, Any]:
    """The YAML files by name. Raises `ValueError` for a file that doesn't say where its lists come from."""
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # every scalar stays a string: "no", "on" are words here
    folder = files("extractor.models.rules") / "lexicon"
    data = {name: yaml.load((folder / f"{name}.yaml").read_text("utf-8"), Loader=loader) for name in FILES}  # noqa: S506 (builds strings, lists and mappings only)
    for name, lists in data.items():
        if not lists.get("origin"):
            raise ValueError(f"lexicon/{name}.yaml does not say where its lists come from (origin)")
    return data


_VERB = {"base": "K", "s": "K", "past": "V", "part": "V", "ing": "G"}
_CUE = {"base": "S", "s": "S", "past": "S", "part": "S", "ing": "s"}
_CLOSED = {
    "be": "b", "have": "h", "modal": "m", "do": "D", "negators": "X", "no_words": "X", "determiners": "d", "of": "o", "by": "y",
    "to": "t", "and": "&", "or": "|", "but": "!", "relatives": "q", "including": "i", "pronouns": "u", "adverbs": "R", "prepositions": "p"
}  # fmt: skip


def _closed_classes(builder: _Builder, words: dict[str, Any]) -> None:
    for name, code in _CLOSED.items():
        for item in words[name]:
            builder.add(item, Word(code, item, tags=frozenset({name})))


def _outcomes(builder: _Builder, lists: dict[str, Any]) -> None:
    for outcome, verbs in lists["transitive"].items():
        for verb in verbs:
            builder.verbs(verb, _VERB, (outcome,) if outcome in _BY_CONTEXT else (), _BY_CONTEXT.get(outcome, outcome))
    for outcome, verbs in lists["intransitive"].items():
        for verb in verbs:
            builder.verbs(verb, "I", (), outcome)
    for outcome, words in lists["adjective"].items():
        for item in words:
            builder.add(item, Word("J", item, outcome=outcome))
    _outcome_nouns(builder, lists)


def _outcome_nouns(builder: _Builder, lists: dict[str, Any]) -> None:
    for outcome, words in lists["toll"].items():
        for item in words:
            builder.add(item, Word("L", item, outcome=outcome))
    for outcome, words in lists["noun"].items():
        for item in words:
            for form, noun in zip(("sg", "pl"), item.split("/"), strict=True):
                builder.add(noun, Word("C", item.split("/")[0], form, outcome))
    for item in lists["lives"]["killed"]:
        builder.add(item, Word("C", "life", "pl" if item == "lives" else "sg", "killed", frozenset({"lives"})))


def _outcome_verbs(builder: _Builder, lists: dict[str, Any]) -> None:
    for verb in lists["leave"]:
        builder.verbs(verb, "l")
    for verb in lists["lose"]:
        builder.verbs(verb, "v", ("lose",))
    for name in ("seek", "treat", "rescue", "need", "toll_verbs", "toll_put", "claim_lives", "suffer", "collect", "dwell", "carry", "hit"):
        for verb in lists[name]:
            builder.verbs(verb, "v", (name,))
    for verb in lists["toll_over"]:
        builder.verbs(verb, "v", ("toll_over",))
    for verb in lists["stay"]:
        builder.verbs(verb, "v", ("stay",))
    for item in lists["states"]:
        builder.add(item, Word("v", item, "part", tags=frozenset({"state"})))
    for verb, particle, _ in lists["objects_between"]:
        builder.verbs(_IRREGULAR.get(verb, verb), "v", ("between", f"between:{verb}"))
        builder.add(particle, Word("j", particle))


_BY_CONTEXT = {"detained": "captured", "seized": "abducted", "hospitalized": "wounded", "shot": "wounded", "held": "captured"}
"""Classes whose outcome depends on whom it happens to, or what the text is about (`outcomes.py`), with their default."""

_IRREGULAR = {
    "send": "send|sends|sent|sent|sending", "keep": "keep|keeps|kept|kept|keeping",
    "take": "take|takes|took|taken|taking", "hold": "hold|holds|held|held|holding", "drive": "drive|drives|drove|driven|driving",
    "make": "make|makes|made|made|making", "shoot": "shoot|shoots|shot|shot|shooting", "beat": "beat|beats|beat|beaten|beating",
    "burn": "burn|burns|burned|burned|burning", "put": "put|puts|put|put|putting", "bury": "bury|buries|buried|buried|burying"
}  # fmt: skip


def _cues(builder: _Builder, cues: dict[str, Any], *, only_weak: bool) -> None:
    clause, objects, weak = set(cues["clause"]), set(cues["object"]), set(cues["weak"])
    for name in ("say", "deny", "dispute", "retract"):
        for verb in cues[name]:
            base = forms(verb)["base"]
            if (base in weak) != only_weak:
                continue
            tags = {"cue", name} | ({"clause"} if base in clause else set()) | ({"object"} if base in objects else set())
            builder.verbs(verb, "v" if only_weak else _CUE, tags)
    if only_weak:
        return
    for verb in cues["citing"]:
        builder.verbs(verb, _CUE | {"ing": "Z"}, ("cue", "citing"))
    for name, code in (("according", "A"), ("on_information", "A"), ("cited_by", "Q")):
        for item in cues[name]:
            builder.add(item, Word(code, item, tags=frozenset({name})))


def _actions(builder: _Builder, actions: dict[str, Any]) -> None:
    for name in ("deploy", "arrive"):
        for verb in actions[name]:
            builder.verbs(verb, "v", (name,))
    for effect, verbs in actions["materiel"].items():
        for verb in verbs:
            builder.verbs(verb, "v", (f"effect:{effect}",))
    for item in actions["engagement_phrases"]:
        builder.add(item, Word("v", item, tags=frozenset({"engagement"})))
    for change, items in actions["control"].items():
        for item in items:
            builder.add(item, Word("v", item, tags=frozenset({f"control:{change}"})))


def _nations(builder: _Builder, lists: dict[str, Any]) -> frozenset[str]:
    names: set[str] = set()
    for name, (adjective, people, capital) in lists["countries"].items():
        builder.add(name, Word("E", name, tags=frozenset({"country"})))
        builder.add(capital, Word("E", capital, tags=frozenset({"capital"})))
        builder.add(adjective, Word("Y", adjective, tags=frozenset({"adjective"})))
        builder.add(people, Word("Y", people, tags=frozenset({"people"})))
        names.add(name.lower())
    for name in lists["also"]["countries"]:
        builder.add(name, Word("E", name, tags=frozenset({"country"})))
        names.add(name.lower())
    for item in lists["also"]["adjectives"]:
        builder.add(item, Word("Y", item, tags=frozenset({"adjective"})))
    for item in lists["also"]["people"]:
        builder.add(item, Word("Y", item, tags=frozenset({"people"})))
    for item in lists["capital_spellings"]:
        builder.add(item, Word("E", item, tags=frozenset({"capital"})))
    return frozenset(names)


def _persons(people: dict[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
    """Head nouns: word → sg or pl, and word → group; compounds count by their last word."""
    numbers: dict[str, str] = {}
    groups: dict[str, str] = {}
    for group in ("combatants", "civilians", "law", "captive", "harmed"):
        for item in people[group]:
            if " of " in item:
                continue  # compounds count by their last word, which these don't
            singular, _, irregular = item.lower().partition("/")
            for word, number in ((singular.split()[-1], "sg"), ((irregular or plural(singular)).split()[-1], "pl")):
                numbers[word] = "pl" if numbers.get(word) == "pl" else number
                groups.setdefault(word, group)
    for name, group in (("plural_only", "combatants"), ("plural_civilians", "civilians")):
        for item in people[name]:
            numbers[item.lower().split()[-1]] = "pl"
            groups.setdefault(item.lower().split()[-1], group)
    return numbers, groups


def _lists(data: dict[str, Any]) -> dict[str, frozenset[str]]:
    lists: dict[str, frozenset[str]] = {}
    for source in data.values():
        for name, items in source.items():
            if isinstance(items, list) and items and isinstance(items[0], str):
                lists[name] = frozenset(str(item).lower() for item in items)
    return lists


def _plurals(words: Iterable[str]) -> Iterator[str]:
    for word in words:
        yield word
        yield plural(word)


def _sources(sources: dict[str, Any]) -> tuple[dict[str, tuple[str, int]], dict[str, tuple[tuple[tuple[str, ...], str], ...]]]:
    """Source nouns by single word, and phrases by first word, longest first."""
    single: dict[str, tuple[str, int]] = {}
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    order = ("intelligence", "military", "armed_group", "civil_society", "media", "witness", "expert", "official")
    for rank, kind in enumerate(order):
        for item in sources[kind]:
            words = tuple(item.lower().replace("’", "'").split())
            if len(words) == 1:
                single.setdefault(words[0], (kind, rank))
            else:
                phrases.setdefault(words[0], []).append((words[1:], kind))
    ordered = {first: tuple(sorted(rest, key=lambda item: (-len(item[0]), item[0]))) for first, rest in phrases.items()}
    return single, ordered


def _by_second_word(phrases: Phrases) -> dict[str, Phrases]:
    """The phrases that one word begins, by the word after it, each list still longest first."""
    found: dict[str, list[tuple[tuple[str, ...], Word]]] = {}
    for rest, word in phrases:
        found.setdefault(rest[0], []).append((rest, word))
    return {second: tuple(items) for second, items in found.items()}


def _telling(words: dict[str, Word], phrases: dict[str, tuple[tuple[tuple[str, ...], Word], ...]]) -> frozenset[str]:
    """Words that can begin a finding or an attribution: a sentence without any of them says nothing that the patterns know."""
    single = {word for word, entry in words.items() if entry.code in _FINDING}
    return frozenset(single | {first for first, rest in phrases.items() if any(entry.code in _FINDING for _, entry in rest)})


OPENING = frozenset(("a", "aged", "age", "ages"))
"""Words that begin more than themselves by a rule of the cutter."""
_FINDING = frozenset("VKGIJCLSsAZQlvE")
TELLS, NUMBER, TIME = 1, 2, 4
"""What a word says of its sentence: that it can hold a finding, a number, time words."""


@cache
def lexicon() -> Lexicon:
    """The lexicon, read once a process."""
    data = read_lists()
    builder = _Builder()
    _closed_classes(builder, data["words"])
    _outcomes(builder, data["outcomes"])
    _cues(builder, data["cues"], only_weak=False)
    _outcome_verbs(builder, data["outcomes"])
    _cues(builder, data["cues"], only_weak=True)
    countries = _nations(builder, data["countries"])
    _actions(builder, data["actions"])
    words, phrases = builder.finish()
    persons, groups = _persons(data["people"])
    lists = _lists(data)
    lists["items"] = frozenset(_plurals(lists["items"]))
    lists["place_words"] = frozenset().union(*(lists[name] for name in ("compass", "exact", "locality", "district", "region", "water")))
    lists["not_persons"] = frozenset(_plurals(lists["not_persons"]))
    lists["of_people"] = lists["adjectives"] | frozenset(persons)
    between: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for verb, particle, outcome in data["outcomes"]["objects_between"]:
        between.setdefault(verb, []).append((tuple(particle.split()), _BY_CONTEXT.get(outcome, outcome)))
    single, source_phrases = _sources(data["sources"])
    return Lexicon(
        words=words,
        phrases=phrases,
        persons=persons,
        groups=groups,
        lists=lists,
        between={verb: tuple(items) for verb, items in between.items()},
        sources=single,
        source_phrases=source_phrases,
        countries=countries,
        entries={
            word: (_by_second_word(phrases.get(word, ())) if word in phrases or word in OPENING else None, words.get(word))
            for word in {*words, *phrases, *OPENING}
        },
        telling=_telling(words, phrases) | frozenset(persons),
    )
