"""How a shop's folder gets into the indexes, and how one version makes way for the next."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from backends import search_indexes as i
from backends.search_index_changes import Change
from backends.search_publishing import Published
from tests.contract.search.meanings import Meanings
from tests.contract.search.shelves import CASES, CLAUSES, PRODUCTS, a_shop, product

if TYPE_CHECKING:
    from tests.contract.search.shelves import Stub
    from tests.harness.search_service.service import SearchService

SHOP = a_shop()
SENT = "/docs/search.index"
SAME_DAY = replace(CLAUSES[-1], text="Cards show the money the same day.")
NEXT = [replace(one, version="4") for one in (*CLAUSES[:-1], SAME_DAY)]


async def test_everything_is_made_and_sent_once(stub: Stub, service: SearchService):
    first = await stub.publish(SHOP)
    service.seen.clear()
    again = await stub.publish(SHOP)

    assert [(one.name, one.change, one.published) for one in first] == [
        ("returns-policy", Change.CREATED, Published(8, 0, 0)),
        ("returns-products", Change.CREATED, Published(5, 0, 0)),
        ("returns-past-cases", Change.CREATED, Published(3, 0, 0)),
    ]
    assert [(one.change, one.published) for one in again] == [
        (Change.UNCHANGED, Published(0, 8, 0)),
        (Change.UNCHANGED, Published(0, 5, 0)),
        (Change.UNCHANGED, Published(0, 3, 0)),
    ]
    assert service.bodies(SENT) == []


async def test_a_document_says_what_the_port_answers_and_whose_it_is(
    stub: Stub, service: SearchService
):
    await stub.publish(SHOP)

    (sent,) = service.bodies("('returns-past-cases')/docs/search.index")
    case = {name: value for name, value in sent["value"][0].items() if name != "vector"}
    assert len(case.pop("id")) == len(case.pop("fingerprint")) == 40
    assert case == {
        "@search.action": "upload",
        "shop_id": "corner",
        "edition": "only",
        "title_en": "Smart Home Hub",
        "text_en": "smart_home DAMAGED EXCHANGE The corner was cracked. Replaced.",
        "case_id": "A",
        "category": "smart_home",
        "reason": "DAMAGED",
        "resolution": "EXCHANGE",
        "said": "The corner was cracked.",
        "outcome": "Replaced.",
    }


async def test_every_fact_of_a_document_is_a_field_of_its_index(stub: Stub, service: SearchService):
    await stub.publish(SHOP)

    for index in i.INDEXES:
        fields = {one["name"] for one in i.definition("returns", index, 64)["fields"]}
        words = {name for name in fields if name.startswith(("title_", "text_"))}
        for document in service.documents[f"returns-{index}"].values():
            assert document.keys() - words == fields - words


async def test_a_price_or_a_stock_changes_nothing_that_is_searched(stub: Stub):
    await stub.publish(SHOP)
    dearer = {one.product_id: replace(one, price_minor=9, stock=7) for one in PRODUCTS}

    _, products, _ = await stub.publish(replace(SHOP, catalog=dearer))

    assert products.published == Published(0, 5, 0)


async def test_the_next_version_stands_beside_the_one_that_is_read(stub: Stub):
    new = a_shop(version="4")
    await stub.publish(SHOP)
    async with stub.searches(SHOP) as running, stub.searches(new, NEXT) as deployed:
        policy, products, cases = await stub.publish(new, NEXT)
        (before,) = await running.policy.find("when is a card paid its money", 1)
        (after,) = await deployed.policy.find("when is a card paid its money", 1)

    assert (before.version, after.version) == ("3", "4")
    assert ("5 working days" in before.text, "same day" in after.text) == (True, True)
    assert (policy.others, products.others, cases.others) == (8, 0, 0)


async def test_an_edition_that_nobody_reads_is_deleted_when_asked(
    stub: Stub, service: SearchService
):
    new = a_shop(version="4")
    await stub.publish(a_shop("rival"))
    await stub.publish(SHOP)
    await stub.publish(new, NEXT)

    policy, *_ = await stub.publish(new, NEXT, only_this_edition=True)

    kept = [
        (one["shop_id"], one["version"]) for one in service.documents["returns-policy"].values()
    ]
    assert policy.others == 8
    assert sorted(set(kept)) == [("corner", "4"), ("rival", "3")]
    assert len(kept) == 16


async def test_a_settled_return_taken_out_of_the_folder_is_gone_at_once(
    stub: Stub, service: SearchService
):
    await stub.publish(SHOP)

    *_, cases = await stub.publish(SHOP, cases=CASES[1:])

    left = [one["case_id"] for one in service.documents["returns-past-cases"].values()]
    assert (cases.published, left) == (Published(0, 2, 1), ["B", "C"])


async def test_vectors_of_another_model_are_made_anew(stub: Stub):
    await stub.publish(SHOP, embeddings=Meanings("small"))

    policy, *_ = await stub.publish(SHOP, embeddings=Meanings("large"))

    assert policy.published == Published(8, 0, 0)


async def test_a_large_catalog_is_embedded_and_sent_in_parts(stub: Stub, service: SearchService):
    many = [product(number, f"Lamp {number}", "home", "A lamp.") for number in range(150)]
    shop = replace(SHOP, catalog={one.product_id: one for one in many})
    meanings = Meanings()
    meanings.dimensions = 200

    _, products, _ = await stub.publish(shop, embeddings=meanings)

    parts = [len(body["value"]) for body in service.bodies("('returns-products')" + SENT)]
    assert (products.published.sent, parts) == (150, [64, 64, 22])
    assert [len(texts) for texts in meanings.asked[1:4]] == parts


async def test_a_listing_goes_on_past_a_full_page(stub: Stub, service: SearchService):
    await stub.publish(SHOP)
    index = stub.index("returns-policy")
    stored = {"shop_id": "corner", "edition": "long", "fingerprint": "f"}
    documents = {f"{number:06}": stored | {"id": f"{number:06}"} for number in range(2_000)}
    service.documents["returns-policy"] |= documents
    service.seen.clear()

    found = await index.every_document("edition eq 'long'", ["fingerprint"])

    assert [one["id"] for one in found] == list(documents)
    assert len(service.seen) == 3
    await index.close()


async def test_two_who_publish_at_once_leave_one_of_each(stub: Stub, service: SearchService):
    await asyncio.gather(stub.publish(SHOP), stub.publish(SHOP))

    assert [len(documents) for documents in service.documents.values()] == [8, 5, 3]


@pytest.mark.parametrize("index", i.INDEXES)
def test_an_index_holds_nothing_that_tells_whose_a_case_was(index: str):
    names = {one["name"] for one in i.definition("returns", index, 64)["fields"]}

    assert not [name for name in names if "customer" in name or "owner" in name or "order" in name]
