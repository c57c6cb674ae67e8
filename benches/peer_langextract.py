"""Runs langextract over documents from standard input, in an environment of its own: see `benches.llm_tokens`.

Reads {"url", "prompt", "examples": [{"text", "claims"}], "documents": [text]} as JSON. Imports nothing of ours.
"""

from __future__ import annotations

import json
import sys
from typing import Any


def extraction(claim: dict[str, Any], peer: Any) -> Any:
    """A claim of ours as an extraction: its kind is the class, its quote the text, every other field an attribute."""
    attributes = {name: str(value) for name, value in claim["fields"].items()}
    return peer.Extraction(extraction_class=claim["kind"], extraction_text=claim["quote"], attributes=attributes)


def main() -> None:
    """Extract every document; the endpoint counts what is sent and received."""
    import langextract  # noqa: PLC0415 - of that environment

    given = json.load(sys.stdin)
    examples = [
        langextract.data.ExampleData(text=one["text"], extractions=[extraction(claim, langextract.data) for claim in one["claims"]])
        for one in given["examples"]
    ]
    unchecked = langextract.prompt_validation.PromptValidationLevel.OFF  # it can't align an example of a text without claims
    for text in given["documents"]:
        langextract.extract(
            text,
            prompt_description=given["prompt"],
            examples=examples,
            model_id="gpt-4o-mini",
            api_key="none",
            language_model_params={"base_url": given["url"]},
            show_progress=False,
            prompt_validation_level=unchecked,
        )


if __name__ == "__main__":
    main()
