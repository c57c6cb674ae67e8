from __future__ import annotations

import json

from tests.cli.run import CommandLine

ARTICLE = "The Interior Ministry said on Monday that 14 soldiers were killed near the town of Karsa. Officials gave no other figures.\n"


def one_claim(quotebound: CommandLine) -> str:
    quotebound("extract", quotebound.write("a.txt", ARTICLE))
    identity: str = json.loads(quotebound("claims", "--format", "jsonl").out.splitlines()[0])["id"]
    return identity


def test_a_claim_is_shown_with_pattern_words_and_source(quotebound: CommandLine) -> None:
    identity = one_claim(quotebound)
    ended = quotebound("explain", identity)
    assert ended.code == 0
    for words in ("14 soldiers were killed", "pattern: ", "figure: “14”  [42:44]", "source: “The Interior Ministry”", "nothing yet"):
        assert words in ended.out, words


def test_the_table_shows_the_beginning_of_the_identifier_and_explain_takes_it(quotebound: CommandLine) -> None:
    identity = one_claim(quotebound)
    assert identity[:8] in quotebound("claims").out
    assert quotebound("explain", identity[:8]).out == quotebound("explain", identity).out


def test_an_unknown_or_ambiguous_identifier_is_refused(quotebound: CommandLine) -> None:
    one_claim(quotebound)
    unknown = quotebound("explain", "zzzz")
    assert unknown.code == 2
    assert "no claim zzzz" in unknown.err
    quotebound("extract", quotebound.write("b.txt", ARTICLE.replace("14", "15").replace("Karsa", "Tolm") * 2), "--published", "2023-03-07")
    ambiguous = quotebound("explain", "")
    assert ambiguous.code == 2
    assert "claims begin with" in ambiguous.err
