"""What is said to questions that change nothing: policy, status, products, small talk."""

from __future__ import annotations

from chatkit_adapter.context import Turn
from chatkit_adapter.speech import Message
from returns import interpretation as i
from returns.case import Case
from returns.phrases import greeting, items_text, say, state_text
from returns.why import why

_HITS = 4
_CLAUSES = 2


async def answer(query: i.Intent, turn: Turn, case: Case | None) -> Message:
    """Return the answer to one question, from the store and the policy only."""
    match query:
        case i.AskPolicy(question=question):
            return await policy_answer(question, turn)
        case i.AskStatus() | i.Show(what="returns"):
            return Message(await status_answer(turn))
        case i.AskWhy():
            return Message(_why(turn, case))
        case i.Show():
            return Message(_orders(turn))
        case i.FindProduct(query=wanted):
            return Message(await _products(wanted, turn))
        case i.SmallTalk(kind="greeting"):
            return Message(_hello(turn, case))
        case i.SmallTalk(kind="thanks"):
            return Message(say("talk.thanks", turn.locale))
        case _:
            return Message(unclear(turn, case))


async def policy_answer(question: str, turn: Turn) -> Message:
    """Quote the sections that answer; where the policy is silent, say so and invent nothing."""
    found = await turn.edition.searches.policy.find(question, _CLAUSES)
    if not found:
        return Message(say("talk.no_policy", turn.locale, contact=turn.shop.contact))
    quoted = "\n\n".join(f"**{c.section} {c.title}**\n\n{c.text}" for c in found)
    said = say("talk.policy", turn.locale)
    return Message(f"{said}\n\n{quoted}", found, turn.locale)


async def status_answer(turn: Turn) -> str:
    """Say how many returns there are and where each stands."""
    cases = await turn.backends.cases.cases_of(turn.owner_id)
    known = [case for case in cases if case.confirmed]
    if not known:
        return say("talk.no_returns", turn.locale)
    key = "talk.returns.one" if len(known) == 1 else "talk.returns.many"
    lines = [f"- {items_text(case)}: {state_text(case, turn.shop)}" for case in known]
    return "\n".join([say(key, turn.locale, n=len(known)), "", *lines])


def _why(turn: Turn, case: Case | None) -> str:
    """Say why what is on screen is so."""
    said = why(turn.file, turn.shop, turn.now, turn.locale) if turn.file else ""
    return said or unclear(turn, case)


def _orders(turn: Turn) -> str:
    if turn.file is None or not turn.file.orders:
        return say("talk.no_orders", turn.locale)
    orders = sorted(turn.file.orders.values(), key=lambda order: order.placed_at, reverse=True)
    lines = [
        f"- {order.order_id}, {say(f'order.{order.status}', turn.locale)}: "
        + ", ".join(f"{line.quantity} × {line.name or line.product_id}" for line in order.lines)
        for order in orders[:10]
    ]
    return "\n".join([say("talk.orders", turn.locale), "", *lines])


async def _products(wanted: str, turn: Turn) -> str:
    """Name matching products, those the customer bought first."""
    hits = await turn.backends.searches.products.find(wanted, _HITS)
    if not hits:
        return say("talk.no_products", turn.locale)
    orders = turn.file.orders.values() if turn.file else ()
    bought = {line.product_id: order.order_id for order in orders for line in order.lines}
    ranked = sorted(hits, key=lambda hit: hit.product_id not in bought)
    lines = [
        say("talk.bought", turn.locale, name=hit.name, order=bought[hit.product_id])
        if hit.product_id in bought
        else hit.name
        for hit in ranked
    ]
    return "\n".join([say("talk.products", turn.locale), "", *(f"- {line}" for line in lines)])


def _hello(turn: Turn, case: Case | None) -> str:
    if case or turn.file is None:
        return say("talk.hello", turn.locale)
    return greeting(turn.file.customer, turn.shop, turn.locale)


def unclear(turn: Turn, case: Case | None) -> str:
    """Return what is said to words that could not be read."""
    if case is None:
        return say("talk.help", turn.locale)
    return say("talk.unclear", turn.locale, contact=turn.shop.contact)
