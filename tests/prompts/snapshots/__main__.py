"""Write the snapshots anew, while a version is being written: `python -m tests.prompts.snapshots`."""

from __future__ import annotations

from prompts import list_versions
from tests.prompts.snapshots import shown, snapshot

if __name__ == "__main__":
    for version in list_versions():
        snapshot(version).write_text(shown(version), encoding="utf-8")
