"""Prompts as versioned data."""
