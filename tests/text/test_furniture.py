from __future__ import annotations

import pytest
from hypothesis import given, settings

from extractor.text.furniture import furniture
from tests.text.texts import any_texts, articles

STORY = """The navy said on Monday that twelve of its sailors had been lost in the storm off Tarn.

A search went on through the night, the harbour office in Brell reported, but no one was found alive.

Colonel Anders Voss denied on May 4, 2021 that the boat had been overloaded when it left the harbour.

The ministry has promised an inquiry into the loss of the boat, which was the navy's oldest."""

PAGE = f"""Skip to content

Twelve sailors lost in storm off Tarn, navy says

by Runa Dahl May 4, 2021 8:47 AM 2 min read
Sailors search the harbour of Tarn after the storm on May 4, 2021. (Pia Holm/Coastal Images)
This audio is created with AI assistance

{STORY}

Storm off Tarn sinks a second navy boat as search goes on
Five more sailors are missing after another boat sank off Tarn, the navy says, adding to the worst loss in …
Article image
Avatar
Runa Dahl

Reporter

Runa Dahl is a reporter at the Brell Courier. Based in Tarn, she covered fishing before she joined the paper.

Read more
News Feed

Parliament passed a budget on Monday after a long night of talks between the two parties of the coalition.

Show More
"""


def marked(text: str) -> dict[str, tuple[str, bool]]:
    return {text[item.span.start : item.span.end].split("\n", maxsplit=1)[0][:28]: (item.kind, item.claimable) for item in furniture(text)}


def kind_of(line: str, story: str = STORY) -> str | None:
    text = f"{story}\n\n{line}\n"
    start = text.rindex(line)
    return next((item.kind for item in furniture(text) if item.span.start <= start < item.span.end), None)


def test_what_is_around_a_story_is_told_from_it() -> None:
    assert marked(PAGE) == {
        "Skip to content": ("prompt", False),
        "by Runa Dahl May 4, 2021 8:4": ("byline", False),
        "Sailors search the harbour o": ("caption", True),
        "This audio is created with A": ("prompt", False),
        "Storm off Tarn sinks a secon": ("teaser", True),
        "Five more sailors are missin": ("teaser", True),
        "Article image": ("prompt", False),
        "Avatar": ("prompt", False),
        "Runa Dahl": ("byline", False),
        "Reporter": ("byline", False),
        "Runa Dahl is a reporter at t": ("biography", False),
        "Read more": ("prompt", False),
        "News Feed": ("prompt", False),
        "Parliament passed a budget o": ("feed", False),
        "Show More": ("prompt", False),
    }


def test_each_stretch_says_why() -> None:
    assert all(item.reason for item in furniture(PAGE))


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Subscribe", "prompt"),
        ("* indicates required", "prompt"),
        ("Sign up for our weekly letter", "prompt"),
        ("Advertisement", "prompt"),
        ("Share | Tweet | Email", "prompt"),
        ("Comments are closed on this story.", "prompt"),
        ("Press office: tel. 555 0123", "prompt"),
        ("Stay warm this winter: explore our new collection of gifts.", "banner"),
        ("Reporting by Runa Dahl; Editing by Pia Holm", "boilerplate"),
        ("Copyright 2021 The Brell Courier. All rights reserved.", "boilerplate"),
        ("___", "boilerplate"),
        ("By Runa Dahl and Pia Holm", "byline"),
        ("Updated 17:20, Tuesday 4 May 2021", "byline"),
        ("BRELL, 4 May 2021, 18:05 GMT", "byline"),
        ("3 hours ago", "byline"),
        ("READ ALSO: Why herring is dear this year", "teaser"),
        ("Photo for illustrative purposes. A boat in the harbour.", "caption"),
        ("The boat in 2011. (Pia Holm / CP via Coastal Images)", "caption"),
    ],
)
def test_furniture_is_known_by_its_words(line: str, kind: str) -> None:
    assert kind_of(line) == kind


@pytest.mark.parametrize(
    "line",
    [
        "Correction: an earlier version of this article said that thirteen sailors had been lost.",
        "By then thirteen of them had been found, and the harbour office stopped the search at dusk.",
        "From Tarn to Brell, at least 40 houses had lost their roofs, the governor told reporters.",
        "More than 300 people were killed in the storms of that winter, the U.N. said.",
        "Losses: 12 dead, 4 missing",
        "A reporter was killed in Tarn on Monday, the navy said (the third this year).",
        "The navy said so in a statement (AP).",
        "Photographs seen by the Courier show four bodies on the beach of Tarn, an officer said.",
    ],
)
def test_what_only_looks_like_furniture_stays_story(line: str) -> None:
    assert kind_of(line) is None


def test_lists_of_other_stories_end_where_the_story_goes_on() -> None:
    behind = "The navy went on to say that no more boats would leave Tarn."
    text = f"{STORY}\n\nALSO READ\nHerring is dear this year\nWhat storms cost\n\n{behind}\n"
    assert list(marked(text)) == ["ALSO READ", "Herring is dear this year", "What storms cost"]


def test_a_feed_above_the_story_hides_nothing_of_it() -> None:
    assert marked("News Feed\n\nTwelve lost off Tarn\n\n" + STORY) == {}


PARTS = ("northern", "southern", "old", "railway")


@pytest.mark.parametrize("heading", ["Latest updates", "Latest", "More news"])
def test_what_heads_a_feed_elsewhere_may_head_the_rest_of_the_story(heading: str) -> None:
    told = [f"The governor of Orsa said the flood in the valley had reached the {part} districts by evening." for part in PARTS]
    rest = [
        f"At least {n} people died when the {part} bridge at Orsa gave way in the flood, the governor said."
        for n, part in enumerate(PARTS, 12)
    ]
    others = [f"Parliament passed the budget for the {part} provinces after a debate that had gone on for days." for part in PARTS]
    start = "\n\n".join(["Flood in Orsa kills dozens", *told, heading])
    assert "feed" not in {kind for kind, _ in marked("\n\n".join([start, *rest])).values()}
    feed = [claimable for kind, claimable in marked("\n\n".join([start, rest[0], *others])).values() if kind == "feed"]
    assert feed == [True, False], "one paragraph on the story's topic among others"


def test_an_archive_picture_may_not_be_claimed_from() -> None:
    for caption in (
        "Sailors in the harbour of Tarn before the storm. (Archive photo: Pia Holm/CP)",
        "Sailors search the harbour of Tarn after a storm on Feb. 16, 2009. (Pia Holm/CP)",
    ):
        found = [item for item in furniture(f"Twelve lost\n\n{caption}\n\n{STORY}") if item.kind == "caption"]
        assert [item.claimable for item in found] == [False]


def test_another_topics_teaser_may_not_be_claimed_from() -> None:
    text = STORY + "\n\nALSO READ\nHerring is dear this year\nNavy sailors lost off Tarn in storm: what we know\n"
    assert [item.claimable for item in furniture(text) if item.kind == "teaser"] == [False, True]


def test_a_live_blog_is_no_row_of_teasers() -> None:
    said = "The navy has just said that more sailors were lost off Tarn in the storm."
    posts = "\n\n".join(f"1{hour}:05\nNavy speaks of {hour} more sailors lost off Tarn\n{said}" for hour in range(2, 9))
    assert {item.kind for item in furniture(f"Storm off Tarn, live\n\n{posts}\n")} == {"byline"}


@given(any_texts | articles)
@settings(max_examples=200, deadline=None)
def test_furniture_is_in_order_and_never_overlaps(text: str) -> None:
    at = 0
    for item in furniture(text):
        assert at <= item.span.start < item.span.end <= len(text)
        at = item.span.end
