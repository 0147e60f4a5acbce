"""Exact amounts: integer minor units with an ISO 4217 exponent, and no binary floats anywhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from returns.errors import CurrencyMismatch, UnknownCurrency

# ISO 4217 minor-unit exponents of the currencies a shop may use.
_EXPONENTS = {
    "AUD": 2, "BHD": 3, "BRL": 2, "CAD": 2, "CHF": 2, "CLP": 0, "CNY": 2, "CZK": 2, "DKK": 2,
    "EUR": 2, "GBP": 2, "HKD": 2, "HUF": 2, "INR": 2, "JOD": 3, "JPY": 0, "KRW": 0, "KWD": 3,
    "MXN": 2, "NOK": 2, "NZD": 2, "PLN": 2, "SEK": 2, "SGD": 2, "TND": 3, "USD": 2, "ZAR": 2,
}  # fmt: skip


def exponent_of(currency: str) -> int:
    """Return the number of decimals of a currency.

    Raises:
        UnknownCurrency: the code is not one this product settles in.
    """
    try:
        return _EXPONENTS[currency]
    except KeyError:
        raise UnknownCurrency(currency) from None


@dataclass(frozen=True, slots=True)
class Money:
    """An exact amount in minor units (cents of USD, whole yen, thousandths of KWD)."""

    minor: int
    currency: str

    def __add__(self, other: Money) -> Money:
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.minor - self._same(other), self.currency)

    def __lt__(self, other: Money) -> bool:
        return self.minor < self._same(other)

    def times(self, rate: Rate) -> Money:
        """Return the amount multiplied by a rate, rounded once (rule 2)."""
        return Money(rate.of(self.minor), self.currency)

    def as_decimal(self) -> Decimal:
        """Return the amount in major units, exactly."""
        return Decimal(self.minor).scaleb(-exponent_of(self.currency))

    def _same(self, other: Money) -> int:
        if other.currency != self.currency:
            raise CurrencyMismatch(self.currency, other.currency)
        return other.minor


@dataclass(frozen=True, slots=True)
class Rate:
    """A share or a ratio, written as a decimal string ("0.15")."""

    text: str

    def of(self, minor: int) -> int:
        """Return this share of an amount in minor units, rounded half away from zero."""
        numerator, denominator = _ratio(self.text)
        return divided(minor * numerator, denominator)

    @property
    def is_zero(self) -> bool:
        return _ratio(self.text)[0] == 0

    def converted(self, minor: int, source: str, target: str) -> int:
        """Return an amount of `source` in `target`, this rate being target units per source unit.

        Amounts are minor units, so a difference of decimals (yen to dollars) is made up for.
        """
        numerator, denominator = _ratio(self.text)
        up, down = _shift(source, target)
        return divided(minor * numerator * up, denominator * down)

    def reverted(self, minor: int, source: str, target: str) -> int:
        """Return an amount of `source` in `target`, this rate being source units per target unit.

        Raises:
            ZeroDivisionError: the rate is zero.
        """
        numerator, denominator = _ratio(self.text)
        up, down = _shift(source, target)
        return divided(minor * denominator * up, numerator * down)


ZERO = Rate("0")
ONE = Rate("1")


# A shop has a handful of rates, and a quote uses each of them several times.
@cache
def _ratio(text: str) -> tuple[int, int]:
    return Decimal(text).as_integer_ratio()


def _shift(source: str, target: str) -> tuple[int, int]:
    """Return what makes up for a difference of decimals, as a ratio."""
    shift = exponent_of(target) - exponent_of(source)
    return (10**shift, 1) if shift >= 0 else (1, 10**-shift)


def divided(numerator: int, denominator: int) -> int:
    """Return a quotient rounded half away from zero, once and exactly (rule 2)."""
    whole = (abs(numerator) * 2 + abs(denominator)) // (abs(denominator) * 2)
    return whole if (numerator >= 0) == (denominator > 0) else -whole


def total(amounts: Iterable[Money], currency: str) -> Money:
    """Return the sum of amounts of one currency; nothing sums to zero of it."""
    return sum(amounts, start=Money(0, currency))


def unit_share(paid: int, units: int, unit: int) -> int:
    """Return what unit number `unit` (1-based) of a line paid (rule 4).

    With cum(k) = round(paid·k / units), unit k paid cum(k) - cum(k-1): all units together, taken
    in any order and in any steps, give exactly `paid`.
    """
    return divided(paid * unit, units) - divided(paid * (unit - 1), units)


def allocated(amount: int, weights: Sequence[int]) -> list[int]:
    """Share an amount over weights by largest remainder, ties by position (rule 3).

    The shares sum to `amount` exactly. Weights that sum to zero take nothing.
    """
    whole = sum(weights)
    if whole == 0:
        return [0 for _ in weights]
    floors = [amount * weight // whole for weight in weights]
    missing = amount - sum(floors)
    by_remainder = sorted(range(len(weights)), key=lambda i: (-(amount * weights[i] % whole), i))
    for index in by_remainder[:missing]:
        floors[index] += 1
    return floors
