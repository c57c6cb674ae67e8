"""The embedded model as `make wheel` compiles it; optional, since compiling takes minutes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from benches.rules import ROOT, compiled_copy

READ = """
import json, sys
from pathlib import Path
import yaml
from benches.quotes.corpus import article
from extractor.models.rules import engine
from tests.models.rules.reading_of import proposals_of
articles = [path.read_text("utf-8") for path in sorted(Path("evals/corpora/tune/documents").glob("*.txt"))]
unseen = [item["says"] for item in yaml.safe_load(Path("tests/models/rules/unseen.yaml").read_text("utf-8"))]
print(engine.__file__, file=sys.stderr)
for text in (*articles, *unseen, article(6_000, seed=5)):
    print(json.dumps([[item.claim.model_dump(mode="json"), item.trace] for item in proposals_of(text)]))
"""


def claims(packages: Path) -> tuple[str, bytes]:
    """The file that the engine was loaded from, and the claims it proposes, with `packages` before all other folders."""
    done = subprocess.run(
        [sys.executable, "-P", "-c", READ],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": f"{packages}{os.pathsep}{ROOT}"},
        capture_output=True,
        check=True,
    )
    return done.stderr.decode().splitlines()[-1], done.stdout


COMPILED = compiled_copy()


@pytest.mark.skipif(COMPILED is None, reason="optional: make wheel compiles the sources as they are and runs this")
def test_compiled_and_plain_give_the_same_bytes() -> None:
    assert COMPILED is not None
    (plain_file, plain), (compiled_file, compiled) = claims(ROOT), claims(COMPILED)
    assert plain_file.endswith(".py")
    assert not compiled_file.endswith(".py")
    assert len(plain) > 100_000
    assert compiled == plain
