"""The doors of a shop's own systems: signed rows of orders, products and customers."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Any
from zoneinfo import ZoneInfo

import azure.durable_functions as df
from azurefunctions.extensions.http.fastapi import Request, Response
from pydantic import ValidationError

from backends.feed_signature import SignatureRefused, require_signed
from backends.feeds import FeedConflict, Feeds, Taken
from backends.shop_bundles import problems
from backends.shop_data import CustomerRow, LoadDay, ProductRow, Row
from backends.shop_files import reasons_of
from backends.shop_orders import OrderRow
from backends.shop_store import OrderFile
from backends.wiring import Backends
from doors.bell import DurableBell, bell_of
from doors.house import CLOCK
from doors.limits import read_body
from doors.problems import Refused
from web_api.answers import answered

blueprint = df.Blueprint()

SIGNATURE = "feed-signature"
_NOT_TRUSTED = "The signature is missing, wrong, for another path, or not of this moment."


@blueprint.route(route="orders/{order_id}", methods=["PUT"])
@blueprint.durable_client_input(client_name="client")
async def put_order(req: Request, client: df.DurableOrchestrationClient) -> Response:
    """Take one row of an order, and ring the open returns it concerns.

    Safe to repeat: a version is stored once, and an older one changes nothing.
    """

    async def work(backends: Backends) -> dict[str, Any]:
        row = await _signed(req, backends, OrderRow, "order_id")
        shop = backends.shop
        wrong = row.mismatch(tax_included=shop.options.tax_included)
        if wrong:
            raise Refused("malformed", wrong)
        day = LoadDay(CLOCK.now(), ZoneInfo(shop.time_zone))
        order = _read(lambda: row.to_order(day, shop.catalog))
        ledger = row.to_ledger(order, tax_included=shop.options.tax_included)
        feeds = Feeds(backends.documents, shop.shop_id)
        taken = await _taken(feeds.put_order(OrderFile(order, ledger)))
        rung = await _ring(taken, order.owner_id, row.order_id, backends, bell_of(client))
        return {"outcome": taken, "rung": rung}

    return await answered(req, work)


@blueprint.route(route="products/{product_id}", methods=["PUT"])
async def put_product(req: Request) -> Response:
    """Take one row of a product; every process sells it so within seconds.

    Safe to repeat: a version is stored once, and an older one changes nothing.
    """

    async def work(backends: Backends) -> dict[str, Any]:
        row = await _signed(req, backends, ProductRow, "product_id")
        product = row.to_product()
        shop = backends.shop
        known = {**shop.catalog, product.product_id: product}
        wrong = [why for whose, why in problems(known) if whose == product.product_id]
        if wrong:
            raise Refused("malformed", "; ".join(wrong))
        feeds = Feeds(backends.documents, shop.shop_id)
        return {"outcome": await _taken(feeds.put_product(product, row.version)), "rung": 0}

    return await answered(req, work)


@blueprint.route(route="customers/{customer_id}", methods=["PUT"])
@blueprint.durable_client_input(client_name="client")
async def put_customer(req: Request, client: df.DurableOrchestrationClient) -> Response:
    """Take one row of an order owner, and ring their open returns.

    Safe to repeat: a version is stored once, and an older one changes nothing.
    """

    async def work(backends: Backends) -> dict[str, Any]:
        row = await _signed(req, backends, CustomerRow, "customer_id")
        shop = backends.shop
        if row.tier not in shop.tiers:
            raise Refused("malformed", f"tier: {row.tier} is not in shop.toml")
        day = LoadDay(CLOCK.now(), ZoneInfo(shop.time_zone))
        customer = _read(lambda: row.to_customer(day))
        feeds = Feeds(backends.documents, shop.shop_id)
        taken = await _taken(feeds.put_customer(customer, row.version))
        rung = await _ring(taken, row.customer_id, None, backends, bell_of(client))
        return {"outcome": taken, "rung": rung}

    return await answered(req, work)


async def _signed[T: Row](req: Request, backends: Backends, kind: type[T], key: str) -> T:
    """Return the row of a request that one of the shop's systems has signed for its path.

    Raises:
        Refused: `bad_signature`, whatever is wrong with it; `malformed`, by path, for a row that
            cannot be read or is not the one of the path; `too_large`.
    """
    await backends.rules.refresh()
    body = await read_body(req.stream(), req.headers.get("content-length"))
    try:
        signer = require_signed(
            req.headers.get(SIGNATURE, ""), body, req.url.path, backends.shop.feeds, CLOCK.now()
        )
    except SignatureRefused as refused:
        logging.getLogger(__name__).info("feed refused: %s", refused)
        raise Refused("bad_signature", _NOT_TRUSTED) from None
    try:
        row = kind.model_validate_json(body)
    except ValidationError as wrong:
        raise Refused("malformed", "; ".join(reasons_of(wrong))) from None
    if getattr(row, key) != str(req.path_params[key]):
        raise Refused("malformed", f"{key}: it is another one than in the path")
    logging.getLogger(__name__).info("feed %s signed by %s", key, signer)
    return row


def _read[T](made: Callable[[], T]) -> T:
    try:
        return made()
    except ValueError as wrong:
        raise Refused("malformed", str(wrong)) from None


async def _taken(putting: Awaitable[Taken]) -> Taken:
    try:
        return await putting
    except FeedConflict as conflict:
        raise Refused("feed_conflict", str(conflict)) from None


async def _ring(
    taken: Taken, owner_id: str, order_id: str | None, backends: Backends, bell: DurableBell
) -> int:
    """Wake the open returns that a change concerns, of one order or all; return how many."""
    if taken is not Taken.APPLIED:
        return 0
    cases = await backends.cases.cases_of(owner_id)
    concerned = [case for case in cases if not case.ended and order_id in {None, *case.order_ids}]
    for case in concerned:
        await bell.wake(case.ref)
    return len(concerned)
