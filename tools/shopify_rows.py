"""What an order of a Shopify export is as rows of a shop folder, exact to the minor unit."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from returns.money import allocated
from tools.shopify_csv import ExportRefused

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tools.shopify_csv import Export, Record

_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_PERCENT = re.compile(r"(\d{1,2}(?:\.\d{1,4})?)\s*%")
_NO_SKU = "no-sku"
_TAXES = range(1, 6)
_PAID = frozenset({"paid", "partially_refunded", "refunded"})
_KINDS = {
    "shopify payments": "card",
    "shopify_payments": "card",
    "stripe": "card",
    "credit card": "card",
    "paypal": "wallet",
    "paypal express checkout": "wallet",
    "apple pay": "wallet",
    "google pay": "wallet",
    "shop pay": "wallet",
    "amazon pay": "wallet",
    "gift card": "gift_card",
    "gift_card": "gift_card",
    "store credit": "store_credit",
    "shopify_store_credit": "store_credit",
}


@dataclass(frozen=True, slots=True)
class Terms:
    """What the export does not say and the shop knows.

    `delivery_days` after it was sent off an order counts as delivered; None leaves it on its way.
    `kinds` names the tender of further payment methods, in small letters.
    """

    tax_included: bool
    tier: str
    now: datetime
    delivery_days: int | None = None
    kinds: Mapping[str, str] = field(default_factory=dict[str, str])


def is_paid(export: Export) -> bool:
    """Return whether the order was ever paid, since nothing else can be paid back."""
    return export.head["Financial Status"] in _PAID


def customer_id(email: str) -> str:
    """Return the id of a customer whom the shop's own list does not know."""
    return f"shopify-{hashlib.sha256(email.lower().encode()).hexdigest()[:20]}"


def customer_row(export: Export, owner_id: str, terms: Terms) -> dict[str, Any]:
    """Return the customer of an order, a member since that order.

    Raises:
        ExportRefused: there is no e-mail, no address or no time.
    """
    head = export.head
    if not head["Email"]:
        raise ExportRefused("Email: there is none, so nobody could sign in for this order")
    place = next((one for one in ("Shipping", "Billing") if head[f"{one} Street"]), None)
    if place is None:
        raise ExportRefused("Shipping Street: there is no address to return from")
    name = head[f"{place} Name"] or head["Billing Name"] or head["Email"]
    return {
        "customer_id": owner_id,
        "name": name,
        "email": head["Email"],
        "tier": terms.tier,
        "member_since": head.moment("Created at").isoformat(),
        "address": {
            "name": name,
            "street": head[f"{place} Street"],
            "city": head[f"{place} City"],
            "region": head[f"{place} Province"],
            # A spreadsheet would take the zeros from a number, hence the apostrophe.
            "postal_code": head[f"{place} Zip"].lstrip("'"),
            "country": head[f"{place} Country"],
        },
    }


def order_row(export: Export, owner_id: str, terms: Terms) -> dict[str, Any]:
    """Return an order with what each line cost, its tax and how it was paid.

    Raises:
        ExportRefused: the export does not say it, or its amounts do not add up.
    """
    head = export.head
    currency = head["Currency"]
    nets = _nets(export, currency)
    taxes, shipping = _taxes(export, nets, currency, terms)
    came_back = _came_back(head, currency)
    lines = [
        _line(number, record, (net, tax), currency, came_back=came_back)
        for number, (record, net, tax) in enumerate(
            zip(export.items, nets, taxes, strict=True), start=1
        )
    ]
    return {
        "order_id": _key(head, "Name", head["Name"].removeprefix("#")),
        "customer_id": owner_id,
        "currency": currency,
        "placed": head.moment("Created at").isoformat(),
        **_travel(head, terms),
        "tenders": _tenders(head, currency, terms),
        "lines": lines,
        "shipping_minor": shipping,
        "coupon": head["Discount Code"],
    }


def _line(
    number: int, record: Record, paid: tuple[int, int], currency: str, *, came_back: bool
) -> dict[str, Any]:
    quantity = record.count("Lineitem quantity")
    sku = record["Lineitem sku"]
    return {
        "line_id": str(number),
        "product_id": _key(record, "Lineitem sku", sku) if sku else _NO_SKU,
        "name": record["Lineitem name"] or None,
        "quantity": quantity,
        "unit_price_minor": record.minor("Lineitem price", currency),
        "net_paid_minor": paid[0],
        "tax_minor": paid[1],
        "returned": quantity if came_back else 0,
    }


def _nets(export: Export, currency: str) -> list[int]:
    """Return what each line cost: less its own discount, and its share of the order's."""
    nets = [_own_net(record, currency) for record in export.items]
    discount = sum(nets) - export.head.minor("Subtotal", currency)
    if discount < 0:
        raise ExportRefused(f"Subtotal: {-discount} more than the items come to")
    shares = allocated(discount, nets)
    return [net - share for net, share in zip(nets, shares, strict=True)]


def _own_net(record: Record, currency: str) -> int:
    total = record.count("Lineitem quantity") * record.minor("Lineitem price", currency)
    net = total - record.minor("Lineitem discount", currency)
    if net < 0:
        raise ExportRefused("Lineitem discount: more than the item cost", record.line)
    return net


def _taxes(export: Export, nets: list[int], currency: str, terms: Terms) -> tuple[list[int], int]:
    """Return the tax of each line, and what delivery cost with its own tax."""
    head = export.head
    tax, shipping = head.minor("Taxes", currency), head.minor("Shipping", currency)
    owed = sum(nets) + shipping + (0 if terms.tax_included else tax)
    if owed != head.minor("Total", currency):
        raise ExportRefused(f"Total: Subtotal, Shipping and Taxes come to {owed}")
    taxed = [
        net if record["Lineitem taxable"] == "true" else 0
        for net, record in zip(nets, export.items, strict=True)
    ]
    on_shipping = _on_shipping(head, tax, sum(taxed), shipping, tax_included=terms.tax_included)
    if tax - on_shipping and not sum(taxed):
        raise ExportRefused("Taxes: there is tax, but no item is taxable")
    added = 0 if terms.tax_included else on_shipping
    return allocated(tax - on_shipping, taxed), shipping + added


def _on_shipping(head: Record, tax: int, goods: int, shipping: int, *, tax_included: bool) -> int:
    """Return how much of the tax is for delivery, told by which of the two sums fits the rates.

    Raises:
        ExportRefused: neither fits, so a refund could not be exact.
    """
    if not tax or not shipping:
        return 0
    rate = sum(
        Decimal(found[1]) / 100
        for number in _TAXES
        if (found := _PERCENT.search(head[f"Tax {number} Name"]))
    )
    if tax_included:
        # It is only reported here, never added, so the share by value will do.
        return allocated(tax, [goods, shipping])[1]
    # Each item and each tax is rounded by itself, so a few minor units are no difference.
    slack = len(_TAXES)
    if rate and abs(rate * goods - tax) <= slack < abs(rate * (goods + shipping) - tax):
        return 0
    if rate and abs(rate * (goods + shipping) - tax) <= slack < abs(rate * goods - tax):
        return allocated(tax, [goods, shipping])[1]
    raise ExportRefused("Taxes: nothing tells how much of it is for delivery; write a row by hand")


def _came_back(head: Record, currency: str) -> bool:
    refunded = head.minor("Refunded Amount", currency)
    if not refunded:
        return False
    if refunded == head.minor("Total", currency):
        return True
    raise ExportRefused("Refunded Amount: nothing tells which items came back; write a row by hand")


def _travel(head: Record, terms: Terms) -> dict[str, Any]:
    """Return how far the order is; the export knows when it was sent off, not when it came."""
    if head["Cancelled at"]:
        return {"status": "cancelled"}
    state = head["Fulfillment Status"]
    if state != "fulfilled":
        return {"status": "shipped" if state == "partial" else "processing"}
    if terms.delivery_days is None:
        return {"status": "shipped"}
    came = head.moment("Fulfilled at") + timedelta(days=terms.delivery_days)
    if came > terms.now:
        return {"status": "shipped"}
    return {"status": "delivered", "delivered": came.isoformat()}


def _tenders(head: Record, currency: str, terms: Terms) -> list[dict[str, Any]]:
    captured = head.minor("Total", currency)
    if not captured:
        return []
    method = head["Payment Method"]
    kind = (_KINDS | dict(terms.kinds)).get(method.lower())
    if kind is None:
        several = "several methods, and nothing tells how much by each"
        unknown = f"say what it is with --method {method.lower()!r}=card"
        raise ExportRefused(f"Payment Method: {several if ' + ' in method else unknown}")
    return [{"tender_id": "T1", "kind": kind, "label": method, "captured_minor": captured}]


def _key(record: Record, column: str, text: str) -> str:
    if not _KEY.fullmatch(text):
        raise ExportRefused(
            f"{column}: use letters, digits, '.', '_' and '-', 64 at most", record.line
        )
    return text
