"""What is asked for at the same moment is asked for together."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from extractor.together import Together


class Doubling:
    """Answers with the double, and remembers the groups; 13 is refused."""

    def __init__(self) -> None:
        self.groups: list[list[int]] = []

    async def __call__(self, questions: Sequence[int]) -> list[int]:
        self.groups.append(list(questions))
        await asyncio.sleep(0)
        if 13 in questions:
            raise ValueError("not 13")
        return [2 * one for one in questions]


async def test_what_comes_while_a_group_is_on_its_way_is_the_next_group() -> None:
    doubling = Doubling()
    together = Together(doubling)
    assert await asyncio.gather(*(together.ask(number) for number in range(4))) == [0, 2, 4, 6]
    assert doubling.groups == [[0, 1, 2, 3]]


async def test_one_that_fails_takes_no_other_with_it() -> None:
    together = Together(Doubling())
    answers = await asyncio.gather(*(together.ask(number) for number in (1, 13, 2)), return_exceptions=True)
    assert (answers[0], answers[2]) == (2, 4)
    assert isinstance(answers[1], ValueError)
    with pytest.raises(ValueError, match="not 13"):
        await together.ask(13)
    assert await together.ask(5) == 10
