"""The domain that this installation reads for. A module of its own: who needs no more than this loads no model and no numerics."""

from __future__ import annotations

from extractor.claims.conflict import CONFLICT
from extractor.claims.domain import Domain

DOMAIN: Domain = CONFLICT
