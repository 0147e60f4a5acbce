"""Which version of a shop decides: the one a case began with, and the live one for all else."""

from dataclasses import replace

import pytest

from backends.catalog import Catalog
from backends.documents_counting import CountingDocuments
from backends.documents_sqlite import SqliteDocuments
from backends.editions import Edition, Editions
from backends.feeds import Feeds
from backends.interpreter_switched import SwitchedInterpreter
from backends.policy_file import PolicyUnreadable
from backends.publications import Publications, ShopText
from backends.switchboard import Switchboard
from returns import commands as c
from returns.errors import BackendUnavailable
from returns.interpretation import Understanding
from returns.rules import Rules
from tests.builders import HUB, NOW, SIGNER, a_product, a_shop, a_story
from tests.contract.clocks import StandingClock
from tests.one_edition import NOTHING_FOUND

OLD, NEW = ShopText("old", "Version: 7 (2026-01-31)"), ShopText("new", "Version: 8 (2026-02-28)")


def bound(text: ShopText) -> Edition:
    if text.settings == "broken":
        raise PolicyUnreadable(1, "this release reads it no more")
    return Edition(a_shop(name=text.settings, version=text.version), NOTHING_FOUND)


class Shop:
    """A shop whose OLD version is live, read by one process."""

    def __init__(self, documents: CountingDocuments) -> None:
        self.documents = documents
        self.clock = StandingClock()
        self.publications = Publications(documents, "corner")
        self.editions = self.process()

    def process(self) -> Editions:
        first = bound(OLD)
        rules = Rules(first.shop, SIGNER)
        catalog = Catalog(self.documents, "corner", {})
        return Editions(self.documents, rules, self.clock, bound, first, catalog)

    async def publish(self, text: ShopText) -> None:
        await self.publications.publish(text, NOW, by="nora", why="")


@pytest.fixture
async def shop():
    documents = await SqliteDocuments.open(":memory:", StandingClock())
    shop = Shop(CountingDocuments(documents))
    await shop.publish(OLD)
    yield shop
    await documents.close()


async def a_case(shop):
    """Return a case begun with what is live."""
    live = (await shop.editions.edition(None)).shop
    story = a_story(shop=live)
    await story.say(c.Start())
    return await story.case()


async def test_a_case_keeps_the_version_it_began_with(shop):
    case = await a_case(shop)
    await shop.publish(NEW)
    shop.clock.advance(6)

    assert (await shop.editions.rules_for(None)).shop.name == "new"
    assert (await shop.editions.rules_for(case)).shop.name == "old"
    assert (await shop.editions.edition(case)).shop.version == OLD.version


async def test_a_process_that_never_saw_a_version_reads_it_when_a_case_needs_it(shop):
    await shop.publish(NEW)
    shop.clock.advance(6)
    case = await a_case(shop)
    await shop.publications.back(NOW, by="nora", why="")

    assert case.shop_version == NEW.version
    assert (await shop.process().rules_for(case)).shop.name == "new"


async def test_a_publication_is_seen_within_five_seconds_and_not_asked_for_before(shop):
    await shop.editions.refresh()
    await shop.publish(NEW)
    shop.documents.reset()
    for _ in range(10):
        assert (await shop.editions.edition(None)).shop.name == "old"
    assert shop.documents.trips == 0

    shop.clock.advance(5)
    assert (await shop.editions.edition(None)).shop.name == "new"


async def test_a_version_that_is_not_there_is_an_outage_and_never_another_version(shop):
    case = replace(await a_case(shop), shop_version="9-lost")
    with pytest.raises(BackendUnavailable, match="9-lost"):
        await shop.editions.rules_for(case)


async def test_a_version_that_this_release_cannot_read_is_an_outage_for_its_cases_alone(shop):
    broken = ShopText("broken", "")
    case = replace(await a_case(shop), shop_version=broken.version)
    await shop.publish(broken)
    await shop.publications.back(NOW, by="nora", why="")
    with pytest.raises(BackendUnavailable, match="reads it no more"):
        await shop.editions.rules_for(case)
    assert (await shop.editions.rules_for(None)).shop.name == "old"


async def test_nothing_is_decided_while_the_store_cannot_say_what_is_live(shop):
    await shop.editions.refresh()
    shop.clock.advance(6)
    shop.documents.reset()
    shop.documents.script.down.add(0)
    with pytest.raises(BackendUnavailable):
        await shop.editions.rules_for(None)
    assert (await shop.editions.rules_for(None)).shop.name == "old"


async def test_what_was_live_answers_until_it_was_read_anew_with_the_products_sent(shop):
    await shop.editions.refresh()
    before = shop.editions.live
    await Feeds(shop.documents, "corner").put_product(a_product(HUB, "Hub", "home", 1), 1)
    shop.clock.advance(6)
    shop.documents.reset()
    shop.documents.script.down.add(2)  # the text of the version, after the products
    with pytest.raises(BackendUnavailable):
        await shop.editions.refresh()
    assert shop.editions.live is before

    await shop.editions.refresh()
    assert shop.editions.live is not before


async def test_switches_reach_what_is_decided(shop):
    board = Switchboard(shop.documents, "corner")
    await board.turn("no-new-returns", NOW, on=True, by="ines", why="flood")
    assert (await shop.editions.rules_for(None)).switches.no_new_returns
    assert not (await shop.editions.rules_for(None)).switches.pause_refunds


class Says:
    def __init__(self, route: str) -> None:
        self.route = route

    async def interpret(self, _text, _screen):
        return Understanding((), self.route)


async def test_no_model_is_called_while_only_the_rules_may_read(shop):
    switched = SwitchedInterpreter(Says("llm"), Says("rules"), shop.editions)
    await shop.editions.refresh()
    assert (await switched.interpret("", None)).route == "llm"

    board = Switchboard(shop.documents, "corner")
    await board.turn("rules-only", NOW, on=True, by="ines", why="the model is down")
    shop.clock.advance(6)
    await shop.editions.refresh()
    assert (await switched.interpret("", None)).route == "rules"
