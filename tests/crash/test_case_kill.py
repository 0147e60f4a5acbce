"""The golden scenario, killed twenty-odd times on its way, ends like one nobody touched.

One hub, one customer, so what each process does is known to the step: a crash point with its
pass names one effect of one turn. After a death the next process begins on the same data, and a
turn whose answer was lost is repeated under its own key, as the page does.
"""

import json

import httpx
import pytest

from tests.journeys import golden
from tests.journeys.golden import ROWS
from tests.journeys.preloaded import Preloaded
from tests.journeys.product import LOOPBACK, Product

pytestmark = [pytest.mark.timeout(400), pytest.mark.kill, *LOOPBACK]

_KILLED = -9
_CRASHED = 137


class Story:
    """The data every process shares, the customer, and the processes that have died so far."""

    def __init__(self, product: Product, preloaded: Preloaded) -> None:
        self.product = product
        self._preloaded = preloaded
        self.deaths: list[str] = []
        self.customer = None

    def live(self, crash_at: str | None = None) -> None:
        """Start the next process; with a crash point it will die there by itself."""
        environment = {"LOCAL_HOST_CRASH_AT": crash_at} if crash_at else {}
        self._doomed = crash_at
        try:
            self.product.start(self._preloaded.launch, **environment)
        except (httpx.TransportError, AssertionError):
            # A point that recovery passes may kill it before it answers anybody.
            if crash_at is None:
                raise
            return
        if self.customer:
            self.customer.http.base_url = self.product.url

    def turn(self, number: int) -> bool:
        """Take a turn; whether its answer came before the process died."""
        words = ROWS[number]
        try:
            said = words.type(Repeating(self.customer, f"turn-{number}"))
        except httpx.TransportError:
            return False
        assert said.startswith(words.reply), said
        return True

    def quiet(self, number: int) -> None:
        """Wait until a turn's state is shown and nothing more is owed."""
        self.customer.until_shown(*ROWS[number].shown)

    def act(self, name: str, **body: str) -> None:
        try:
            answered = self.customer.simulate(name, **body)
        except httpx.TransportError:
            return
        assert answered.status_code == 200, answered.text

    def dies(self) -> None:
        """See the process end at its crash point."""
        assert self.product.host.exit_code() == _CRASHED, self.product.host.output[-3000:]
        self.product.host.close()
        self.deaths.append(self._doomed)

    def killed(self) -> None:
        """End the process as a power cut would, whatever it is doing."""
        self.product.host.kill()
        assert self.product.host.exit_code() == _KILLED
        self.deaths.append("kill -9")

    def recorded(self, kind: str) -> int:
        return self.product.records.kinds(self.customer.case_id)[kind]


class Repeating:
    """A customer whose words carry the key of their turn, so that repeating them is harmless."""

    def __init__(self, customer, key: str) -> None:
        self._customer = customer
        self._key = key
        self.twin = customer.twin

    def say(self, text: str) -> str:
        return self._customer.say(text, idempotency_key=self._key)


@pytest.fixture
def story(tmp_path):
    preloaded = Preloaded()
    story = Story(Product(tmp_path, {"robert": 3}), preloaded)
    yield story
    story.product.stop()
    preloaded.close()


def test_a_return_killed_at_every_step_ends_as_if_nothing_had_happened(story):
    choosing(story)
    approving(story)
    settling(story)

    story.live()
    story.customer.until_state("CLOSED")
    assert story.customer.custom()["revision"] == 6
    assert len(story.deaths) >= 20, story.deaths
    nothing_twice_and_nothing_lost(story)
    conversation_is_whole(story)
    same_as_undisturbed(story)


def choosing(story):
    """Turns 1 to 5: the start, the bell and both searches are interrupted."""
    story.live()
    story.customer = story.product.visit()
    story.killed()

    story.live("start.committing")
    assert not story.turn(0)
    story.dies()

    # The first bell meets no instance yet and starts one; the second is lost halfway.
    story.live("post.committing:2")
    assert story.turn(0)
    story.quiet(0)
    assert not story.turn(1)
    story.dies()

    # One look at the case for the repeated turn, one for the next; then the searches.
    story.live("activity.taken:3")
    assert story.turn(1)
    story.quiet(1)
    answered = story.turn(2)
    story.dies()
    assert story.recorded("clauses_found") + story.recorded("similar_cases_found") == 0

    story.live("activity.returned")
    story.dies()
    assert story.recorded("clauses_found") + story.recorded("similar_cases_found") >= 1

    story.live("activity.committing:2")
    story.dies()
    assert story.recorded("clauses_found") == story.recorded("similar_cases_found") == 1

    story.live()
    assert answered or story.turn(2)
    story.quiet(2)
    assert story.turn(3)
    story.killed()

    story.live()
    story.quiet(3)
    assert story.turn(4)
    story.killed()

    story.live()
    story.quiet(4)
    story.killed()


def approving(story):
    """The yes: order, slot, label and notice each die in the middle, before and after the act."""
    # A look at the case comes first, then update_order.
    story.live("activity.taken:2")
    answered = story.turn(5)
    story.dies()
    assert story.recorded("approved") == 1
    assert story.recorded("order_updated") == 0

    story.live("activity.returned")
    story.dies()
    assert story.recorded("order_updated") == 1

    story.live("activity.returned:2")
    story.dies()
    assert story.recorded("inbound_reserved") == 1

    story.live("activity.taken:2")
    story.dies()
    assert story.recorded("label_made") == 0

    story.live("activity.returned")
    story.dies()
    assert story.recorded("label_made") == 1

    story.live("episode.committing")
    story.dies()

    # Another look, then the notice.
    story.live("activity.committing:2")
    story.dies()
    assert story.recorded("notice_sent") == 1

    story.live()
    assert answered or story.turn(5)
    story.quiet(5)
    story.act("scan")
    story.killed()


def settling(story):
    """Carrier and warehouse: credit and stock die in the middle, and so does the end itself."""
    story.live()
    story.customer.until_state("IN_TRANSIT")
    story.act("receive")
    story.killed()

    story.live()
    story.customer.until_state("RECEIVED")
    story.killed()

    story.live("activity.taken:2")
    story.act("grade", grade="A")
    story.dies()
    assert story.recorded("money_moved") == 0

    story.live("activity.returned")
    story.dies()
    assert story.recorded("money_moved") == 1

    # The bonus is a movement of its own.
    story.live("activity.committing:2")
    story.dies()
    assert story.recorded("money_moved") == 2
    assert story.recorded("restocked") == 0

    story.live("activity.committing:2")
    story.dies()
    assert story.recorded("restocked") == 1

    story.live("end.committing")
    story.dies()
    assert story.recorded("closed") == 1


def nothing_twice_and_nothing_lost(story):
    store, case_id = story.product.records, story.customer.case_id
    who, order = story.customer.twin.customer_id, story.customer.twin.order()
    assert store.label_files(case_id) == [f"{case_id}-make_label-PREPAID_LABEL-1.pdf"]
    assert len(store.parcels(case_id)) == 1
    assert len(store.provided(case_id, "inbound")) == 1
    assert store.movements(case_id) == [("credit_bonus", 900), ("credit_principal", 8999)]
    assert store.notices(case_id) == ["closed", "logistics_ready", "received"]
    assert store.stock_moves(case_id) == [
        {"kind": "move", "product": "product:PRD-1005", "units": 1}
    ]
    assert store.order_status(who, order) == "RETURN_INITIATED"
    assert [unit["state"] for unit in store.units(who, order)] == ["restocked"]
    assert len(store.cases(who)) == 1
    assert story.customer.status()["runtimeStatus"] == "Completed"
    assert story.customer.label().startswith(b"%PDF")


def conversation_is_whole(story):
    """Whether every turn is in the conversation once, each card answered but the last."""
    items = story.customer.open()
    heard = [item for item in items if item["type"] == "user_message"]
    cards = [item for item in items if item["type"] == "widget"]
    assert len(heard) == 6
    assert len(cards) == 6
    assert not any(golden.actions_of(card["widget"]) for card in cards[:-1])
    assert "Complete" in str(cards[-1]["widget"])


def same_as_undisturbed(story):
    """Compare with a customer whom nobody disturbs."""
    other, store = story.product.visit(), story.product.records
    golden.to_row(other, 6)
    golden.to_warehouse(other)

    def facts(customer):
        own = customer.twin.order()
        choices = json.dumps(store.choices(customer.case_id)).replace(own, "ORDER")
        effects = store.effects(customer.case_id).elements()
        return choices, sorted(effect.replace(own, "ORDER") for effect in effects)

    assert facts(story.customer) == facts(other)
