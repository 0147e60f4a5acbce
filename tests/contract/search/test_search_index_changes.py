"""How an index becomes what its definition says, and which changes are refused with a reason."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import pytest

from backends import search_indexes as i
from backends.search_index_changes import Change, IndexIncompatible
from returns.errors import BackendUnavailable
from tests.harness.search_service.service import Reply

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from backends.search_index_changes import AzureIndexes
    from tests.contract.search.shelves import Stub
    from tests.harness.search_service.service import SearchService

POLICY = i.definition("returns", i.POLICY, 1536)


@pytest.fixture
async def indexes(stub: Stub) -> AsyncIterator[AzureIndexes]:
    indexes = stub.indexes()
    yield indexes
    await indexes.close()


def changed(**fields: dict[str, Any]) -> dict[str, Any]:
    """Return the policy's index with some fields different, and with those it does not have."""
    definition = copy.deepcopy(POLICY)
    named = {one["name"]: one for one in definition["fields"]}
    for name, parts in fields.items():
        if name in named:
            named[name] |= parts
        else:
            definition["fields"].append({"name": name} | parts)
    return definition


def puts(service: SearchService) -> list[Any]:
    return [request for request in service.seen if request.method == "PUT"]


def test_the_definition_is_what_the_service_reads():
    fields = {one["name"]: one for one in POLICY["fields"]}

    assert POLICY["name"] == "returns-policy"
    assert [name for name, one in fields.items() if one["key"]] == ["id"]
    assert {name: one["analyzer"] for name, one in fields.items() if "analyzer" in one} == {
        "title_en": "en.microsoft", "text_en": "en.microsoft",
        "title_de": "de.microsoft", "text_de": "de.microsoft",
        "title_fr": "fr.microsoft", "text_fr": "fr.microsoft",
        "title_other": "standard.lucene", "text_other": "standard.lucene",
    }  # fmt: skip
    assert fields["vector"] == {
        "name": "vector", "type": "Collection(Edm.Single)", "key": False, "searchable": True,
        "retrievable": False, "stored": False, "filterable": False, "sortable": False,
        "facetable": False, "dimensions": 1536, "vectorSearchProfile": "nearest",
    }  # fmt: skip
    assert POLICY["vectorSearch"]["algorithms"][0]["hnswParameters"]["metric"] == "cosine"
    filtered = {name for name, one in fields.items() if one["filterable"]}
    assert filtered == {"id", "shop_id", "edition", "section", "chapter"}


async def test_an_index_is_made_where_there_is_none(indexes: AzureIndexes, service: SearchService):
    assert await indexes.ensure(POLICY) is Change.CREATED

    (put,) = puts(service)
    assert put.body == POLICY
    assert put.headers["If-None-Match"] == "*"


async def test_an_index_that_fits_is_left_alone(indexes: AzureIndexes, service: SearchService):
    """The service answers with much that was not said: defaults, nulls, an ETag."""
    await indexes.ensure(POLICY)
    service.seen.clear()

    assert await indexes.ensure(POLICY) is Change.UNCHANGED
    assert puts(service) == []


async def test_a_field_is_added_and_what_others_added_is_kept(
    indexes: AzureIndexes, service: SearchService
):
    theirs = {"type": "Edm.String", "searchable": False}
    older = changed(theirs=theirs)
    older["fields"] = [one for one in older["fields"] if one["name"] != "chapter"]
    older["corsOptions"] = {"allowedOrigins": ["https://portal.example"]}
    await indexes.ensure(older)

    assert await indexes.ensure(POLICY) is Change.UPDATED

    index = service.indexes["returns-policy"]
    assert {"chapter", "theirs"} <= {one["name"] for one in index["fields"]}
    assert index["corsOptions"] == older["corsOptions"]
    assert puts(service)[-1].headers["If-Match"] == '"0x1"'
    assert await indexes.ensure(POLICY) is Change.UNCHANGED


async def test_what_can_be_changed_is_changed(indexes: AzureIndexes, service: SearchService):
    other = changed(fingerprint={"retrievable": False})
    other["scoringProfiles"][0]["text"]["weights"]["title_en"] = 9
    await indexes.ensure(other)

    assert await indexes.ensure(POLICY) is Change.UPDATED

    index = service.indexes["returns-policy"]
    assert index["scoringProfiles"][0]["text"]["weights"]["title_en"] == 2
    assert {one["name"]: one["retrievable"] for one in index["fields"]}["fingerprint"]


@pytest.mark.parametrize(
    ("field", "parts", "told"),
    [
        ("vector", {"dimensions": 3072}, "vector.dimensions is 3072, not 1536"),
        ("text_de", {"analyzer": "de.lucene"}, "text_de.analyzer is 'de.lucene', not"),
        ("shop_id", {"filterable": False}, "shop_id.filterable is False, not True"),
        ("position", {"type": "Edm.String"}, "position.type is 'Edm.String', not 'Edm.Int32'"),
    ],
)
async def test_what_cannot_be_changed_is_named_with_what_to_do(
    indexes: AzureIndexes, service: SearchService, field: str, parts: dict[str, Any], told: str
):
    await indexes.ensure(changed(**{field: parts}))
    service.seen.clear()

    with pytest.raises(IndexIncompatible, match="SEARCH_INDEX_PREFIX") as refused:
        await indexes.ensure(POLICY)

    (difference,) = refused.value.differences
    assert difference.startswith(told)
    assert puts(service) == []


async def test_another_way_to_measure_nearness_cannot_be_changed_to(indexes: AzureIndexes):
    euclidean = copy.deepcopy(POLICY)
    euclidean["vectorSearch"]["algorithms"][0]["hnswParameters"]["metric"] = "euclidean"
    await indexes.ensure(euclidean)

    with pytest.raises(IndexIncompatible, match="euclidean"):
        await indexes.ensure(POLICY)


async def test_whoever_comes_second_looks_again(indexes: AzureIndexes, service: SearchService):
    """Both saw that there is no index; the other one made it."""
    await indexes.ensure(POLICY)
    service.plan(Reply(404))

    assert await indexes.ensure(POLICY) is Change.UNCHANGED
    assert [request.method for request in service.seen] == ["GET", "PUT", "GET"]


async def test_an_index_that_others_keep_changing_is_given_up(
    indexes: AzureIndexes, service: SearchService
):
    service.plan(*[Reply(404), Reply(412)] * 3)

    with pytest.raises(BackendUnavailable, match="others keep changing returns-policy"):
        await indexes.ensure(POLICY)


@pytest.mark.parametrize("status", [403, 429, 503])
async def test_a_service_that_does_not_answer_is_an_outage(
    indexes: AzureIndexes, service: SearchService, status: int
):
    service.plan(*[Reply(status)] * 9)

    with pytest.raises(BackendUnavailable, match=str(status)):
        await indexes.ensure(POLICY)
