"""What hosted models cost: one table for the cost estimate, the metrics and the alerts."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

_MILLION = Decimal(1_000_000)
_LISTING = "listing of Azure AI Foundry prices at ai.cloudprice.net"
_SECOND_HAND = "price page as others quote it"


@dataclass(frozen=True, slots=True)
class ModelPrice:
    """US dollars per million tokens, when that was said, and by whom; none came from the vendor."""

    input_usd: Decimal
    cached_usd: Decimal
    output_usd: Decimal
    dated: str
    source: str

    def usd(self, *, tokens_in: int, tokens_cached: int, tokens_out: int) -> Decimal:
        """Return what a call cost in US dollars; cached tokens are among those that went in."""
        fresh = (tokens_in - tokens_cached) * self.input_usd
        cached = tokens_cached * self.cached_usd
        return (fresh + cached + tokens_out * self.output_usd) / _MILLION


MODEL_PRICES = {
    "gpt-5-mini": ModelPrice(
        Decimal("0.25"), Decimal("0.025"), Decimal("2.00"), "2026-06-15", _LISTING
    ),
    "gpt-4.1-mini": ModelPrice(
        Decimal("0.40"), Decimal("0.10"), Decimal("1.60"), "2026-01", _SECOND_HAND
    ),
}


def price_of(model: str) -> ModelPrice | None:
    """Return the price of a model or of a dated version of it; None for one nobody has priced."""
    named = (price for name, price in MODEL_PRICES.items() if model.startswith(name))
    return next(named, None)
