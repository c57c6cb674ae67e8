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


def test_names_that_look_like_markup_are_printed_as_they_are(quotebound: CommandLine) -> None:
    quotebound("team", "grant", "ada [/b] :bomb:", "admin")
    assert "ada [/b] :bomb:" in quotebound("team", "show").out


def test_what_a_source_denies_never_reads_like_a_claim(quotebound: CommandLine) -> None:
    text = "At least 14 people were killed on Tuesday. The army denied that its forces had shelled the market.\n"
    quotebound("extract", quotebound.write("a.txt", text))
    table = quotebound("claims").out
    [denied] = [line for line in table.splitlines() if "shelled the market" in line]
    assert "(denied) " in denied
    assert table.count("(denied)") == 1
    explained = quotebound("explain", denied.split()[0]).out
    assert explained.startswith("(denied) ")
    assert '"value": "denied"' in quotebound("claims", "--format", "w3c").out
