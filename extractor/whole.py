"""Files and folders that are there whole or not at all, also where the disk is full."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from extractor.errors import UsageError

FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_OF_THE_DISK = FULL | {errno.EROFS, errno.EIO, errno.EFBIG}


def write_whole(path: Path, text: str) -> None:
    """Write a file, or leave what was there. Raises `UsageError` where it can't be written."""
    new = path.with_name(f".{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with new.open("w", encoding="utf-8") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        new.replace(path)
    except OSError as error:
        with suppress(OSError):
            new.unlink(missing_ok=True)
        raise unwritable(error, path) from error


@contextmanager
def whole_folder(folder: Path) -> Iterator[Path]:
    """An empty folder beside `folder` that becomes it at the end, and goes if it doesn't.

    What is at `folder` then has to be an empty folder, or nothing. Raises `UsageError` where it can't be written.
    """
    scratch: Path | None = None
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        scratch = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
        yield scratch
        scratch.chmod(0o755)
        if folder.exists():
            folder.rmdir()
        scratch.rename(folder)
    except OSError as error:
        raise unwritable(error, folder) from error
    finally:
        if scratch is not None:
            shutil.rmtree(scratch, ignore_errors=True)


def is_of_the_disk(error: OSError) -> bool:
    """Whether it is the disk that wouldn't have something written: no fault of the program."""
    return error.errno in _OF_THE_DISK


def unwritable(error: OSError, path: Path | None = None) -> UsageError:
    """What to say of it: the file, the reason and the way out."""
    name = path or error.filename
    reason = "the disk is full" if error.errno in FULL else error.strerror
    way = "Make room" if error.errno in FULL else "Check the permissions"
    return UsageError(
        f"{name}: can't be written: {reason}" if name else f"What was printed is not whole: {reason}",
        hint=f"{way}, or write elsewhere, and run the same command again. What is in the database is whole.",
    )
