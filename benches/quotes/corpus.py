"""News of our own grammar, as long as one likes, and quotes from it: right ones in other spellings, and wrong ones."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

CLASSES = (
    "exact",
    "whitespace",
    "typography",
    "repeated",
    "case",
    "word dropped",
    "digit changed",
    "not dropped",
    "number cut short",
    "paraphrase",
)
RIGHT = frozenset({"exact", "whitespace", "typography", "repeated"})
"""The classes that stand in the text. A quote of another class must not be accepted: a span for it is wrong."""

_SOURCES = (
    "the harbour office", "Colonel Anders Voss", "a spokesman for the “Tarn” brigade", "the U.N. mission", "Brell’s governor",
    "two officers who asked not to be named", "the ministry’s press desk", "a nurse at St. Brieg hospital", "the state broadcaster",
)  # fmt: skip
_SAID = ("said", "reported", "told reporters", "wrote in a statement", "acknowledged", "claimed", "announced")
_HOW = ("at least", "about", "more than", "nearly", "up to", "", "", "some", "an estimated")
_PEOPLE = ("soldiers", "civilians", "fishermen", "reservists", "conscripts", "militiamen", "villagers", "drivers")
_FATE = (
    "had been killed", "were wounded", "had not been found", "were missing", "had been taken prisoner", "were not among the dead",
    "had fled", "did not return", "were being treated",
)  # fmt: skip
_WHERE = ("near Tarn", "on the Brell road", "in the re-settled villages", "at the 8–12 kilometre line", "off St. Brieg", "in Upper Dahl")
_MORE = (
    "the first such figure since October", "a number that could not be checked", "and that the search would go on",
    "although the army denies it", "— twice as many as a week before —", "half of them within an hour", "“and there may be more”",
)  # fmt: skip
_SYNONYMS = {
    "said": "stated", "killed": "slain", "wounded": "hurt", "missing": "unaccounted for", "fled": "run away", "near": "close to",
    "at least": "no fewer than", "about": "roughly", "soldiers": "troops", "civilians": "non-combatants", "reported": "related",
    "announced": "made known", "had": "have", "were": "are", "the": "a", "and": "as well as", "treated": "looked after", "not": "never",
}  # fmt: skip
_RESPELLED = {"“": '"', "”": '"', "’": "'", "–": "-", "—": "--", " ": "\xa0"}
_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+|\d+\.\d+|\d{2,}")


@dataclass(frozen=True, slots=True)
class Sample:
    """A quote, its class, and the places where it stands (none for a wrong one)."""

    quote: str
    kind: str
    places: tuple[tuple[int, int], ...]


def article(size: int, seed: int) -> str:
    """About `size` characters of news; every twentieth sentence stands there a second time."""
    chance = random.Random(seed)  # noqa: S311 - the same text for everybody is the point
    paragraphs: list[str] = []
    told: list[str] = []
    length = 0
    while length < size:
        said = [_sentence(chance) for _ in range(chance.randint(1, 4))]
        if told and chance.random() < 0.1:
            said.append(chance.choice(told[-200:]))
        told += said
        paragraphs.append(" ".join(said))
        length += len(paragraphs[-1]) + 2
    return "\n\n".join(paragraphs)


def _sentence(chance: random.Random) -> str:
    pick, number = chance.choice, chance.randint
    count = pick((f"{number(2, 990)}", f"{number(1, 99)},{number(0, 999):03d}", f"{number(1, 99)}.{number(1, 9)} percent of the"))
    who = f"On {pick(('May', 'June', 'July'))} {number(1, 28)} {pick(_SOURCES)} {pick(_SAID)} that {pick(_HOW)}"
    what = f"{count} {pick(_PEOPLE)} {pick(_FATE)} {pick(_WHERE)}, {pick(_MORE)}, sheet {number(1000, 99999)}."
    return " ".join(f"{who} {what}".split())


def samples(text: str, kind: str, count: int, seed: int) -> list[Sample]:
    """`count` quotes of class `kind` from all over `text`; fewer where it has no more."""
    chance = random.Random(f"{seed} {kind}")  # noqa: S311 - as above
    sentences = [match.group() for match in re.finditer(r"On [^\n]*?sheet \d+\.", text)]
    chance.shuffle(sentences)
    found: list[Sample] = []
    for sentence in sentences:
        if len(found) == count:
            break
        sample = _sample(text, kind, sentence, chance)
        if sample:
            found.append(sample)
    return found


def _sample(text: str, kind: str, sentence: str, chance: random.Random) -> Sample | None:
    places = tuple(_places(text, sentence))
    if (len(places) > 1) != (kind == "repeated"):
        return None
    quote = _CHANGED[kind](sentence, chance)
    if quote is None or (quote in text) != (kind in {"exact", "repeated", "number cut short"}):
        return None
    return Sample(quote, kind, places if kind in RIGHT else ())


def _places(text: str, words: str) -> Iterator[tuple[int, int]]:
    at = text.find(words)
    while at >= 0:
        yield at, at + len(words)
        at = text.find(words, at + 1)


def _whitespace(sentence: str, chance: random.Random) -> str:
    return "".join(chance.choice(("\n", "  ", " ")) if char == " " else char for char in sentence)


def _typography(sentence: str, chance: random.Random) -> str:
    return "".join(_RESPELLED[char] if char in _RESPELLED and (char != " " or chance.random() < 0.2) else char for char in sentence)


def _case(sentence: str, chance: random.Random) -> str:
    words = sentence.split(" ")
    at = chance.choice([at for at, word in enumerate(words) if word.isalpha() and word.islower()])
    return " ".join([*words[:at], words[at].upper(), *words[at + 1 :]])


def _word_dropped(sentence: str, chance: random.Random) -> str:
    words = sentence.split(" ")
    del words[chance.randint(1, len(words) - 2)]
    return " ".join(words)


def _digit_changed(sentence: str, chance: random.Random) -> str:
    at = chance.choice([at for at, char in enumerate(sentence) if char.isdigit()])
    return sentence[:at] + str((int(sentence[at]) + chance.randint(1, 9)) % 10) + sentence[at + 1 :]


def _not_dropped(sentence: str, _: random.Random) -> str | None:
    return sentence.replace(" not ", " ", 1) if " not " in sentence else None


def _number_cut_short(sentence: str, chance: random.Random) -> str | None:
    numbers = [match for match in _NUMBER.finditer(sentence) if match.start() > 12]
    match = chance.choice(numbers)
    return sentence[: match.end() - chance.randint(1, len(match.group()) - 1)].rstrip(".,")


def _paraphrase(sentence: str, _chance: random.Random) -> str:
    for words, other in _SYNONYMS.items():
        sentence = re.sub(rf"\b{words}\b", other, sentence)
    head, _, tail = sentence.rstrip(".").partition(", ")
    return f"{tail}; {head}."


_CHANGED: dict[str, Callable[[str, random.Random], str | None]] = {
    "exact": lambda sentence, _: sentence,
    "repeated": lambda sentence, _: sentence,
    "whitespace": _whitespace,
    "typography": _typography,
    "case": _case,
    "word dropped": _word_dropped,
    "digit changed": _digit_changed,
    "not dropped": _not_dropped,
    "number cut short": _number_cut_short,
    "paraphrase": _paraphrase,
}
