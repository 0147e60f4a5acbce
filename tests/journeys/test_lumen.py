"""A second shop runs with no code of its own: fashion, euros, three languages, exchanges first.

Its words, windows, ways and amounts come from `shops/lumen`; the folder as it is committed serves.
The last test moves the clock, so that nothing may follow it.
"""

import pytest

from tests.journeys.product import LOOPBACK, Product
from tests.journeys.shop_copy import Twin

pytestmark = LOOPBACK


@pytest.fixture(scope="module")
def lumen(tmp_path_factory):
    product = Product(tmp_path_factory.mktemp("lumen"), {})
    yield product.start(RETURNS_SHOP="shops/lumen")
    product.stop()


def visit(lumen, person_id, name):
    return lumen.visit(Twin(person_id, f"{name}@lumen.example", {}))


def say(customer, locale, *words):
    for each in words:
        customer.say(each, locale=locale)


def amounts(customer):
    quote = customer.case()["quote"]
    lines = {line["code"]: line["minor"] for line in quote["lines"]}
    return quote["currency"], lines, quote["total_minor"]


def play(customer, *acts):
    for act, rest, state in acts:
        answer = customer.simulate(act, **rest)
        assert answer.status_code == 200, answer.text
        customer.until_state(state)


def test_trousers_are_exchanged_in_french_and_sent_with_the_first_scan(lumen):
    camille = visit(lumen, "L-03", "camille.laurent")
    say(camille, "fr", "Je veux retourner le Straight Jeans", "mauvaise taille")
    card = camille.card_text()
    assert card.index("Échange") < card.index("Avoir") < card.index("Remboursement")
    assert "93,45" in card
    say(camille, "fr", "échange")
    camille.click("select_variant", variant="32")
    card = camille.card_text()
    assert card.index("Dépôt en point relais") < card.index("Étiquette prépayée")
    say(camille, "fr", "dépôt en point relais", "oui")
    camille.until_state("AWAITING_SHIPMENT")
    play(camille, ("scan", {}, "IN_TRANSIT"))
    camille.until(lambda: lumen.records.kinds(camille.case_id)["exchange_placed"] == 1, "exchange")
    assert amounts(camille)[0] == "EUR"
    play(camille, ("receive", {}, "RECEIVED"), ("grade", {"grade": "A"}, "CLOSED"))
    assert lumen.records.movements(camille.case_id) == []


def test_boots_with_a_broken_zip_come_back_under_the_warranty_alone(lumen):
    sofia = visit(lumen, "L-07", "sofia.rossi")
    say(sofia, "en", "my boots have a broken zip")
    card = sofia.card_text()
    assert "Repair" in card
    assert "Replacement" in card
    assert "Refund" not in card
    say(sofia, "en", "repair", "drop off", "yes")
    # Faulty goods worth 199 euros: photos first, or a person.
    assert sofia.case()["state"] == "AWAITING_EVIDENCE"


def test_a_part_of_a_set_leaves_the_rest_at_its_own_price(lumen):
    hugo = visit(lumen, "L-04", "hugo.moreau")
    say(hugo, "en", "return the silk tie", "I don't like it", "refund", "bring it to a store")
    assert amounts(hugo) == ("EUR", {"goods": 4_675, "bundle": -375}, 4_300)


def test_an_order_has_one_return_at_a_time(lumen):
    emma = visit(lumen, "L-05", "emma.byrne")
    emma.say("return the outlet summer dress from LU-5010", locale="en")
    assert emma.case()["items"][0]["order_id"] == "LU-5010"
    say(emma, "en", "wrong size", "refund", "drop off")
    assert amounts(emma) == ("EUR", {"goods": 3_900, "shipping": -290}, 3_610)
    say(emma, "en", "yes")
    emma.until_state("AWAITING_SHIPMENT")
    again = visit(lumen, "L-05", "emma.byrne")
    said = again.say("return the outlet summer dress from LU-5010", locale="en")
    assert "already" in said.lower(), said


def test_a_sweater_is_refunded_in_german_less_the_way_back_and_the_wear(lumen):
    anna = visit(lumen, "L-01", "anna.schmidt")
    say(
        anna, "de", "Ich möchte einen Merino Sweater zurückgeben", "falsche Größe",
        "Erstattung", "Paketshop",
    )  # fmt: skip
    # Studio members pay nothing for the way back; goods are gross, tax is inside.
    assert amounts(anna) == ("EUR", {"goods": 8_900}, 8_900)
    say(anna, "de", "ja")
    anna.until_state("AWAITING_SHIPMENT")
    play(
        anna, ("scan", {}, "IN_TRANSIT"), ("receive", {}, "RECEIVED"),
        ("grade", {"grade": "B"}, "DECIDED"),
    )  # fmt: skip
    assert lumen.records.movements(anna.case_id) == []
    lumen.advance(days=11)
    lumen.sweep()
    anna.until_state("CLOSED")
    assert lumen.records.movements(anna.case_id) == [("refund", 8_010)]
