from __future__ import annotations

import asyncio

import pytest

from extractor.errors import ModelStoppedError
from extractor.places import Places


async def test_who_waits_goes_before_whoever_leaves_does_anything_with_the_answer() -> None:
    places, seen = Places(asyncio.Semaphore(1)), list[str]()

    async def asks(name: str) -> None:
        async with places.one():
            seen.append(f"{name} asks")
            await asyncio.sleep(0)
        seen.append(f"{name} checks")

    await asyncio.gather(asks("a"), asks("b"), asks("c"))
    assert seen == ["a asks", "b asks", "a checks", "c asks", "b checks", "c checks"]


async def test_once_closed_who_has_not_begun_is_turned_away_and_who_has_may_ask_again() -> None:
    places, answered = Places(asyncio.Semaphore(1)), asyncio.Event()

    async def asks() -> None:
        async with places.one(begun=False):
            await answered.wait()

    first, second = asyncio.create_task(asks()), asyncio.create_task(asks())
    await asyncio.sleep(0)
    places.close()
    answered.set()
    await first
    with pytest.raises(ModelStoppedError):
        await second
    async with places.one():
        pass


async def test_who_has_a_place_or_waits_for_one_is_counted_and_whoever_fails_no_longer() -> None:
    places, answered = Places(asyncio.Semaphore(1)), asyncio.Event()

    async def asks() -> None:
        async with places.one():
            await answered.wait()
            raise ValueError

    tasks = [asyncio.create_task(asks()), asyncio.create_task(asks())]
    await asyncio.sleep(0)
    assert places.asking == 2
    answered.set()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert places.asking == 0
