"""Files, folders and pages in, documents out.

`discover` lists what there is to read without opening it; `read_source` turns one of them into a document or raises `InputError`,
so that one bad file never stops a run.
"""

from extractor.ingest.metadata import Metadata, load_metadata
from extractor.ingest.read import ReadOptions, read_source
from extractor.ingest.source import Content, Source
from extractor.ingest.sources import Opening, discover

__all__ = ["Content", "Metadata", "Opening", "ReadOptions", "Source", "discover", "load_metadata", "read_source"]
