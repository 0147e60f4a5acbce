"""What is asked of the service, word by word, and when a hit is an answer."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from backends.embeddings_embedded import embedded
from backends.search_answers import NEAR
from backends.search_documents import Shelf, policy_contents
from tests.contract.search.meanings import Meanings
from tests.contract.search.shelves import CLAUSES, a_shop, clause
from tests.harness.search_service.service import SCOPE, Reply
from tests.harness.search_service.transport import Credential

if TYPE_CHECKING:
    from tests.contract.search.shelves import Stub
    from tests.harness.search_service.service import SearchService

SHOP = a_shop()
EDITION = Shelf.of(SHOP, policy_contents(SHOP, CLAUSES), version="3").edition
SHELF = f"shop_id eq 'corner' and edition eq '{EDITION}'"


@pytest.fixture
async def filled(stub: Stub, service: SearchService) -> Stub:
    """The stub with the shop in it; only later requests are seen."""
    await stub.publish(SHOP)
    service.seen.clear()
    return stub


async def test_a_question_is_one_hybrid_query_of_one_shop_and_edition(
    filled: Stub, service: SearchService
):
    credential = Credential()
    async with filled.searches(SHOP, credential=credential) as searches:
        await searches.policy.find("restocking fee, please!", 2)

    (request,) = service.questions
    assert request.name == "POST /indexes('returns-policy')/docs/search.post.search"
    assert request.url.endswith("?api-version=2026-04-01")
    body: dict[str, Any] = dict(request.body)
    (nearest,) = body.pop("vectorQueries")
    assert body == {
        "search": "restocking fee please",
        "queryType": "simple",
        "searchMode": "any",
        "searchFields": "title_en,text_en",
        "filter": SHELF,
        "select": "title_en,text_en,section,version",
        "top": 12,
        "vectorFilterMode": "preFilter",
        "debug": "vector",
    }
    assert nearest.pop("vector") == embedded(["restocking fee please"])[0].tolist()
    assert nearest == {"kind": "vector", "k": 50, "fields": "vector"}
    assert credential.asked == [SCOPE]


async def test_a_named_section_is_looked_up_and_nothing_else_is_asked(
    filled: Stub, service: SearchService
):
    async with filled.searches(SHOP) as searches:
        await searches.policy.find("section 4.1", 2)

    (request,) = service.questions
    assert request.body == {
        "search": "*",
        "filter": f"{SHELF} and (section eq '4.1' or chapter eq '4.1')",
        "select": "title_en,text_en,section,version",
        "orderby": "position",
        "top": 1000,
    }


@pytest.mark.parametrize("question", ["", "the policy", "and what about it?", "-+*"])
async def test_a_question_that_asks_nothing_is_not_sent(
    filled: Stub, service: SearchService, question: str
):
    async with filled.searches(SHOP) as searches:
        assert await searches.policy.find(question, 3) == ()

    assert service.seen == []


async def test_a_long_question_is_cut_before_it_is_sent(filled: Stub, service: SearchService):
    async with filled.searches(SHOP) as searches:
        await searches.policy.find("restocking " * 1_000, 3)

    assert len(service.questions[0].body["search"]) <= 1_000


async def test_what_the_shop_is_called_ends_no_condition(stub: Stub, service: SearchService):
    quoted = a_shop("o'corner' or 'x' eq 'x")
    await stub.publish(quoted)
    async with stub.searches(quoted) as searches:
        found = await searches.policy.find("restocking fee", 1)

    assert found[0].section == "6.1"
    assert "shop_id eq 'o''corner'' or ''x'' eq ''x'" in service.questions[-1].body["filter"]


async def test_one_shop_never_sees_what_another_says(stub: Stub):
    other = [clause("6.1", "Restocking fee", "It is 99% everywhere else.")]
    await stub.publish(SHOP)
    await stub.publish(a_shop("rival"), other, cases=[])

    async with stub.searches(SHOP) as ours, stub.searches(a_shop("rival"), other) as theirs:
        assert "15%" in (await ours.policy.find("restocking fee", 3))[0].text
        assert "99%" in (await theirs.policy.find("restocking fee", 3))[0].text
        assert await theirs.similar_cases.find("Smart Home Hub", 3) == ()


@pytest.mark.parametrize(
    ("locale", "fields"),
    [
        ("de", "title_de,text_de"), ("fr-CA", "title_fr,text_fr"), ("EN-us", "title_en,text_en"),
        ("nl", "title_other,text_other"),
    ],
)  # fmt: skip
async def test_a_shop_is_read_by_the_analyzer_of_its_language(
    stub: Stub, service: SearchService, locale: str, fields: str
):
    shop = a_shop(locale=locale)
    await stub.publish(shop)
    async with stub.searches(shop) as searches:
        (found,) = await searches.policy.find("hygiene", 1)

    assert (found.title, found.text) == (CLAUSES[2].title, CLAUSES[2].text)
    assert service.questions[-1].body["searchFields"] == fields


async def test_the_ranker_reads_again_only_where_it_was_asked_to(
    filled: Stub, service: SearchService
):
    async with filled.searches(SHOP, semantic=True) as searches:
        await searches.policy.find("restocking fee", 1)

    body = service.questions[-1].body
    assert (body["queryType"], body["semanticConfiguration"]) == ("semantic", "passages-en")


async def test_the_score_of_the_ranker_counts_where_there_is_one(
    filled: Stub, service: SearchService
):
    rows = [
        {"@search.score": 0.01, "@search.rerankerScore": score, "section": section, "version": "3",
         "title_en": "Restocking fee", "text_en": "It is 15%."}
        for section, score in (("6.1", 3.2), ("6.2", 1.6))
    ]  # fmt: skip
    async with filled.met(SHOP, semantic=True) as searches:
        service.plan(Reply(200, {"value": rows}))
        found = await searches.policy.find("restocking fee", 2)

    assert [(clause.section, clause.score) for clause in found] == [("6.1", 1.0), ("6.2", 0.5)]


@pytest.mark.parametrize(
    ("cosine", "sections"), [(NEAR + 0.01, ["3.2"]), (NEAR - 0.01, []), (0.0, [])]
)
async def test_without_a_word_in_common_only_a_near_meaning_answers(
    stub: Stub, cosine: float, sections: list[str]
):
    meanings = Meanings()
    meanings.near("bikini bottoms worn once", "Hygiene", cosine)
    await stub.publish(SHOP, embeddings=meanings)

    async with stub.searches(SHOP, embeddings=meanings) as searches:
        found = await searches.policy.find("bikini bottoms worn once", 3)

    assert [clause.section for clause in found] == sections


async def test_without_the_cosines_of_the_service_words_decide_alone(
    filled: Stub, service: SearchService
):
    def row(section: str, title: str, text: str) -> dict[str, Any]:
        return {
            "@search.score": 0.03, "section": section, "version": "3",
            "title_en": title, "text_en": text,
        }  # fmt: skip

    async with filled.met(SHOP) as searches:
        service.plan(
            Reply(
                200,
                {"value": [row("9.9", "Weather", "Rain."), row("6.1", "Restocking fee", "15%")]},
            )
        )
        found = await searches.policy.find("restocking fee", 3)

    assert [(clause.section, clause.score) for clause in found] == [("6.1", 1.0)]


def test_an_edition_is_named_after_what_it_says_and_how_it_is_read():
    changed = [*CLAUSES[:-1], replace(CLAUSES[-1], text="Cards show the money within 3 days.")]

    def edition(shop: Any, clauses: Any) -> str:
        return Shelf.of(shop, policy_contents(shop, clauses), version=shop.policy_version).edition

    same = edition(a_shop(), list(CLAUSES))
    others = {
        edition(a_shop(), changed),
        edition(a_shop(), CLAUSES[::-1]),
        edition(a_shop(locale="de"), CLAUSES),
        edition(a_shop(version="4"), CLAUSES),
    }
    assert same == EDITION
    assert len({same, *others}) == 5
