"""Documents being read, kept while they are in use."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from extractor.text.document import Document
from extractor.text.reading import Reading


class Readings:
    """The documents read last, at most `size`: texts never change, so what was computed from them stays right. Thread-safe."""

    def __init__(self, size: int = 64) -> None:
        self._size = size
        self._kept: OrderedDict[str, Reading] = OrderedDict()
        self._lock = Lock()

    def get(self, document_id: str, load: Callable[[str], Document]) -> Reading:
        """The reading of a document; `load` fetches it the first time. Its metadata is as old as that."""
        with self._lock:
            if document_id in self._kept:
                self._kept.move_to_end(document_id)
                return self._kept[document_id]
        reading = Reading.of(load(document_id))
        with self._lock:
            self._kept[document_id] = reading
            while len(self._kept) > self._size:
                self._kept.popitem(last=False)
        return reading
