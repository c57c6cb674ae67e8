"""All harms of a sentence, one per figure."""

from __future__ import annotations

import re

from extractor.claims.figures import FoundFigure
from extractor.models.rules.closed import listed
from extractor.models.rules.harm import Context, Harm
from extractor.models.rules.nouns import harms_of_nouns
from extractor.models.rules.parts import among, breakdowns
from extractor.models.rules.phrases import Sentence
from extractor.models.rules.tolls import labels, put_at, totals
from extractor.models.rules.verbs import harms_of_verbs

_ORDER = (
    ("breakdown", "label"), ("among", "toll", "total"), ("particle", "nominal_of"),
    ("passive", "state", "intransitive", "active", "gerund"),
    ("counted", "reduced"), (), ("attributive",)
)  # fmt: skip
_RANK = {pattern: rank for rank, patterns in enumerate(_ORDER) for pattern in patterns}
_UNRANKED = 5


def find_harms(context: Context) -> list[Harm]:
    """Every harm of a sentence, one per figure and outcome word, in text order."""
    found = harms_of_verbs(context) + harms_of_nouns(context) + among(context) + labels(context) + put_at(context)
    found += totals(context, found)
    found += breakdowns(context, found)
    real = _one_per_figure([harm for harm in found if harm.negated or not _is_imagined(context, harm)]) if found else found
    return [harm._replace(pattern="revised") if is_revised(context.sentence, harm.at) else harm for harm in real]


_EARLIER = listed("earlier previous initial original first preliminary")
_COUNT = listed("figure toll count number estimate tally total")
_REVISING = ("revis", "correct", "retract", "withdr", "replac", "lower", "instead")


def is_revised(sentence: Sentence, at: int) -> bool:
    """Whether the figure at `at` stands in "revising an earlier figure of 240"."""
    earlier, noun, of = [chunk.text for chunk in sentence.chunks[at - 3 : at]] if at > 2 else ("", "", "")  # noqa: PLR2004
    if of != "of" or noun not in _COUNT or earlier not in _EARLIER:
        return False
    return any(chunk.text.startswith(_REVISING) for chunk in sentence.chunks[max(0, at - 12) : at - 3])


_RATIO = re.compile(r" \w+ in (?:two|three|four|five|six|seven|eight|nine|ten|\d+)\b")
_BODY = re.compile(r"\s(?:of )?(?:his|her|their|the|its) bod")
_ASKED = listed("where when how why who whether what")
_IFS = listed("if unless lest whether")
_SUPPOSED = listed("assumed assumes assuming envisaged envisages imagined imagines supposed supposes pretended")
_PROOF = listed("evidence proof indication truth suggestion sign report reports word")
_SIMULATED = "simulat"
_UNREAL = _ASKED | _IFS | _SUPPOSED | _PROOF


def _is_imagined(context: Context, harm: Harm) -> bool:
    """As in "if 10,000 flee", "the exercise simulated a blast with 60 injured", "no evidence that 200 were killed"."""
    sentence = context.sentence
    if sentence.codes[0] in "mbhD" and context.text[sentence.span.end - 1] == "?":
        return True
    if harm.figure is not None and _is_share(context.text, harm.figure):
        return True
    if _is_told_otherwise(sentence, harm) or _turned_up(sentence, harm):
        return True
    return (sentence.has(_UNREAL) or sentence.begins(_SIMULATED)) and _is_supposed(sentence, harm)


def _is_supposed(sentence: Sentence, harm: Harm) -> bool:
    """Whether a word before the harm makes it something asked, supposed or looked for."""
    clause = True
    somebody = harm.figure is not None and harm.figure.words in {"a", "an"}
    for at in range(min(harm.trigger, harm.at) - 1, -1, -1):
        chunk = sentence.chunks[at]
        if somebody and chunk.text in _ASKED and (sentence.at(at - 1) in "|Sv" or at == 0):
            return True  # "don't tell you where or when a man was killed"
        if chunk.text.startswith(_SIMULATED) or (chunk.text in _SUPPOSED and sentence.at(at + 1) == "q"):
            return True
        clause = clause and chunk.code not in ',;."S'
        if clause and (chunk.text in _IFS or (chunk.text in _PROOF and sentence.at(at - 1) == "X")):
            return True
    return False


_LOSERS = listed("investors shareholders savers traders creditors depositors customers voters players seats points votes subscribers jobs")
_ALIVE = listed("alive")
_FICTION = listed("novel film's screenplay thriller sitcom miniseries")


def _is_told_otherwise(sentence: Sentence, harm: Harm) -> bool:
    """As in "the crash wiped out 3,400 small investors", "families “drowned” in loans", "Mr Ocampo's novel": no harm to anybody."""
    marked = sentence.at(harm.trigger - 1) == '"' == sentence.at(harm.trigger + 1) and sentence.codes[harm.trigger] == "I"
    ruined = sentence.chunks[harm.trigger].word.lemma in {"wipe out", "lose"} and sentence.chunks[harm.at].head in _LOSERS
    return marked or ruined or sentence.has(_FICTION)


def _turned_up(sentence: Sentence, harm: Harm) -> bool:
    """As in "28 people listed as dead were found alive"."""
    if harm.outcome not in {"killed", "missing"} or not sentence.has(_ALIVE):
        return False
    behind = sentence.chunks[harm.trigger + 1 : harm.trigger + 7]
    stop = next((at for at, chunk in enumerate(behind) if chunk.code in "&,;NF"), len(behind))
    return any(chunk.text == "alive" for chunk in behind[:stop])


def _is_share(text: str, figure: FoundFigure) -> bool:
    """As in "one child in three", "burns to 60 percent of his body": no count of people."""
    if figure.kind == "percent":
        return _BODY.match(text, figure.span.end) is not None
    return figure.words.lower() == "one" and _RATIO.match(text, figure.span.end) is not None


def _one_per_figure(harms: list[Harm]) -> list[Harm]:
    """A figure has one outcome: the more specific pattern's; the nearest trigger decides between equals."""
    best: dict[tuple[int, int] | tuple[str, int], Harm] = {}
    for harm in harms:
        key = (harm.figure.span.start, harm.figure.span.end) if harm.figure else (harm.outcome, harm.at)
        rival = best.get(key)
        if rival is None or _order(harm) < _order(rival):
            best[key] = harm
    return sorted(best.values(), key=lambda harm: (harm.at, harm.trigger, harm.outcome))


def _order(harm: Harm) -> tuple[int, int]:
    return _RANK.get(harm.pattern, _UNRANKED), abs(harm.trigger - harm.at)
