from __future__ import annotations

import pytest

from tests.cli.run import CommandLine
from tests.ingest.bucket import Bucket, served

STORY = "The army said on Monday that {} soldiers were killed near Dorrin.\n"


def test_a_run_over_a_bucket_goes_on_and_failed_objects_are_tried_again(quotebound: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    bucket = Bucket({f"2024/{number}.txt": STORY.format(number + 2).encode() for number in range(7)})
    bucket.objects |= {"2024/empty.txt": b"", "2024/photo.jpg": b"-"}
    words = ("extract", "s3://reports/2024", "--published", "2024-12-03")
    with served(bucket, monkeypatch):
        first = quotebound(*words)
        assert (first.code, "7 documents done" in first.err, ".jpg 1" in first.err) == (1, True, True), first.err
        assert "7 already done" in quotebound(*words).err
        bucket.objects["2024/empty.txt"] = STORY.format(40).encode()
        assert quotebound("retry", "--failed").code == 0
        assert "8 already done" in quotebound(*words).err
