"""Noun phrases of people among chunks: which word is their head, what modifies it, where they end."""

from __future__ import annotations

from extractor.models.rules.closed import listed
from extractor.models.rules.lexicon import Lexicon
from extractor.models.rules.phrases import Chunk

_MAX_MODIFIERS = 7
_ENDINGS = ("ing", "ed", "ly")
_ALL_SORTS = listed("men women children")
_CREWS = listed("crew staff")
_EXTENDED = listed("of from")


class NounPhrases:
    """The noun phrases of a sentence's chunks."""

    def __init__(self, chunks: list[Chunk], lexicon: Lexicon, *, silent: bool) -> None:
        self.chunks = chunks
        self.silent = silent
        self.lexicon = lexicon
        self.persons = lexicon.persons
        self.adjectives = lexicon.lists["adjectives"]

    def noun(self, start: int, *, plural: bool = False) -> tuple[int, int] | None:
        """Head and end of the noun phrase whose modifiers begin at `start`: the last of a run of person nouns, or a harm noun."""
        index, head, persons = start, -1, self.persons
        for chunk in self.chunks[start : start + _MAX_MODIFIERS + 1]:
            if (chunk.text in persons or chunk.code in "YE") and self.is_head(index):
                if not plural or self._counts_many(index):
                    head = index
                if chunk.possessive:
                    break
            elif chunk.code == "C" and not chunk.possessive:
                head = index
                break
            elif not self._modifies(index) or (head >= 0 and not self._leads_to_head(index)):
                break
            index += 1
        if head < 0:
            return None
        return head, self._extended(head)

    def _counts_many(self, index: int) -> bool:
        """Whether the head can follow a number above one."""
        chunk = self.chunks[index]
        last = chunk.text.rpartition(" ")[2]
        return chunk.code in "YE" or self.persons.get(last) == "pl"

    def _leads_to_head(self, index: int) -> bool:
        """Whether the words from `index` on run into another person noun ("police union members")."""
        for ahead in range(index, min(index + 3, len(self.chunks))):
            if self.is_head(ahead):
                return True
            if not self._modifies(ahead) or self.chunks[ahead].code == "E":
                return False
        return False

    def _extended(self, head: int) -> int:
        """The end of the phrase with what belongs to its noun: "members of the Red Cross", "men, women and children"."""
        end = self._joined(head + 1)
        chunks = self.chunks
        while (
            end + 1 < len(chunks)
            and chunks[end].text in {",", "and", "or"}
            and self._is_plural(end + 1)
            and (not self._has_predicate(end + 2) or {chunks[end - 1].text, chunks[end + 1].text} <= _ALL_SORTS)
        ):
            end += 2
        if chunks[end - 1].text in self.lexicon.lists["relations"] and end + 1 < len(chunks) and chunks[end].text in _EXTENDED:
            last = self._name_end(end + 1)
            crew = chunks[end - 1].text in _CREWS and last == end + 1
            if crew or (last > end + 1 and (chunks[end].text == "of" or chunks[last - 1].code in "EY")):
                end = max(end, last)
        return end

    def _joined(self, end: int) -> int:
        """Behind "and Russian paratroopers": people of another nationality under the same figure."""
        chunks = self.chunks
        if end + 2 < len(chunks) and chunks[end].text == "and" and chunks[end + 1].code in "YE":
            at = end + 2
            while at < len(chunks) and at - end < 5 and self._modifies(at) and not self.is_head(at):  # noqa: PLR2004
                at += 1
            if at < len(chunks) and self.is_head(at) and self._counts_many(at) and not self._has_predicate(at + 1):
                return at + 1
        return end

    def _name_end(self, index: int) -> int:
        """The end of the noun phrase behind "of": up to five words, to the first that can't belong to it."""
        start = index
        while index < len(self.chunks) and index - start <= 5:  # noqa: PLR2004
            chunk = self.chunks[index]
            if (
                chunk.code in "EY"
                or (chunk.code == "d" and index == start)
                or self.is_head(index)
                or (chunk.code == "w" and chunk.text.isalpha())
            ):
                index += 1
                continue
            break
        return index if index > start + (self.chunks[start].code == "d") else start

    def _is_plural(self, index: int) -> bool:
        return self.persons.get(self.chunks[index].text) == "pl" and self.chunks[index].code not in "vS"

    def _has_predicate(self, index: int) -> bool:
        return index < len(self.chunks) and self.chunks[index].code in "bhmVKIS"

    def is_head(self, index: int) -> bool:
        """Whether the word at `index` can be the head: a person noun, or a nationality used as one."""
        if index >= len(self.chunks):
            return False
        chunk = self.chunks[index]
        if chunk.text not in self.persons and chunk.code not in "YE":
            return False
        if chunk.code == "Y":
            following = self.chunks[index + 1] if index + 1 < len(self.chunks) else None
            return chunk.tagged("people") and not chunk.tagged("adjective") and not (following is not None and self.is_head(index + 1))
        if chunk.code == "E":
            last = chunk.text.rpartition(" ")[2]
            return not self.silent and " " in chunk.text and self.persons.get(last) == "pl" and last not in {"forces", "staff", "police"}
        if chunk.code in "vSK":  # "guards", "forces", "reports": a noun only where something before it says so
            before = self.chunks[index - 1] if index else None
            return before is not None and (before.code in "YEFd" or before.text in self.adjectives)
        return chunk.code != "b"

    def is_adjective(self, chunk: Chunk) -> bool:
        """Whether it describes people."""
        return chunk.text in self.adjectives

    def _modifies(self, index: int) -> bool:  # noqa: PLR0911 (one sort of word a line)
        chunk = self.chunks[index]
        code = chunk.code
        if code == "F":
            return False
        if code == "R":  # "newly displaced persons"
            return index + 1 < len(self.chunks) and self.chunks[index + 1].code in "VJ"
        if code in "VJK" and index and self.chunks[index - 1].code not in "dFYRVJo" and self.chunks[index - 1].text not in self.adjectives:
            return False  # "the force detained several": a verb, where no article or figure has opened the phrase
        if code in "YE" or chunk.text in self.adjectives:
            return True
        if code == "w":
            return chunk.text[0].isalpha() and not self.looks_verbal(chunk)
        if code == "&":  # "Russian and North Korean soldiers", "men and women soldiers"
            return 0 < index < len(self.chunks) - 1 and self.chunks[index - 1].code in "YE" and self.chunks[index + 1].code in "YE"
        return False

    def looks_verbal(self, chunk: Chunk) -> bool:
        """Whether an unknown word ends as verbs do, so that it modifies nobody."""
        word = chunk.text
        if word in self.lexicon.lists["not_persons"] and word.endswith("s"):
            return True
        return "-" not in word and (
            word.endswith(_ENDINGS) or (word.endswith("s") and not word.endswith(("ss", "us", "is")) and not chunk.possessive)
        )
