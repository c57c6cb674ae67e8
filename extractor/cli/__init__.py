"""The command line: `quotebound`, one file a command.

Results go to stdout, progress and messages to stderr. Exit codes: 0 done; 1 done, but some documents failed (each is listed);
2 bad usage or input; 3 a fault of quotebound itself; 130 interrupted.
"""

from extractor.cli.app import main

__all__ = ["main"]
