"""The embedded backends with one customer, and the activities by the names they are owed under."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from pathlib import Path

from activities.case import end_timer
from activities.credit import credit_case
from activities.inventory import place_exchange, release_slot, reserve_slot, restock_goods
from activities.label import label_case, void_parcel
from activities.notice import notify
from activities.order import mark_order, unmark_order
from activities.pickup import book_slot, cancel_slot
from activities.refund import refund_order
from activities.search import find_clauses, find_similar
from backends.documents import Documents
from backends.provider_book import Trouble
from backends.settings import Mode, Settings
from backends.shop_store import OrderFile, store_customer, store_orders
from backends.wiring import Backends
from backends.wiring_local import embedded
from returns import commands as c
from returns.case import Case
from returns.desk import Desk
from returns.owed import Job, owed
from tests.builders import HUB, REF, WALL, Story, a_file, a_line, a_shop, all_slots, an_order
from tests.fakes import CountingBell

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
    "restock": restock_goods,
    "pass_deadline": end_timer,
    "restore_order": unmark_order,
    "release_inbound": release_slot,
    "void_label": void_parcel,
    "cancel_pickup": cancel_slot,
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

    async def confirmed(self, **slots: str) -> None:
        await self.story.say(*all_slots(**slots))
        await self.story.say(c.Confirm())

    async def owing(self, effect: str) -> Job:
        """Bring the case, by commands and real activities, to where it owes an effect."""
        slots = SLOTS.get(effect, {"shipping": "SCHEDULE_PICKUP"})
        await self.confirmed(**slots)
        if effect in PREPARING:
            return await self.job(effect)
        await self.perform(*PREPARING)
        if effect in UNDOS:
            await self.story.say(c.Cancel())
        elif effect != "send_notice":
            await self.story.say(c.Receive(), source="staff")
            await self.story.say(c.Grade("A"), source="staff")
        return await self.job(effect)

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
UNDOS = ("restore_order", "release_inbound", "void_label", "cancel_pickup")
SLOTS = {
    "pay_refund": {"reason": "DAMAGED"},
    "issue_credit": {"reason": "DAMAGED", "resolution": "STORE_CREDIT"},
    "create_exchange": {"resolution": "EXCHANGE"},
}


async def an_edge(documents: Documents, folder: Path, data: Path) -> Edge:
    settings = Settings(Mode.LOCAL, folder, console_telemetry=False, build="t", data=data)
    backends = embedded(settings, a_shop(), documents)
    file = a_file(an_order(a_line(), a_line("2", WALL, 1)), an_order(order_id="O-2"))
    await store_customer(documents, file.customer)
    orders = [OrderFile(order, file.ledgers[order.order_id]) for order in file.orders.values()]
    await store_orders(documents, file.customer.customer_id, orders, reload=False)
    await backends.inventory.seed_stock({HUB: 5, WALL: 1})
    return Edge(backends, Story(Desk(backends.cases, backends.shop, CountingBell()), REF))


def with_cases(backends: Backends, cases: object) -> Backends:
    return replace(backends, cases=cases)
