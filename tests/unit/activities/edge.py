"""The embedded backends with one customer, and the activities by the names they are owed under."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from activities.case import end_timer, purge
from activities.credit import credit_case, take_back_credit
from activities.exchange import collect, place_exchange, take_back_exchange
from activities.inventory import release_slot, reserve_slot, restock_goods, send_rejected
from activities.label import label_case, void_parcel
from activities.notice import notify
from activities.order import mark_order, take_points, unmark_order
from activities.pickup import book_slot, cancel_slot
from activities.refund import refund_order
from activities.search import find_clauses, find_similar
from backends.documents import Documents
from backends.policy_file import read_policy
from backends.provider_book import Trouble
from backends.settings import Mode, Settings
from backends.shop_store import OrderFile, store_customer, store_orders
from backends.wiring import Backends
from backends.wiring_local import embedded
from backends.wiring_shop import embedded_search
from returns import commands as c
from returns.case import Case
from returns.desk import Desk
from returns.owed import Job, owed
from returns.rulebook import SettleAt
from returns.rules import Rules
from returns.shop import Shop
from tests.builders import (
    HUB,
    REF,
    SIGNER,
    TIMERS,
    WALL,
    Story,
    a_file,
    a_line,
    a_shop,
    all_slots,
    an_order,
)
from tests.fakes import CountingBell
from tests.one_edition import OneEdition

type Activity = Callable[[Job, Backends], Awaitable[bool]]

ACTIVITIES: dict[str, Activity] = {
    "find_policy_clauses": find_clauses,
    "find_similar_cases": find_similar,
    "update_order": mark_order,
    "reserve_inbound": reserve_slot,
    "make_label": label_case,
    "book_pickup": book_slot,
    "send_notice": notify,
    "pay_refund": refund_order,
    "issue_credit": credit_case,
    "create_exchange": place_exchange,
    "collect_difference": collect,
    "adjust_loyalty": take_points,
    "restock": restock_goods,
    "send_back": send_rejected,
    "purge_case": purge,
    "pass_deadline": end_timer,
    "restore_order": unmark_order,
    "release_inbound": release_slot,
    "void_label": void_parcel,
    "cancel_pickup": cancel_slot,
    "reverse_credit": take_back_credit,
    "cancel_exchange": take_back_exchange,
}


@dataclass(slots=True)
class Edge:
    """A case before real activities over embedded providers."""

    backends: Backends
    story: Story

    async def case(self) -> Case:
        return await self.backends.cases.load(self.story.ref)

    async def job(self, effect: str) -> Job:
        """Return the job of an effect the case owes now."""
        todo = owed(await self.case(), self.story.now)
        key = next(one.key for one in todo if one.effect == effect)
        return Job(self.story.ref, key, self.story.now)

    async def perform(self, *effects: str) -> None:
        """Let the real activities do what is owed, or only these effects, until nothing is."""
        while True:
            todo = owed(await self.case(), self.story.now)
            todo = tuple(one for one in todo if not effects or one.effect in effects)
            if not todo:
                return
            for one in todo:
                job = Job(self.story.ref, one.key, self.story.now)
                await ACTIVITIES[one.effect](job, self.backends)

    async def confirmed(self, *more: c.Command, **slots: str) -> None:
        await self.story.say(*all_slots(**slots), *more)
        await self.story.say(c.Confirm())

    async def owing(self, effect: str) -> Job:
        """Bring the case, by commands and real activities, to where it owes an effect."""
        slots = SLOTS.get(effect, {"shipping": "SCHEDULE_PICKUP"})
        more = (c.ChooseVariant(WALL),) if effect == "collect_difference" else ()
        await self.confirmed(*more, **slots)
        if effect in PREPARING:
            return await self.job(effect)
        await self.perform(*PREPARING)
        if effect in UNDOS:
            await self.perform(*UNDO_OF_EARLY)
            await self.story.say(c.Cancel())
        elif effect != "send_notice":
            await self._inspected(effect)
        return await self.job(effect)

    async def _inspected(self, effect: str) -> None:
        await self.story.say(c.Receive(), source="staff")
        await self.story.say(c.Grade("D" if effect == "send_back" else "A"), source="staff")
        if effect == "send_back":
            await self.story.say(c.AcceptDecision())
        if effect == "purge_case":
            await self.perform()
            await self.story.time_passes("retention", days=30)

    def troubles(self) -> tuple[Trouble, ...]:
        """Return what makes each provider fail."""
        b = self.backends
        providers = (b.payments, b.carrier, b.notices, b.orders, b.inventory, b.label_files)
        return tuple(provider.trouble for provider in providers)

    def forget_keys(self) -> None:
        """Let no provider protect us by our reference: only looking first does."""
        for trouble in self.troubles():
            trouble.keys_forgotten = True


SEARCHES = ("find_policy_clauses", "find_similar_cases")
PREPARING = (*SEARCHES, "update_order", "reserve_inbound", "make_label", "book_pickup")
UNDOS = (
    *("restore_order", "release_inbound", "void_label", "cancel_pickup"),
    *("reverse_credit", "cancel_exchange"),
)
# Done at approval where the shop grants it, so that there is something to undo.
UNDO_OF_EARLY = ("issue_credit", "create_exchange")
SLOTS = {
    "collect_difference": {"resolution": "EXCHANGE"},
    "reverse_credit": {"reason": "DAMAGED", "resolution": "CREDIT_NOW"},
    "cancel_exchange": {"resolution": "EXCHANGE_NOW"},
    "pay_refund": {"reason": "DAMAGED"},
    "issue_credit": {"reason": "DAMAGED", "resolution": "STORE_CREDIT"},
    "create_exchange": {"resolution": "EXCHANGE"},
}


def an_edge_shop() -> Shop:
    """Return the small shop with what some effects need: other products, early money, purging."""
    shop = a_shop(timers=replace(TIMERS, retention=timedelta(days=30)))
    exchange, credit = shop.resolutions["EXCHANGE"], shop.resolutions["STORE_CREDIT"]
    at_once = {"settle_at": SettleAt.APPROVAL}
    more = {
        "EXCHANGE": replace(exchange, other_products=True),
        "EXCHANGE_NOW": replace(exchange, code="EXCHANGE_NOW", **at_once),
        "CREDIT_NOW": replace(credit, code="CREDIT_NOW", **at_once),
    }
    return replace(shop, resolutions={**shop.resolutions, **more})


def the_edition(folder: Path) -> OneEdition:
    shop = an_edge_shop()
    searches = embedded_search(folder)(shop, read_policy(folder).clauses)
    return OneEdition(Rules(shop, SIGNER), searches)


async def an_edge(documents: Documents, folder: Path, data: Path) -> Edge:
    settings = Settings(Mode.LOCAL, folder, console_telemetry=False, build="t", data=data)
    backends = embedded(settings, the_edition(folder), documents)
    first = an_order(a_line(), a_line("2", WALL, 1), points_earned=780)
    file = a_file(first, an_order(order_id="O-2"))
    await store_customer(documents, file.customer)
    orders = [OrderFile(order, file.ledgers[order.order_id]) for order in file.orders.values()]
    await store_orders(documents, file.customer.customer_id, orders, reload=False)
    await backends.inventory.seed_stock({HUB: 5, WALL: 1})
    return Edge(backends, Story(Desk(backends.cases, backends.rules, CountingBell()), REF))


def with_cases(backends: Backends, cases: object) -> Backends:
    return replace(backends, cases=cases)
