from __future__ import annotations

from tests.cli.run import CommandLine

EVIL = "\x1b]0;owned\x07\x1b[31m\x9b2J\u202e"
TEXT = f"The {EVIL} police said on Tuesday that at least 14 people were killed.\n"


def test_what_a_terminal_would_obey_in_names_and_quotes_is_shown_and_not_sent(quotebound: CommandLine) -> None:
    path = quotebound.write(f"a{EVIL}.txt", TEXT)
    quotebound("extract", path, "--published", "2024-12-19")
    table = quotebound("claims").out
    failed = quotebound("extract", quotebound.write(f"b{EVIL}.txt", "")).err
    explained = quotebound("explain", table.split("\n")[1].split()[0]).out
    for printed in (table, failed, explained):
        assert "owned\u241b[31m\ufffd2J" in printed
        assert not set("\x1b\x07\x9b\u202e") & set(printed)
