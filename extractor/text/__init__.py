"""Text, segments, and where quotes stand in it. Pure: no network, file, clock or environment."""
