"""Migrations, in one history for both databases; `migrate.py` runs them.

To make one, change `tables/`, then have Alembic write down the difference to a database at the old revision, and read what it wrote:

    from alembic import command
    from extractor.store.database import make_engine
    from extractor.store.migrate import configuration
    from extractor.store.opening import parse_url

    with make_engine(parse_url("sqlite:///old.db")).connect() as connection:
        command.revision(configuration(connection), "what changes", autogenerate=True, rev_id="0002")

A migration that a release has shipped is never edited. Triggers are not compared: a migration that rebuilds a table in SQLite
(batch mode) drops its triggers and makes them again (`rules_0001.py`).
"""
