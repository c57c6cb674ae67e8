"""Migrations, in one history for both databases; `migrate.py` runs them."""
