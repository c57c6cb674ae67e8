"""Verifying a release: from its own files, and beside its documents (docs/RECEIPTS.md).

walk      the files, row by row, stopping at the first difference      proof     rules that need no document (pure)
table     claims.csv beside its rows                                    rederive  quotes and findings beside a text (pure)
manifest  counts, hashes, seal                                          difference  what is not as it should be
"""

from extractor.verify.difference import Difference, printable, shown
from extractor.verify.rederive import Comparison
from extractor.verify.walk import Texts, Verdict, verify_release

__all__ = ["Comparison", "Difference", "Texts", "Verdict", "printable", "shown", "verify_release"]
