"""What a run may spend. A call under way is never interrupted, so the last ones may go a little over."""

from __future__ import annotations

from extractor.errors import ModelBudgetError
from extractor.models.options import EndpointOptions
from extractor.protocol import Usage


class Budget:
    """Counts what the calls of this run cost, and says when to stop."""

    def __init__(self, options: EndpointOptions) -> None:
        self._options = options
        self.tokens = 0
        self.cost_usd = 0.0
        self.unpriced = 0

    def spend(self, usage: Usage, tokens: int) -> None:
        """Count one paid response of `tokens` tokens, an estimate where the endpoint doesn't count them."""
        self.tokens += tokens
        self.cost_usd += usage.cost_usd or 0.0
        self.unpriced += usage.cost_usd is None

    def refusal(self) -> ModelBudgetError | None:
        """Why nothing more may be sent; null if something may.

        A limit in money also ends the run when a call had no known price: it could not be held.
        """
        hint = "Run again with a higher limit: what was paid for is kept and costs nothing."
        tokens, dollars = self._options.max_total_tokens, self._options.max_cost_usd
        if tokens is not None and self.tokens >= tokens:
            return ModelBudgetError(f"the run's limit of {tokens:,} tokens is used up ({self.tokens:,})", hint=hint)
        if dollars is not None and self.cost_usd >= dollars:
            return ModelBudgetError(f"the run's limit of ${dollars:.2f} is used up (${self.cost_usd:.4f})", hint=hint)
        if dollars is not None and self.unpriced:
            name = self._options.model
            return ModelBudgetError(
                f"the price of {name} is not known, so that a limit in money can't be held", hint="Limit tokens instead."
            )
        return None
