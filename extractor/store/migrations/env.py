"""Run by Alembic: migrates over the connection it is given, inside that connection's transaction."""

from __future__ import annotations

from alembic import context

from extractor.store.migrate import OPTIONS

context.configure(connection=context.config.attributes["connection"], **OPTIONS)
context.run_migrations()
