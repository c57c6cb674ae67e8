"""Lines as news pages have them, one at a time in a page of our own, and lines of a story that look like them.

`furniture_lines.txt` has a line each: what it is, where it stands (top, middle, end), its words. It was written before the patterns
that find it; of the furniture a few lines are still missed, of the story none may be marked.
"""

from __future__ import annotations

from pathlib import Path

from extractor.text.document import Document
from extractor.text.reading import Reading

LINES = [line.split("|", 2) for line in Path(__file__).with_name("furniture_lines.txt").read_text(encoding="utf-8").splitlines()]
HEADLINE = "Shells kill 12 at market in Brenna, governor says"
STORY = [
    "Shells struck the market of Brenna on Tuesday morning and killed 12 people, the regional governor said.",
    "Rescue workers searched the ruins until dusk, and the hospital appealed for blood, according to its director.",
    "The army across the river denied that it had fired, and said its guns had been silent since Sunday evening.",
    "Residents said they had heard four explosions within a minute, and then the sirens of the ambulances.",
]
FOUND_AT_LEAST = 0.9


def marked(place: str, words: str) -> tuple[bool, bool]:
    """Whether the line is taken for furniture, and whether any of the story is."""
    at = {"T": 0, "M": 3, "E": 4}[place]
    text = "\n\n".join([HEADLINE, *STORY[:at], words, *STORY[at:]])
    read = Reading.of(Document(text=text, name="page.txt"))
    starts = [text.index(words), *(text.index(paragraph) for paragraph in STORY)]
    line, *story = [any(item.span.start <= start < item.span.end for item in read.furniture) for start in starts]
    return line, any(story)


def test_most_furniture_is_found_and_takes_no_paragraph_of_the_story_with_it() -> None:
    found = [marked(place, words) for kind, place, words in LINES if kind == "furniture"]
    assert not any(story for _, story in found)
    assert sum(line for line, _ in found) >= FOUND_AT_LEAST * len(found)


def test_lines_of_the_story_that_look_like_furniture_are_left_alone() -> None:
    assert [words for kind, place, words in LINES if kind == "story" and any(marked(place, words))] == []
