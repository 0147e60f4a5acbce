"""How amounts are written in a locale; the numbers themselves are exact."""

from __future__ import annotations

from returns.money import Money, exponent_of

_SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥"}

# Decimal mark, group mark, and whether the sign follows the number.
_FORMATS = {"en": (".", ",", False), "de": (",", ".", True), "fr": (",", "\u202f", True)}


def amount_text(amount: Money, locale: str) -> str:
    """Return an amount as customers of a locale read it, such as $98.99 or 98,99 €."""
    mark, group, follows = _FORMATS.get(locale.partition("-")[0], _FORMATS["en"])
    exponent = exponent_of(amount.currency)
    whole, part = divmod(abs(amount.minor), 10**exponent)
    number = f"{whole:,}".replace(",", group)
    if exponent:
        number = f"{number}{mark}{part:0{exponent}d}"
    sign = _SIGNS.get(amount.currency)
    minus = "−" if amount.minor < 0 else ""
    if sign is None:
        return f"{minus}{amount.currency} {number}"
    return f"{minus}{number} {sign}" if follows else f"{minus}{sign}{number}"
