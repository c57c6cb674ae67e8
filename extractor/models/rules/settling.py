"""Words that may be nouns or verbs, settled by the words beside them: "the report", "they report"."""

from __future__ import annotations

from extractor.models.rules.closed import listed
from extractor.models.rules.lexicon import Word
from extractor.models.rules.phrases import Chunk

_NOUNS_TOO = listed(
    "report claim state note estimate post comment tweet release record show find count stress address warn document broadcast "
    "capture wound murder massacre hurt slaughter rise climb fear order toll command force attack fire guard strike ship level base "
    "down mass transfer land update jail survey tally log list control advance hold offer need"
)
_ARTICLES = listed("the a an this its their our his my your another every each no")
_TOLLS = listed("number total count tally")  # nouns with figures of their own (`tolls.py`)
_ADVERBS = listed("there here now today elsewhere themselves itself")
_FIRST = listed("first early initial")
_STATE_OWNED = listed("media television tv radio news agency broadcaster police prosecutor prosecutors")
_ARRESTS = Word("C", "arrest", "pl", outcome="captured")  # "12 arrests"


def settle_nouns(chunks: list[Chunk]) -> list[Chunk]:
    """The chunks with words read as nouns that could be cues or harm verbs: "the report", "his claims", "an attack"."""
    for index, chunk in enumerate(chunks):
        if chunk.code not in "SvKE":
            continue  # most words are what they are
        if chunk.text == "arrests" and index and chunks[index - 1].code == "F":
            chunk.code, chunk.word = "C", _ARRESTS
        if chunk.code == "v" and chunk.word.form == "base" and index and _is_nominal(chunks, index):
            chunk.code = "w"
            continue
        if chunk.code not in "SvK" or chunk.word.form not in {"base", "s", ""} or chunk.word.lemma not in _NOUNS_TOO:
            continue
        if chunk.text == "state" and index + 1 < len(chunks) and chunks[index + 1].text in _STATE_OWNED:
            chunk.code = "w"
            continue
        before = chunks[index - 1] if index else None
        after = chunks[index + 1] if index + 1 < len(chunks) else None
        noun = before is None or (_reads_as_noun(before, chunk, after) and not _has_done(chunks, index))
        if noun and not (chunk.code == "K" and after is not None and after.code == "o"):
            chunk.code = "w"
    return chunks


def _is_nominal(chunks: list[Chunk], index: int) -> bool:
    """As in "the station", "the village register shows": no base form of a verb stands behind an article, or before another verb."""
    before, after = chunks[index - 1], chunks[index + 1] if index + 1 < len(chunks) else None
    if before.text in _ARTICLES or before.possessive:
        return chunks[index].text not in _TOLLS
    if before.code != "w" or before.text.endswith("s") or after is None:
        return False
    return after.code in "bh" or (after.code in "Sv" and after.word.form in {"s", "past"})


def _has_done(chunks: list[Chunk], index: int) -> bool:
    """As in "The rebels claim to have captured 12": a verb behind its plural subject."""
    ahead = chunks[index + 1 : index + 3]
    return [chunk.code for chunk in ahead] == ["t", "h"] and chunks[index - 1].text.endswith("s") and chunks[index].word.form == "base"


def _takes(chunk: Chunk, after: Chunk) -> bool:
    """As in "the prefecture counts 1,300 evacuees", "the police blotter shows.": what a verb has behind it."""
    return (chunk.code == "v" and after.code == "F") or (chunk.tagged("clause") and after.code == ".")


def _reads_as_noun(before: Chunk, chunk: Chunk, after: Chunk | None) -> bool:
    """Whether a word that may be a noun or a verb is the noun, by the words beside it."""
    if (
        before.code in "dpoGs"
        or (before.code == "X" and before.text in {"no", "without", "zero"})
        or before.possessive
        or (before.text in _FIRST and chunk.word.form == "s")
        or before.text.endswith(("ing", "ed"))
    ):
        return True
    if chunk.word.form in {"base", ""} and before.code in "EYNwT" and not before.text.rstrip(".").endswith("s"):
        return before.text not in _ADVERBS  # "Dagara state", "the Sorvian claim": a base form wants a plural subject
    if chunk.word.form == "s" and after is not None and before.code == "w" and _takes(chunk, after):
        return False
    return before.code in "Yw" and (chunk.code != "S" or (after is not None and after.code in "obSpt"))
