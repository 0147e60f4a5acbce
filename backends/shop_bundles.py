"""Sets sold at one price: an order line of a set becomes a line for each of its parts."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from returns.money import allocated
from returns.order import Bundle, OrderLine

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from returns.order import Product


def problems(catalog: Mapping[str, Product]) -> Iterable[tuple[str, str]]:
    """Yield a product and what is wrong with its parts: unknown, or sets in a circle."""
    for product in catalog.values():
        for part in dict.fromkeys(product.parts):
            if part not in catalog:
                yield product.product_id, f"parts: {part} is not a product"
            elif catalog[part].parts:
                circle = _reaches(part, product.product_id, catalog)
                why = "leads back to the set itself" if circle else "is a set; name its parts"
                yield product.product_id, f"parts: {part} {why}"


def expanded(
    whole: OrderLine, product: Product, catalog: Mapping[str, Product]
) -> tuple[tuple[OrderLine, ...], Bundle]:
    """Return the lines of a set's parts, and the set they make.

    What was paid is shared by what the parts cost alone, to the last minor unit (rule 13).
    """
    counts = Counter(product.parts)
    parts = [catalog[part] for part in counts]
    weights = [part.price_minor * counts[part.product_id] for part in parts]
    shares = allocated(whole.net_paid_minor, weights)
    taxes = allocated(whole.tax_minor, weights)
    bundle = f"{whole.line_id}-set"
    lines = tuple(
        OrderLine(
            line_id=f"{whole.line_id}.{place}",
            product_id=part.product_id,
            quantity=whole.quantity * counts[part.product_id],
            unit_price_minor=part.price_minor,
            net_paid_minor=share,
            name=part.name,
            category=part.category,
            tax_minor=tax,
            final_sale=whole.final_sale or part.final_sale,
            personalized=whole.personalized or part.personalized,
            digital=whole.digital or part.digital,
            list_price_minor=part.price_minor,
            bundle=bundle,
        )
        for place, (part, share, tax) in enumerate(zip(parts, shares, taxes, strict=True), 1)
    )
    name = whole.name or product.name
    return lines, Bundle(bundle, name, tuple(line.line_id for line in lines))


def _reaches(start: str, goal: str, catalog: Mapping[str, Product]) -> bool:
    seen, waiting = set[str](), [start]
    while waiting:
        product = catalog.get(waiting.pop())
        for part in product.parts if product else ():
            if part == goal:
                return True
            if part not in seen:
                seen.add(part)
                waiting.append(part)
    return False
