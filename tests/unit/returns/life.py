"""A case that lives at random: whatever is asked of it, in any order, by anybody, at any time.

A step is a pair of numbers; what it means follows from the case as it stands, so that a failing
life shrinks to a short story of numbers that always tells the same.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from returns import commands as c
from returns import events as e
from returns.basis import LineKey
from returns.case import Case
from returns.deadlines import deadlines
from returns.decide import Decision, decide, decide_fact
from returns.effects import effect_of
from returns.errors import CaseNotFound, CommandRefused, OrderNotFound, PaymentRefused
from returns.owed import owed
from returns.owner_file import OwnerFile
from returns.rules import Rules
from returns.shop import Shop
from tests.builders import NOW, SIGNER, a_batch
from tests.facts import fact_of

_REFUSALS = (CommandRefused, OrderNotFound, CaseNotFound, PaymentRefused)
_LIMITS = (0, 5_000, 10_000_000)
_PEOPLE = ("nora", "sam")

type Step = tuple[int, int]


@dataclass(slots=True)
class Life:
    """The case, its owner's file, and everything that was ever recorded or reported."""

    file: OwnerFile
    shop: Shop
    now: datetime = NOW
    recorded: list[e.Recorded] = field(default_factory=list)
    facts: list[e.EffectEvent] = field(default_factory=list)
    seen: Callable[["Life", Case | None, str], None] = lambda *_: None
    count: int = 0

    @property
    def case(self) -> Case | None:
        return self.file.case

    @property
    def rules(self) -> Rules:
        return Rules(self.shop, SIGNER)

    def live(self, steps: Iterable[Step]) -> "Life":
        for kind, pick in steps:
            STEPS[kind % len(STEPS)](self, pick)
        return self

    def ask(self, *asked: c.Command, source: str = "click", **rest: object) -> bool:
        """Apply a batch; return whether anything changed. A refusal changes nothing."""
        self.count += 1
        batch = a_batch(*asked, source=source, command_id=f"c{self.count}", **rest)
        before = self.file
        try:
            decision = decide(before, batch, self.rules, self.now)
        except _REFUSALS:
            assert self.file == before
            return False
        self._keep(decision, type(asked[0]).__name__)
        return decision.changed

    def report(self, fact: e.EffectEvent) -> bool:
        """Record what an effect did; return whether anything changed."""
        self.count += 1
        batch = a_batch(source="system", command_id=f"f{self.count}", actor="orchestration")
        decision = decide_fact(self.file, batch, fact, self.rules, self.now)
        self._keep(decision, f"fact {fact.type}")
        return decision.changed

    def _keep(self, decision: Decision, what: str) -> None:
        before = self.case
        self.recorded += decision.recorded
        ledgers = {**self.file.ledgers, **decision.ledgers}
        self.file = replace(self.file, case=decision.case, ledgers=ledgers)
        self.seen(self, before, what)

    def settle_all(self, most: int = 40) -> "Life":
        """Let everything succeed that is owed, as long as anything is."""
        for _ in range(most):
            todo = owed(self.case, self.now) if self.case else ()
            if not todo:
                break
            self.succeed(todo[0].key)
        return self

    def succeed(self, key: str) -> None:
        if effect_of(key) == "pass_deadline":
            code = key.split(":", 2)[2].rpartition("-")[0]
            self.ask(c.PassDeadline(code), source="system")
            return
        fact = fact_of(key, self.file, self.now)
        self.facts.append(fact)
        self.report(fact)


def _one[T](options: Iterable[T], pick: int) -> T | None:
    found = list(options)
    return found[pick % len(found)] if found else None


def _lines(life: Life) -> list[tuple[str, str, int]]:
    return [
        (order.order_id, line.line_id, line.quantity)
        for order in life.file.orders.values()
        for line in order.lines
    ]


def _mine(life: Life) -> list[LineKey]:
    return [line.key for line in life.case.lines] if life.case else []


def start(life: Life, _pick: int) -> None:
    life.ask(c.Start())


def select(life: Life, pick: int) -> None:
    order_id, line_id, quantity = _one(_lines(life), pick)
    wanted = 1 + (pick // 7) % (quantity + 1)  # now and then one more than there are
    life.ask(c.SelectUnits((c.Units(order_id, line_id, wanted),), add=pick % 3 == 0))


def resize(life: Life, pick: int) -> None:
    life.ask(c.SetQuantity(pick % 5))


def apart(life: Life, pick: int) -> None:
    life.ask(c.TakeApart("reason" if pick % 2 else "resolution"))


def reason(life: Life, pick: int) -> None:
    lines = tuple(filter(None, [_one(_mine(life), pick)])) if pick % 4 == 0 else ()
    life.ask(c.ChooseReason(_one(sorted(life.shop.reasons), pick), "because", lines=lines))


def resolution(life: Life, pick: int) -> None:
    lines = tuple(filter(None, [_one(_mine(life), pick)])) if pick % 4 == 0 else ()
    life.ask(c.ChooseResolution(_one(sorted(life.shop.resolutions), pick), lines))


def variant(life: Life, pick: int) -> None:
    life.ask(c.ChooseVariant(_one(sorted(life.shop.catalog), pick), "", _one(_mine(life), pick)))


def shipping(life: Life, pick: int) -> None:
    life.ask(c.ChooseShipping(_one(sorted(life.shop.shipping), pick), 1 + pick % 3))


def to_the_recap(life: Life, pick: int) -> None:
    for choose in (select, reason, resolution, shipping):
        choose(life, pick)


def confirm(life: Life, _pick: int) -> None:
    revision = life.case.revision if life.case else 0
    life.ask(c.Confirm(), revision=revision)


def customer(life: Life, pick: int) -> None:
    asked = (
        c.AnswerOffer(accepted=pick % 2 == 0),
        c.AddPhotos(("photo-1",)),
        c.ContinueWithoutPhotos(),
        c.ChangeMethod(_one(sorted(life.shop.shipping), pick)),
        c.Cancel(),
        c.HandOff("help"),
        c.AcceptDecision(),
        c.Dispute("it was whole"),
        c.Reopen("again"),
    )
    life.ask(_one(asked, pick), source="text" if pick % 2 else "click")


def staff(life: Life, pick: int) -> None:
    failed = life.case.effects if life.case else ()
    money = life.case.money if life.case else ()
    key, row = _one(failed, pick), _one(money, pick)
    asked = (
        c.Approve(),
        c.Approve(),
        c.Decline("review", "no"),
        c.AskMore(),
        c.HandBack(),
        c.Hold("wait"),
        c.ReleaseHold(),
        c.Override("settle_in_full", "good will"),
        c.Override("waive_fees", "good will"),
        c.RetryEffect(key.key if key else "none"),
        c.ReplaceMovement(row.planned.plan_id if row else "none"),
        c.Reopen("mistake"),
    )
    who, limit = _PEOPLE[pick % 2], _LIMITS[pick % 3]
    life.ask(_one(asked, pick // 3), source="staff", actor=who, limit_minor=limit)


def carrier(life: Life, pick: int) -> None:
    labels = life.case.labels if life.case else ()
    label = _one([one for one in labels if one.tracking_number], pick)
    number = label.tracking_number if label else "ZV-unheard"
    asked = (c.Scan(number), c.Scan(number, "delivered"), c.Scan("ZV-other"), c.ReportLost())
    life.ask(_one(asked, pick), source="carrier")


def warehouse(life: Life, pick: int) -> None:
    units = life.case.units if life.case else ()
    unit = _one(units, pick)
    grades = (*sorted(life.shop.grades), "wrong_item", "missing")
    asked: list[c.Command] = [c.Receive(), c.Grade(_one(grades, pick // 5))]
    if unit:
        asked += [c.Receive((unit.ref,)), c.GradeUnit(unit.ref, _one(grades, pick // 5))]
    life.ask(_one(asked, pick), source="staff", actor="dock")


def succeed(life: Life, pick: int) -> None:
    todo = _one(owed(life.case, life.now), pick) if life.case else None
    if todo:
        life.succeed(todo.key)


def succeed_in_all(life: Life, _pick: int) -> None:
    life.settle_all()


def fail(life: Life, pick: int) -> None:
    todo = _one(owed(life.case, life.now), pick) if life.case else None
    if todo is None or effect_of(todo.key) == "pass_deadline":
        return
    known = life.case.effect(todo.key)
    attempts = (known.attempts if known else 0) + 1
    again = life.now + timedelta(minutes=1) if pick % 3 else None
    fact: e.EffectEvent = e.EffectFailed(todo.key, attempts, again, "down")
    if effect_of(todo.key) in {"pay_refund", "issue_credit", "collect_difference"}:
        later = life.now + timedelta(hours=1)
        fact = _one(
            (
                fact,
                e.MoneyRefused(todo.key, "closed"),
                e.MoneySubmitted(todo.key, "p-1", later),
                e.EffectDeferred(todo.key, later, "paused"),
            ),
            pick,
        )
    life.report(fact)


def again(life: Life, pick: int) -> None:
    """Hear once more, however late, what an effect did."""
    fact = _one(life.facts, pick)
    if fact and life.case:
        assert not life.report(fact), f"{fact.type} counted twice"


def time_passes(life: Life, pick: int) -> None:
    life.now += timedelta(days=(0, 1, 3, 15, 40)[pick % 5], hours=1)
    for deadline in deadlines(life.case) if life.case else ():
        if deadline.at <= life.now:
            life.ask(c.PassDeadline(deadline.code), source="system")
            return


# What is common stands here several times.
STEPS: tuple[Callable[[Life, int], None], ...] = (
    start, select, select, resize, apart, reason, reason, resolution, resolution, variant,
    shipping, shipping, to_the_recap, to_the_recap, to_the_recap, confirm, confirm, confirm,
    customer, customer, staff, staff, staff, carrier, carrier, carrier, warehouse, warehouse,
    warehouse, warehouse, succeed, succeed, succeed, succeed_in_all, succeed_in_all,
    succeed_in_all, fail, again, again, time_passes,
)  # fmt: skip
