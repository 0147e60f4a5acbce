"""Ready-made shops, orders and cases; each test overrides only what it is about."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from returns import commands as c
from returns.calendar import Calendar
from returns.case import Case, CaseRef, CaseState
from returns.desk import Answer, Desk
from returns.events import EffectEvent
from returns.ledger import UnitLedger
from returns.money import Rate
from returns.order import (
    Address,
    Customer,
    Order,
    OrderLine,
    OrderStatus,
    Product,
    Tender,
    TenderKind,
)
from returns.owed import Owed, owed
from returns.owner_file import OwnerFile
from returns.rulebook import (
    CategoryRule,
    Disposition,
    EvidenceRule,
    GradeRule,
    Reason,
    Resolution,
    ShippingMethod,
    Tier,
    Timers,
)
from returns.rulebook import ResolutionKind as Kind
from returns.rules import Rules
from returns.shop import Shop
from returns.signature import Signer
from tests.facts import fact_of
from tests.fakes import CountingBell, MemoryCaseStore
from tests.one_edition import OneEdition

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)  # a Wednesday: no window of yesterday rolls on
OWNER = "ann"
REF = CaseRef(OWNER, "case-1")
TIMERS = Timers(
    nudge=timedelta(minutes=30),
    draft=timedelta(days=30),
    quote=timedelta(hours=72),
    evidence=timedelta(hours=120),
    label=timedelta(days=14),
)
SECTIONS = {
    "final_sale": "3.1",
    "personalized": "3.3",
    "digital": "3.4",
    "already_returned": "3.5",
    "not_delivered": "3.6",
    "data_incomplete": "3.7",
    "restocking": "6.1",
    "return_shipping": "6.2",
    "goods": "5.1",
    "photos": "8.1",
    "review": "8.2",
    "deduction": "9.2",
    "missing": "9.4",
    "roll": "2.4",
    "tiers": "2.3",
    "pause": "2.5",
}
GRADES = {
    code: GradeRule(code, Rate(deduction), disposition)
    for code, deduction, disposition in (
        ("A", "0", Disposition.RESTOCK),
        ("B", "0", Disposition.RESTOCK),
        ("C", "0.20", Disposition.REFURBISH),
        ("D", "1", Disposition.SEND_BACK),
    )
}
SIGNER = Signer(b"test")

HUB, DISPLAY, CABLE, SOCKS, WALL = "P-HUB", "P-DISPLAY", "P-CABLE", "P-SOCKS", "P-WALL"


def _text(text: str) -> dict[str, str]:
    return {"en": text}


def _address(name: str) -> Address:
    return Address(name, "1 Elm Street", "Austin", "TX", "78701", "US")


def a_product(product_id: str, name: str, category: str, price_minor: int, **rest: Any) -> Product:
    return Product(product_id, name, category, f"A {name}.", price_minor, stock=5, **rest)


def _catalog() -> dict[str, Product]:
    products = (
        a_product(HUB, "Smart Home Hub", "smart_home", 8_999),
        a_product(DISPLAY, "Smart Display", "displays", 29_999),
        a_product(CABLE, "USB-C Cable", "cables", 1_499),
        a_product(SOCKS, "Wool Socks", "underwear", 1_200),
        a_product(WALL, "Video Wall", "smart_home", 60_000),
    )
    return {product.product_id: product for product in products}


def _reason(code: str, **rest: Any) -> Reason:
    words = code.replace("_", " ").lower()
    return Reason(code, _text(words.title()), _text(words), _text(f"It is {words}"), "4.1", **rest)


def _resolution(code: str, section: str, **rest: Any) -> Resolution:
    return Resolution(code, _text(code.title()), _text("As agreed"), section, **rest)


def _method(code: str, cost_minor: int, **rest: Any) -> ShippingMethod:
    label = _text(code.title())
    return ShippingMethod(code, label, label, "7.1", cost_minor, service=code.lower(), **rest)


def _by_code[T: (Reason, Resolution, ShippingMethod, Tier)](*entries: T) -> dict[str, T]:
    return {entry.code: entry for entry in entries}


@cache
def _shop() -> Shop:
    return Shop(
        shop_id="corner",
        name="The Corner Shop",
        tagline="Everything comes back",
        currency="USD",
        locales=("en", "de"),
        calendar=Calendar("UTC"),
        contact="care@corner.example",
        policy_version="7",
        colors={"light": "#0f5fb8", "dark": "#7db7ff"},
        warehouse=_address("Warehouse"),
        texts={"en": {"greeting": "Hi {first_name}."}},
        prompts={},
        tiers=_by_code(
            Tier("standard", _text("Standard"), "secondary"),
            Tier("silver", _text("Silver"), "info", extra_days=7),
            Tier("gold", _text("Gold"), "warning", extra_days=14, fee_exempt=True),
        ),
        window_days=30,
        window_section="2.1",
        windows={"displays": CategoryRule("2.2", 15)},
        blocks={"underwear": CategoryRule("3.2", code="hygiene")},
        reasons=_by_code(
            _reason("DAMAGED", merchant_fault=True),
            _reason("CHANGED_MIND", restocking=Rate("0.15")),
            _reason("WRONG_SIZE"),
            _reason("OTHER", requires_details=True, restocking=Rate("0.10")),
        ),
        resolutions=_by_code(
            _resolution("FULL_REFUND", "5.1"),
            _resolution("STORE_CREDIT", "5.2", kind=Kind.CREDIT, bonus=Rate("0.10")),
            _resolution("EXCHANGE", "5.3", kind=Kind.EXCHANGE),
            _resolution("KEEP_WITH_DISCOUNT", "5.4", kind=Kind.KEEP, discount=Rate("0.20")),
        ),
        shipping=_by_code(
            _method("PREPAID_LABEL", 695),
            _method("SCHEDULE_PICKUP", 995, pickup=True),
            _method("RETURN_TO_STORE", 0, store=True),
        ),
        sections=SECTIONS,
        grades=GRADES,
        review_from_minor=50_000,
        timers=TIMERS,
        catalog=_catalog(),
        evidence=(EvidenceRule("8.1", frozenset({"DAMAGED"}), 15_000),),
    )


def a_shop(**changes: Any) -> Shop:
    """Return a small shop: 30 days (displays 15), 15% for a change of mind, 10% credit bonus."""
    return replace(_shop(), **changes)


def a_rule_book(shop: Shop | None = None) -> OneEdition:
    """Return a rule book of this shop alone, or of the small one."""
    return OneEdition(Rules(shop or a_shop(), SIGNER))


def a_customer(tier: str = "standard", owner_id: str = OWNER) -> Customer:
    return Customer(
        owner_id,
        f"{owner_id.title()} Long",
        f"{owner_id}@example.com",
        tier,
        NOW - timedelta(days=900),
        _address(f"{owner_id.title()} Long"),
    )


def a_line(
    line_id: str = "1",
    product_id: str = HUB,
    quantity: int = 2,
    *,
    unit_price_minor: int | None = None,
    net_paid_minor: int | None = None,
    **rest: Any,
) -> OrderLine:
    price = _shop().catalog[product_id].price_minor if product_id in _shop().catalog else 1_000
    price = price if unit_price_minor is None else unit_price_minor
    net = quantity * price if net_paid_minor is None else net_paid_minor
    return OrderLine(line_id, product_id, quantity, price, net, **rest)


def an_order(
    *lines: OrderLine,
    order_id: str = "O-1",
    owner_id: str = OWNER,
    delivered_days_ago: int | None = 5,
    tenders: tuple[Tender, ...] = (),
    **changes: Any,
) -> Order:
    """Return a delivered order of two hubs, or of the lines given, paid by one card."""
    held = lines or (a_line(),)
    captured = sum(line.net_paid_minor + line.tax_minor for line in held)
    delivered = None if delivered_days_ago is None else NOW - timedelta(days=delivered_days_ago)
    order = Order(
        order_id=order_id,
        owner_id=owner_id,
        status=OrderStatus.DELIVERED,
        currency="USD",
        placed_at=NOW - timedelta(days=400),
        delivered_at=delivered,
        lines=held,
        tenders=tenders or (Tender("T1", TenderKind.CARD, "Visa", captured),),
    )
    return replace(order, **changes)


def a_file(*orders: Order, tier: str = "standard", **rest: Any) -> OwnerFile:
    """Return an owner's file with these orders and nothing returned yet."""
    held = orders or (an_order(),)
    ledgers = {order.order_id: UnitLedger(order.order_id) for order in held}
    return OwnerFile(
        a_customer(tier, held[0].owner_id), {o.order_id: o for o in held}, ledgers, **rest
    )


def a_desk(*orders: Order, tier: str = "standard", shop: Shop | None = None) -> Desk:
    """Return the real desk over a store in memory."""
    return Desk(MemoryCaseStore(a_file(*orders, tier=tier)), a_rule_book(shop), CountingBell())


def a_batch(*commands: c.Command, source: c.Source = "click", **rest: Any) -> c.Batch:
    """Return a batch of the owner's own clicks, unless it says otherwise."""
    rest = {"command_id": "command-1", "ref": REF, "actor": OWNER} | rest
    return c.Batch(source=source, commands=commands, **rest)


def hubs(quantity: int | None = 1, *, add: bool = False) -> c.SelectUnits:
    return c.SelectUnits((c.Units("O-1", "1", quantity),), add=add)


def all_slots(
    *,
    quantity: int | None = 1,
    reason: str = "WRONG_SIZE",
    resolution: str = "FULL_REFUND",
    shipping: str | None = "PREPAID_LABEL",
) -> tuple[c.Command, ...]:
    """Return the commands that lead from nothing to the recap."""
    chosen = (hubs(quantity), c.ChooseReason(reason, "details"), c.ChooseResolution(resolution))
    return (*chosen, c.ChooseShipping(shipping)) if shipping else chosen


@dataclass(slots=True)
class Story:
    """One case driven through the real desk. `now` moves only when the test moves it."""

    desk: Desk
    ref: CaseRef = REF
    now: datetime = NOW
    count: int = 0

    @property
    def shop(self) -> Shop:
        """Return the shop the desk decides by; there is only one version of it."""
        return self.desk.rules.rules.shop

    async def case(self) -> Case:
        case = (await self.desk.cases.open(self.ref.owner_id, self.ref.case_id)).case
        assert case is not None
        return case

    async def ledger(self, order_id: str = "O-1") -> UnitLedger:
        return (await self.desk.cases.open(self.ref.owner_id, None)).ledgers[order_id]

    async def say(self, *commands: c.Command, source: c.Source = "click", **rest: Any) -> Answer:
        """Apply a batch under a command id of its own."""
        self.count += 1
        rest = {"command_id": f"{self.ref.case_id}/{self.count}", "ref": self.ref} | rest
        return await self.desk.apply(a_batch(*commands, source=source, **rest), self.now)

    async def told(self, fact: EffectEvent) -> bool:
        """Record what an effect did."""
        self.count += 1
        batch = a_batch(source="system", command_id=f"fact/{self.count}", ref=self.ref)
        return await self.desk.record(batch, fact, self.now)

    async def owed(self) -> tuple[Owed, ...]:
        return owed(await self.case(), self.now)

    async def settle(self, *effects: str) -> "Story":
        """Let everything that is owed succeed, or only the effects named, until nothing is."""
        while True:
            todo = [one for one in await self.owed() if not effects or one.effect in effects]
            if not todo:
                return self
            for one in todo:
                file = await self.desk.cases.open(self.ref.owner_id, self.ref.case_id)
                await self.told(fact_of(one.key, file, self.now))

    async def time_passes(self, code: str, **length: float) -> Answer:
        """Move the time on and let the timer of that name run out."""
        self.now += timedelta(**length)
        return await self.say(c.PassDeadline(code), source="system")


def a_story(*orders: Order, tier: str = "standard", shop: Shop | None = None) -> Story:
    return Story(a_desk(*orders, tier=tier, shop=shop))


async def a_story_in(state: CaseState, **slots: Any) -> Story:
    """Return a case brought to a state by commands, facts and timers alone.

    INSPECTING is reached by a dispute, DECIDED by a deduction.
    """
    story = a_story(an_order(a_line(), a_line("2", WALL, 1)))
    if state is CaseState.DRAFT:
        await story.say(hubs())
        return story
    if state is CaseState.AWAITING_EVIDENCE:
        slots |= {"quantity": 2, "reason": "DAMAGED"}
    if state in {CaseState.IN_REVIEW, CaseState.DECLINED}:
        await story.say(c.SelectUnits((c.Units("O-1", "2"),)), *all_slots(**slots)[1:])
    else:
        await story.say(*all_slots(**slots))
    if state is not CaseState.QUOTED:
        await story.say(c.Confirm())
    await _further(story, state)
    assert (await story.case()).state is state
    return story


async def _further(story: Story, state: CaseState) -> None:
    inspected = {CaseState.INSPECTING, CaseState.DECIDED}
    settled = {CaseState.SETTLING, CaseState.CLOSED}
    shipped = {CaseState.IN_TRANSIT, CaseState.RECEIVED} | inspected | settled
    sent = {CaseState.AWAITING_SHIPMENT, CaseState.EXPIRED, CaseState.CANCELLED}
    if state is CaseState.DECLINED:
        await story.say(c.Decline("worn", "It shows wear."), source="staff")
    if state in shipped | sent:
        await story.settle()
    if state in shipped:
        tracking = (await story.case()).labels[0].tracking_number
        await story.say(c.Scan(tracking), source="carrier")
    if state in shipped - {CaseState.IN_TRANSIT}:
        await story.say(c.Receive(), source="staff")
    if state in settled | inspected:
        await story.say(c.Grade("C" if state in inspected else "A"), source="staff")
    if state is CaseState.INSPECTING:
        await story.say(c.Dispute("It was like new."))
    if state is CaseState.CLOSED:
        await story.settle()
    if state is CaseState.CANCELLED:
        await story.say(c.Cancel())
    if state is CaseState.EXPIRED:
        await story.time_passes("label", days=14)


async def a_case_in(state: CaseState, **slots: Any) -> Case:
    return await (await a_story_in(state, **slots)).case()
