"""Several writers at once, as real processes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from extractor.store import Store, open_store
from tests.store.samples import DEAD, MISSING, UNION, WOUNDED, checked, saved

ROOT = Path(__file__).parents[2]

SAVE = """
import sys
from extractor.store import open_store
from tests.store import samples
with open_store(sys.argv[1]) as store:
    run_id = store.runs.start(samples.RULES)
    for number in range(25):
        text = f"Post {sys.argv[2]}-{number}: {samples.TEXT}"
        document = samples.document(text, f"{sys.argv[2]}-{number}.txt")
        claims = [samples.checked(samples.casualties("40 wounded by nightfall", 40, "wounded", text=text), of=document)]
        store.claims.save(run_id, store.documents.put(document), claims)
"""

SAME = """
import sys
from extractor.store import open_store
from tests.store import samples
with open_store(sys.argv[1]) as store:
    for _ in range(8):
        samples.saved(store, [samples.checked(claim) for claim in (samples.DEAD, samples.WOUNDED, samples.UNION)])
"""

DECIDE = """
import sys
from extractor.errors import ConflictError
from extractor.store import open_store
from tests.store import samples
won = 0
with open_store(sys.argv[1]) as store:
    for claim in sys.argv[3:]:
        seen = store.claims.get(claim)
        if seen.state != "pending":
            continue
        try:
            store.reviews.decide(samples.decision(seen, "accept", sys.argv[2]))
        except ConflictError:
            continue
        won += 1
print(won)
"""


def together(code: str, url: str, *arguments: list[str]) -> list[str]:
    """Run `code` in one process for each list of arguments, all at once; what each printed."""
    command = [sys.executable, "-W", "error::ResourceWarning", "-c", code, url]
    running = [
        subprocess.Popen([*command, *each], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for each in arguments
    ]
    results = [process.communicate(timeout=120) for process in running]
    assert [process.returncode for process in running] == [0] * len(running), results
    return [out.strip() for out, _ in results]


def test_two_processes_that_save_at_once_both_succeed(store: Store, store_url: str) -> None:
    together(SAVE, store_url, ["a"], ["b"])
    assert store.claims.count() == 50
    assert len(list(store.documents.list())) == 50
    assert list(store.verify_projection()) == []


def test_two_processes_that_save_the_same_document_store_it_once(store: Store, store_url: str) -> None:
    together(SAME, store_url, [], [])
    assert [row.versions for row in store.claims.list()] == [1, 1, 1]
    assert len(list(store.runs.list())) == 16


def test_two_reviewers_who_want_the_same_claims_decide_each_once(store: Store, store_url: str) -> None:
    claims = [checked(claim) for claim in (DEAD, WOUNDED, UNION, MISSING)]
    saved(store, claims)
    won = together(DECIDE, store_url, *(["ada", *(c.id for c in claims)], ["bo", *(c.id for c in claims)]))
    assert sum(map(int, won)) == 4
    assert all(len(store.claims.history(claim.id).decisions) == 1 for claim in claims)


def test_a_new_database_can_be_made_by_two_processes_at_once(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new.db'}"
    together(SAVE, url, ["a"], ["b"])
    with open_store(url) as store:
        assert store.claims.count() == 50
