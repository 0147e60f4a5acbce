"""What every document store promises: points, batches, etags and expiry."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from backends.documents import (
    AlreadyExists,
    Conflict,
    Create,
    Delete,
    DocumentError,
    Documents,
    NotFound,
    Put,
    Replace,
    TooLarge,
)

if TYPE_CHECKING:
    from tests.contract.clocks import StandingClock
    from tests.contract.conftest import Opener


def create(document_id: str = "a", value: object = 1, ttl: int | None = None) -> Create:
    return Create("cases", document_id, {"kind": "note", "value": value}, ttl)


async def test_a_miss_is_none(store: Documents):
    assert await store.get("cases", "nobody", "nothing") is None


async def test_what_was_created_is_read_back_with_its_etag(store: Documents):
    (etag,) = await store.transact("o", [create(value={"ü": [1, None, True, "€"]})])

    found = await store.get("cases", "o", "a")

    assert found is not None
    assert (found.id, found.etag) == ("a", etag)
    assert found.body == {"kind": "note", "value": {"ü": [1, None, True, "€"]}}


async def test_one_id_is_another_document_in_another_partition_or_collection(store: Documents):
    await store.transact("o", [create()])
    await store.transact("p", [create(value=2)])

    assert await store.get("threads", "o", "a") is None
    mine = await store.get("cases", "o", "a")
    assert mine is not None
    assert mine.body["value"] == 1


async def test_creating_a_taken_id_is_refused_and_changes_nothing(store: Documents):
    await store.transact("o", [create(value=1)])

    with pytest.raises(AlreadyExists) as refusal:
        await store.transact("o", [create(value=2)])

    assert refusal.value.document_id == "a"
    found = await store.get("cases", "o", "a")
    assert found is not None
    assert found.body["value"] == 1


async def test_every_write_has_a_new_etag_even_with_the_same_content(store: Documents):
    put = Put("cases", "a", {"kind": "note"})

    etags = [(await store.transact("o", [put]))[0] for _ in range(5)]

    assert len(set(etags)) == 5


async def test_replacing_with_the_etag_read_succeeds(store: Documents):
    (etag,) = await store.transact("o", [create()])

    (newer,) = await store.transact("o", [Replace("cases", "a", {"kind": "note"}, etag)])

    found = await store.get("cases", "o", "a")
    assert found is not None
    assert (found.etag, found.body) == (newer, {"kind": "note"})


async def test_replacing_with_an_old_etag_is_a_conflict(store: Documents):
    (etag,) = await store.transact("o", [create()])
    await store.transact("o", [Replace("cases", "a", {"kind": "note"}, etag)])

    with pytest.raises(Conflict):
        await store.transact("o", [Replace("cases", "a", {"kind": "late"}, etag)])


async def test_replacing_or_deleting_what_is_gone_is_not_found(store: Documents):
    (etag,) = await store.transact("o", [create()])
    assert await store.transact("o", [Delete("cases", "a", etag)]) == ("",)

    for operation in (Replace("cases", "a", {"kind": "x"}, etag), Delete("cases", "a", etag)):
        with pytest.raises(NotFound):
            await store.transact("o", [operation])
    assert await store.get("cases", "o", "a") is None


async def test_deleting_with_an_old_etag_is_a_conflict(store: Documents):
    (etag,) = await store.transact("o", [create()])
    await store.transact("o", [Put("cases", "a", {"kind": "note"})])

    with pytest.raises(Conflict):
        await store.transact("o", [Delete("cases", "a", etag)])


async def test_of_twenty_writers_racing_on_one_etag_exactly_one_wins(open_store: Opener):
    first = await open_store()
    (etag,) = await first.transact("o", [create(value=0)])

    async def write(value: int) -> int | None:
        body = {"kind": "note", "value": value}
        try:
            await first.transact("o", [Replace("cases", "a", body, etag)])
        except Conflict:
            return None
        return value

    winners = [won for won in await asyncio.gather(*map(write, range(1, 21))) if won]

    found = await first.get("cases", "o", "a")
    assert found is not None
    assert [found.body["value"]] == winners


async def test_writers_over_two_connections_race_as_over_one(open_store: Opener):
    stores = [await open_store(), await open_store()]
    (etag,) = await stores[0].transact("o", [create(value=0)])

    async def write(value: int) -> bool:
        body = {"kind": "note", "value": value}
        try:
            await stores[value % 2].transact("o", [Replace("cases", "a", body, etag)])
        except Conflict:
            return False
        return True

    assert sum(await asyncio.gather(*map(write, range(20)))) == 1


async def test_a_batch_is_applied_whole_and_answers_its_etags_in_order(store: Documents):
    (old,) = await store.transact("o", [create("gone")])

    etags = await store.transact(
        "o", [create("a"), Delete("cases", "gone", old), Put("threads", "t", {"kind": "thread"})]
    )

    assert etags[1] == ""
    assert await store.get("cases", "o", "gone") is None
    for collection, document_id, etag in (("cases", "a", etags[0]), ("threads", "t", etags[2])):
        found = await store.get(collection, "o", document_id)
        assert found is not None
        assert found.etag == etag


@pytest.mark.parametrize("position", [0, 1, 2])
async def test_one_failing_operation_undoes_the_batch_and_is_named(store: Documents, position: int):
    await store.transact("o", [create("taken")])
    operations = [create("b"), create("c")]
    operations.insert(position, create("taken"))

    with pytest.raises(AlreadyExists) as refusal:
        await store.transact("o", operations)

    assert (refusal.value.index, refusal.value.document_id) == (position, "taken")
    assert set(await store.get_many("cases", "o", ["b", "c"])) == set()


async def test_a_conflict_in_a_batch_undoes_its_deletes(store: Documents):
    a, _ = await store.transact("o", [create("a"), create("b")])

    with pytest.raises(Conflict) as refusal:
        await store.transact("o", [Delete("cases", "a", a), Replace("cases", "b", {}, "old")])

    assert refusal.value.index == 1
    assert await store.get("cases", "o", "a") is not None


async def test_a_store_works_on_after_a_refused_batch(store: Documents):
    for _ in range(3):
        with pytest.raises(DocumentError):
            await store.transact("o", [create("a"), create("a")])

    assert len(await store.transact("o", [create("a")])) == 1


async def test_many_ids_answer_those_that_exist(store: Documents):
    await store.transact("o", [create("a"), create("b")])

    assert set(await store.get_many("cases", "o", ["b", "x", "a"])) == {"a", "b"}
    assert await store.get_many("cases", "o", []) == {}


async def test_a_batch_takes_a_hundred_operations_and_no_more(store: Documents):
    hundred = [create(f"d{number}") for number in range(100)]
    assert len(await store.transact("o", hundred)) == 100

    with pytest.raises(TooLarge) as refusal:
        await store.transact("p", [*hundred, create("one more")])

    assert refusal.value.index == 100
    assert await store.get_many("cases", "p", ["d0"]) == {}


async def test_a_document_over_two_megabytes_is_refused_and_the_batch_with_it(store: Documents):
    with pytest.raises(TooLarge) as refusal:
        await store.transact("o", [create("small"), create("big", "x" * 2_000_000)])

    assert (refusal.value.index, refusal.value.document_id) == (1, "big")
    assert await store.get("cases", "o", "small") is None


async def test_a_large_document_within_the_limit_is_kept(store: Documents):
    await store.transact("o", [create("big", "x" * 1_900_000)])

    found = await store.get("cases", "o", "big")

    assert found is not None
    assert len(found.body["value"]) == 1_900_000


async def test_an_empty_batch_writes_nothing(store: Documents):
    assert await store.transact("o", []) == ()


async def test_an_expired_document_is_invisible_at_once(store: Documents, clock: StandingClock):
    await store.transact("o", [create("brief", ttl=60), create("lasting")])

    clock.advance(60)

    assert await store.get("cases", "o", "brief") is None
    assert set(await store.get_many("cases", "o", ["brief", "lasting"])) == {"lasting"}
    page = await store.query("by_kind", "o", {"collection": "cases", "kinds": ["note"]})
    assert [document.id for document in page.documents] == ["lasting"]


async def test_the_id_of_an_expired_document_is_free_again(store: Documents, clock: StandingClock):
    (etag,) = await store.transact("o", [create(value="old", ttl=60)])
    clock.advance(61)

    with pytest.raises(NotFound):
        await store.transact("o", [Replace("cases", "a", {"kind": "note"}, etag)])
    await store.transact("o", [create(value="new")])

    found = await store.get("cases", "o", "a")
    assert found is not None
    assert found.body["value"] == "new"


async def test_a_replacement_without_a_life_time_lives_on(store: Documents, clock: StandingClock):
    (etag,) = await store.transact("o", [create(ttl=60)])
    await store.transact("o", [Replace("cases", "a", {"kind": "note"}, etag)])

    clock.advance(3600)

    assert await store.get("cases", "o", "a") is not None


async def test_a_second_connection_sees_what_the_first_wrote(open_store: Opener):
    first, second = await open_store(), await open_store()

    (etag,) = await first.transact("o", [create()])

    found = await second.get("cases", "o", "a")
    assert found is not None
    assert found.etag == etag


async def test_reads_go_on_while_others_write(store: Documents):
    async def write(number: int) -> None:
        await store.transact(f"o{number}", [create(), create("b")])

    async def read(number: int) -> int:
        return len(await store.get_many("cases", f"o{number}", ["a", "b"]))

    answers = await asyncio.gather(*(f(n) for n in range(30) for f in (read, write, read)))

    assert {answer for answer in answers if answer is not None} <= {0, 2}
