"""Page furniture: what stands on a news page and is no part of its story (CODEBOOK.md, "Unit").

Every block is looked at for how it is worded (furniture_words.py), then for where it stands: what follows the heading of a list
of other stories, a headline with the beginning of another story under it, the lines around an author's biography.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal

from extractor.claims.finding import Span
from extractor.text import furniture_words as worded
from extractor.text.blocks import Block, blocks
from extractor.text.topic import Topic

FurnitureKind = Literal["prompt", "banner", "byline", "boilerplate", "biography", "caption", "teaser", "feed"]


@dataclass(frozen=True, slots=True)
class Label:
    """What a block of furniture is, why it is taken for it, and whether it may still be claimed from."""

    kind: FurnitureKind
    reason: str
    claimable: bool = False


@dataclass(frozen=True, slots=True)
class FurnitureSpan:
    """A stretch of furniture. `claimable`: a caption of the story's own event, or a teaser on its topic (salience minor)."""

    span: Span
    kind: FurnitureKind
    reason: str
    claimable: bool = False


Marks = Iterator[tuple[int, Label]]
"""What a rule says: the number of a block, and its label."""

_LONGEST = 420  # no prompt, byline or boilerplate is longer
_STORY_WORDS = 10
_CREDIT_CHARS = 140
_LIST_CHARS = 80  # no heading of a list is longer
_BEGUN = 2  # so many paragraphs are the beginning of a story
_SETTLED = 3  # so many paragraphs make a story, behind which other stories may begin
_TITLE_WORDS = range(6, 31)
_MAX_PAIRS = 4  # more headlines with a text under them than this are the page's own layout
_BANNER_WORDS = 45
_BANNER_HITS = 2
_NAME_WORDS = 5
_LIST_ITEM_WORDS = 25


def furniture(text: str) -> tuple[FurnitureSpan, ...]:
    """The furniture of `text`, in order, not overlapping."""
    page = blocks(text)
    return furniture_of(page, labels(page))


def furniture_of(page: Sequence[Block], marked: Sequence[Label | None]) -> tuple[FurnitureSpan, ...]:
    """The furniture of a page whose blocks have been labelled."""
    return tuple(
        FurnitureSpan(block.span, label.kind, label.reason, label.claimable) for block, label in zip(page, marked, strict=True) if label
    )


def labels(page: Sequence[Block]) -> list[Label | None]:
    """For each block of a page, what furniture it is; null for the story."""
    sheet = Sheet(page)
    for rule in (_captions, _lists, _feeds, _pairs, _people, _banners, _leftovers):
        for at, label in rule(sheet):
            sheet.mark(at, label)
    return sheet.marked


class Sheet:
    """A page with what the rules have said of it so far."""

    def __init__(self, page: Sequence[Block]) -> None:
        self.page = page
        alike = {block.words: _by_words(block.words) for block in page if len(block.words) <= _LONGEST}
        self.marked = [alike.get(block.words) for block in page]
        self.story = [label is None and _is_story(block) for block, label in zip(page, self.marked, strict=True)]
        self._spaced: bool | None = None
        self._topic: Topic | None = None

    def mark(self, at: int, label: Label) -> None:
        """Label block `at`, unless it has a label."""
        if self.marked[at] is None:
            self.marked[at] = label
            self.story[at] = False

    def free(self, at: int) -> bool:
        """Whether there is a block `at` without a label."""
        return 0 <= at < len(self.page) and self.marked[at] is None

    def told(self) -> list[int]:
        """For each block, how many paragraphs of the story stand before it."""
        return list(accumulate(self.story[:-1], initial=0)) if self.page else []

    @property
    def spaced(self) -> bool:
        """Whether paragraphs have empty lines between them, so that a missing one means something; settled when it is first asked."""
        if self._spaced is None:
            apart = [block.apart for block, story in zip(self.page, self.story, strict=True) if story]
            self._spaced = sum(apart) > len(apart) / 2
        return self._spaced

    @property
    def topic(self) -> Topic:
        """What the story is about: its headline and first paragraphs, and its dates; settled when it is first asked."""
        if self._topic is None:
            first = self.story.index(True) if True in self.story else 0
            lead = [at for at, story in enumerate(self.story) if story][:_SETTLED]
            titles = [at for at in range(first) if self.marked[at] is None]
            words = " ".join([self.page[at].words for at in (*titles, *lead)])
            self._topic = Topic(words, " ".join([self.page[at].words for at in range(len(self.page)) if self._is_dated(at)]))
        return self._topic

    def _is_dated(self, at: int) -> bool:
        label = self.marked[at]
        return self.story[at] or (label is not None and label.kind == "byline")


def _is_story(block: Block) -> bool:
    """Whether it is a paragraph: a sentence at least, and not a short one."""
    return block.closed and block.words.count(" ") + 1 >= _STORY_WORDS


def _by_words(words: str) -> Label | None:
    """What a block is by its words alone."""
    for pattern, longest, label in _WORDED:
        if len(words) <= longest and pattern.fullmatch(words):
            return label
    return None


_BYLINE = Label("byline", "says who wrote the page, or when")
_WORDED = (
    (worded.PROMPT, 320, Label("prompt", "asks the reader to do something")),
    (worded.BYLINE, 160, _BYLINE),
    (worded.DATED, 160, _BYLINE),
    (worded.BOILERPLATE, _LONGEST, Label("boilerplate", "stands under everything that this publisher prints")),
)
_LIST = Label("prompt", "heads a list of other stories")
_FEED = Label("feed", "stands in a feed of other stories")
_FEED_ON_TOPIC = Label("feed", _FEED.reason, claimable=True)
_AUTHOR = Label("byline", "names the author")
_BIOGRAPHY = Label("biography", "says who the author is")
_BANNER = Label("banner", "advertises something")
_ALONE = Label("prompt", "stands among page furniture, behind the story")
_PICTURE = Label("caption", "describes a picture")


def _captions(sheet: Sheet) -> Marks:
    """Captions, and the description of a picture on the line above one."""
    told = sheet.told()
    for at, block in enumerate(sheet.page):
        if not sheet.free(at) or not _is_caption(block.words):
            continue
        own = not worded.ARCHIVE.search(block.words) and sheet.topic.shares(block.words) and sheet.topic.dates(block.words)
        yield at, Label("caption", "describes a picture of the story's own event" if own else "describes a picture", claimable=own)
        if told[at] and sheet.free(at - 1) and not block.apart and not sheet.page[at - 1].closed:
            yield at - 1, _PICTURE


def _is_caption(words: str) -> bool:
    if worded.CAPTION.match(words):
        return True
    tail = words[-_CREDIT_CHARS:]
    lowered = tail.lower()
    told = tail.endswith((")", "]")) or "/" in tail or any(word in lowered for word in worded.CREDIT_WORDS)
    return told and worded.CREDIT.search(tail) is not None


def _lists(sheet: Sheet) -> Marks:
    """Lists of other stories under a heading of their own, and single lines that name another story."""
    told, listed = sheet.told(), False
    for at, block in enumerate(sheet.page):
        short = len(block.words) <= _LIST_CHARS
        if told[at] and short and worded.LIST_OPENER.fullmatch(block.words):
            listed = True
            yield at, _LIST
        elif told[at] and len(block.words) <= _LONGEST and worded.LINE_TEASER.match(block.words):
            yield at, _teaser(sheet, block, "names another story")
        elif listed and _is_item(sheet, at):
            yield at, _teaser(sheet, block, "stands in a list of other stories")
        else:
            listed = False


def _is_item(sheet: Sheet, at: int) -> bool:
    """Whether block `at`, in or behind a list of other stories, is one of its items."""
    block = sheet.page[at]
    if sheet.spaced and not block.apart:
        return True
    return not sheet.story[at] and block.words.count(" ") < _LIST_ITEM_WORDS


def _teaser(sheet: Sheet, block: Block, reason: str) -> Label:
    return Label("teaser", reason, claimable=sheet.topic.shares(block.words))


def _feeds(sheet: Sheet) -> Marks:
    """A feed of other stories behind the story: it goes on to the end of the page.

    "Latest updates" may also head the rest of the story itself: then most paragraphs behind it are on its topic.
    """
    told, paragraphs = sheet.told(), sum(sheet.story)
    for at, block in enumerate(sheet.page):
        settled = told[at] >= _SETTLED or 2 * told[at] > paragraphs
        if not settled or not worded.FEED_OPENER.fullmatch(block.words[: _LIST_CHARS + 1]):
            continue
        further = [behind for behind in range(at + 1, len(sheet.page)) if sheet.story[behind]]
        on_topic = {behind for behind in further if sheet.topic.shares(sheet.page[behind].words)}
        if len(on_topic) < _SETTLED or 2 * len(on_topic) <= len(further):
            yield from ((behind, _FEED_ON_TOPIC if behind in on_topic else _FEED) for behind in range(at, len(sheet.page)))
            return


def _pairs(sheet: Sheet) -> Marks:
    """A headline with the beginning of another story directly under it, where the story's own paragraphs stand apart."""
    if not sheet.spaced:
        return
    told = sheet.told()
    found = [at for at in range(len(sheet.page) - 1) if told[at] >= _BEGUN and _is_pair(sheet, at)]
    if len(found) <= _MAX_PAIRS:
        for at in found:
            both = f"{sheet.page[at].words} {sheet.page[at + 1].words}"
            label = Label("teaser", "is the headline and the beginning of another story", claimable=sheet.topic.shares(both))
            yield at, label
            yield at + 1, label


def _is_pair(sheet: Sheet, at: int) -> bool:
    title, under = sheet.page[at], sheet.page[at + 1]
    if not (sheet.free(at) and sheet.free(at + 1) and title.apart and not under.apart) or title.closed:
        return False
    alone = at + 2 >= len(sheet.page) or sheet.page[at + 2].apart or not sheet.free(at + 2)
    return alone and len(title.words.split()) in _TITLE_WORDS and under.words.count(" ") >= _STORY_WORDS


def _people(sheet: Sheet) -> Marks:
    """Authors' biographies behind the story, and the author's name on a line above one."""
    told, authors, settled = sheet.told(), _authors(sheet), min(_SETTLED, sum(sheet.story) - 1)
    for at, block in enumerate(sheet.page):
        if not sheet.free(at) or told[at] < settled or not _is_biography(block.words, authors):
            continue
        yield at, _BIOGRAPHY
        for above in range(max(0, at - 4), at):
            words = sheet.page[above].words
            if len(words.split()) <= _NAME_WORDS and worded.NAME.fullmatch(words) and words in block.words:
                yield above, _AUTHOR


def _authors(sheet: Sheet) -> frozenset[str]:
    """The names on the page's bylines."""
    lines = (block.words for block, label in zip(sheet.page, sheet.marked, strict=True) if label and label.kind in {"byline", "prompt"})
    return frozenset(name.casefold() for line in lines for name in worded.NAMES.findall(line))


def _is_biography(words: str, authors: frozenset[str]) -> bool:
    begun = worded.NAMES.match(words)
    lowered = words.lower() if begun else ""
    if not begun or not any(word in lowered for word in worded.BIOGRAPHY_WORDS):
        return False
    hits = {match.group().casefold() for match in worded.BIOGRAPHY.finditer(words)}
    return len(hits) >= 1 + (begun.group().casefold() not in authors)


def _banners(sheet: Sheet) -> Marks:
    """Advertisements of the publisher's own."""
    for at, block in enumerate(sheet.page):
        words = block.words
        if sheet.free(at) and len(words) <= _LONGEST and words.count(" ") < _BANNER_WORDS and worded.TO_THE_READER.search(words):
            hits = {match.group().casefold() for match in worded.PROMOTION.finditer(words)}
            if len(hits) >= _BANNER_HITS:
                yield at, _BANNER


def _leftovers(sheet: Sheet) -> Marks:
    """What stands behind the story among its furniture: names of newsletters, odd headlines, labels."""
    last = max((at for at, story in enumerate(sheet.story) if story), default=len(sheet.page))
    for at in range(last + 1, len(sheet.page)):
        before = sheet.marked[at - 1]
        if sheet.free(at) and before is not None and not sheet.page[at].closed:
            yield at, _ALONE
