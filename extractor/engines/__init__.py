"""Other ways to run a batch than on this machine alone. What a job does is given to them; they only see that it is done."""

from extractor.errors import UsageError

try:
    import procrastinate  # noqa: F401 - all modules here need it, and psycopg, which comes with it
except ImportError as error:
    raise UsageError("--engine procrastinate needs the extra `postgres`", hint="pip install 'quotebound[postgres]'") from error
