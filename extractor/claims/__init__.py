"""The record: claims, findings, and the words they are made of. Pure: no network, file, clock or environment."""
