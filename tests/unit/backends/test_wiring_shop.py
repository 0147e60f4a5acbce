"""A shop folder opened over the store: what was sent since is sold, in every edition alike."""

from pathlib import Path

from backends.feeds import Feeds
from backends.wiring_shop import embedded_search, open_editions
from returns.order import Product
from tests.contract.clocks import StandingClock

ZAVA = Path("shops/zava")


async def test_a_product_that_was_sent_is_known_and_found_within_seconds(documents):
    clock = StandingClock()
    editions = await open_editions(documents, ZAVA, clock, embedded_search(ZAVA))
    lamp = Product("PRD-9", "Aurora Bedside Lamp", "home", "Dims to a sunset.", 4_200)
    await Feeds(documents, "zava").put_product(lamp, 1)

    assert "PRD-9" not in (await editions.edition(None)).shop.catalog
    clock.advance(6)
    edition = await editions.edition(None)

    assert edition.shop.catalog["PRD-9"] == lamp
    assert edition.shop.version == editions.live.shop.version
    hits = await edition.searches.products.find("aurora bedside lamp", 3)
    assert hits[0].product_id == "PRD-9"


async def test_another_process_knows_it_from_its_start(documents):
    clock = StandingClock()
    await open_editions(documents, ZAVA, clock, embedded_search(ZAVA))
    lamp = Product("PRD-9", "Aurora Bedside Lamp", "home", "Dims to a sunset.", 4_200)
    await Feeds(documents, "zava").put_product(lamp, 1)

    again = await open_editions(documents, ZAVA, clock, embedded_search(ZAVA))

    assert again.live.shop.catalog["PRD-9"] == lamp
