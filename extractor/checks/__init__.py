"""Checks: each claim against its document. Pure: no network, file, clock or environment."""
