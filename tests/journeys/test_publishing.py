"""A new version of the shop goes live under a running host, and back; open returns keep theirs."""

import pytest

from tests.host.process import eventually
from tests.journeys.golden import to_row
from tests.journeys.product import LOOPBACK, Product
from tools import publish_shop, switch

pytestmark = LOOPBACK


@pytest.fixture
def publishing(tmp_path):
    product = Product(tmp_path, {"robert": 4})
    yield product.start()
    product.stop()


def a_cheaper_shop(product, tmp_path):
    """Return a copy of the running shop's folder whose store credit has no bonus."""
    folder = tmp_path / "cheaper"
    folder.mkdir()
    for file in product.shop.iterdir():
        text = file.read_text(encoding="utf-8")
        if file.name == "shop.toml":
            assert 'bonus = "0.10"' in text
            text = text.replace('bonus = "0.10"', 'bonus = "0"')
        (folder / file.name).write_text(text, encoding="utf-8")
    return folder


def version(product):
    return product.host.get("/api/health").json()["shop_version"]


def at_once(customer):
    order = customer.twin.order()
    customer.say(f"return one Smart Home Hub from {order}, damaged, store credit, prepaid label")


def total(customer):
    return customer.case()["quote"]["total_minor"]


def test_a_return_keeps_its_price_while_the_next_one_gets_the_new_one(publishing, tmp_path):
    first = version(publishing)
    before = publishing.visit()
    to_row(before, 5)
    drafted = publishing.visit()
    to_row(drafted, 3)
    folder = a_cheaper_shop(publishing, tmp_path)
    told = ["--data", str(publishing.data), "--by", "nora", "--why", "too generous"]

    assert publish_shop.main(["--from", str(folder), *told]) == 0
    eventually(lambda: version(publishing) != first, within=20)
    after = publishing.visit()
    at_once(after)

    assert total(before) == 9899
    assert total(after) == 8999
    for words in ("store credit", "prepaid label"):
        drafted.say(words)
    assert total(drafted) == 9899
    before.say("yes")
    before.until_state("AWAITING_SHIPMENT")
    assert total(before) == 9899

    assert publish_shop.main(["--from", str(folder), "--back", "1", *told]) == 0
    eventually(lambda: version(publishing) == first, within=20)
    again = publishing.visit()
    at_once(again)
    assert total(again) == 9899


def test_a_shop_that_takes_no_returns_says_so_and_takes_them_again(publishing):
    told = ["--from", str(publishing.shop), "--data", str(publishing.data), "--why", "flood"]
    assert switch.main(["no-new-returns", *told]) == 0
    eventually(lambda: publishing.host.get("/api/health").json()["switches"] == ["no_new_returns"])
    customer = publishing.visit()

    said = customer.say("I want to return Smart Home Hub")

    assert "not taking new returns at the moment" in said, said
    assert switch.main(["no-new-returns", "--on", "0", *told]) == 0
    eventually(lambda: not publishing.host.get("/api/health").json()["switches"])
    assert "not taking" not in customer.say("I want to return Smart Home Hub")
