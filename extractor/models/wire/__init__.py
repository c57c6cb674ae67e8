"""What goes over the wire to a language model and comes back: one strict JSON schema a domain, and the way from its JSON to claims.

The wire form of a claim has verbatim words and no offsets, and nothing that the program derives better itself:

    {"evidence": ["quote", …], "statement": "…", "kind": {"<kind>": {…the kind's own fields…}}, …the fields of every claim…}

It is generated from the domain's record classes; no kind and no field of a domain is named here.
"""

from __future__ import annotations

from extractor.models.wire.answer import Answer, ParsedClaims, not_an_answer, parse_answer, read_claims
from extractor.models.wire.lint import lint
from extractor.models.wire.schema import WireFormat, wire_format

__all__ = ["Answer", "ParsedClaims", "WireFormat", "lint", "not_an_answer", "parse_answer", "read_claims", "wire_format"]
