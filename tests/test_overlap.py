from __future__ import annotations

import pytest

from extractor.overlap import Overlap, Rule

IDS = [f"claim-{number}" for number in range(2000)]


@pytest.mark.parametrize(
    ("rule", "priority", "needed"), [("none", 0, 1), ("all", 23, 3), ("risky", 22, 1), ("risky", 12, 3), ("risky", 21, 3)]
)
def test_the_rule_says_how_many_decide(rule: Rule, priority: int, needed: int) -> None:
    assert Overlap(rule=rule, reviewers=3).needed("c", priority) == needed


def test_a_sample_is_about_its_share_and_a_larger_one_adds_to_it() -> None:
    small, large = ({one for one in IDS if Overlap(rule="sample", share=share).needed(one, 22) == 2} for share in (0.1, 0.3))
    assert 0.08 < len(small) / len(IDS) < 0.12
    assert small < large
