"""What the document store makes of a Cosmos that throttles, fails, conflicts, drops and is slow."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pytest

from backends.documents import AlreadyExists, Conflict, Create, Delete, NotFound, Put, Replace
from backends.documents_cosmos_wire import Patience
from returns.errors import BackendUnavailable
from tests.contract import cosmos
from tests.harness.fault_proxy import Answer, Bare, DropAfter, DropBefore, Slow, named

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from backends.documents import Document
    from backends.documents_cosmos import CosmosDocuments

pytestmark = [*cosmos.LOOPBACK, pytest.mark.timeout(300)]

THROTTLED = Answer(429, {"x-ms-retry-after-ms": "2"})
DOWN = Answer(503)
RETRY_WITH = Answer(449)
ALL = [THROTTLED, DOWN, RETRY_WITH, DropBefore(), DropAfter()]
NOTE = {"kind": "note", "value": 1}
NEWER = {"kind": "note", "value": 2}


@dataclass(frozen=True)
class Meanwhile(Patience):
    """Somebody else acts during the pause before the next try."""

    acts: list[Callable[[], Awaitable[object]]] = field(default_factory=list)

    async def pause(self, number: int) -> None:  # noqa: ARG002 - the signature of what it replaces
        for act in self.acts:
            await act()


@pytest.fixture
async def faulty(connect, proxy) -> CosmosDocuments:
    """A store behind the proxy, whose containers have been met before."""
    store = await connect(proxy.endpoint)
    for collection in ("cases", "lookups"):
        await store.get(collection, "nobody", "nothing")
    return store


@pytest.fixture
async def direct(connect) -> CosmosDocuments:
    """A store on the same database, past the proxy."""
    return await connect()


async def found(store: CosmosDocuments, document_id: str = "a") -> Document:
    document = await store.get("cases", "o", document_id)
    assert document is not None
    return document


@pytest.mark.parametrize("fault", ALL, ids=named)
async def test_a_create_is_done_once_and_answers_its_etag(faulty, direct, proxy, fault):
    proxy.plan(fault)

    (etag,) = await faulty.transact("o", [Create("cases", "a", NOTE)])

    assert len(proxy.seen) >= 2
    assert await found(direct) == await found(faulty)
    assert ((await found(direct)).etag, (await found(direct)).body) == (etag, NOTE)


@pytest.mark.parametrize("fault", ALL, ids=named)
async def test_a_replace_is_done_once_and_answers_its_etag(faulty, direct, proxy, fault):
    (before,) = await direct.transact("o", [Create("cases", "a", NOTE)])
    proxy.plan(fault)

    (etag,) = await faulty.transact("o", [Replace("cases", "a", NEWER, before)])

    assert ((await found(direct)).etag, (await found(direct)).body) == (etag, NEWER)


@pytest.mark.parametrize("fault", ALL, ids=named)
async def test_a_batch_is_done_whole_and_answers_its_etags_in_order(faulty, direct, proxy, fault):
    old, gone = await direct.transact("o", [Create("cases", x, NOTE) for x in ("old", "gone")])
    proxy.plan(fault)

    etags = await faulty.transact(
        "o",
        [
            Create("cases", "new", NOTE),
            Delete("cases", "gone", gone),
            Replace("cases", "old", NEWER, old),
            Put("cases", "put", NOTE),
        ],
    )

    kept = await direct.get_many("cases", "o", ["new", "gone", "old", "put"])
    assert {name: document.etag for name, document in kept.items()} == {
        "new": etags[0],
        "old": etags[2],
        "put": etags[3],
    }
    assert etags[1] == ""


@pytest.mark.parametrize("fault", ALL, ids=named)
async def test_what_is_deleted_is_gone_and_its_lost_answer_is_no_refusal(
    faulty, direct, proxy, fault
):
    etags = await direct.transact("o", [Create("cases", x, NOTE) for x in ("a", "b")])
    proxy.plan(fault)

    deletes = [Delete("cases", x, etag) for x, etag in zip("ab", etags, strict=True)]

    assert await faulty.transact("o", deletes) == ("", "")
    assert await direct.get_many("cases", "o", ["a", "b"]) == {}


@pytest.mark.parametrize("fault", ALL, ids=named)
async def test_reads_and_queries_come_through(faulty, direct, proxy, fault):
    await direct.transact("o", [Create("cases", x, NOTE) for x in ("a", "b")])
    wanted = {"collection": "cases", "kinds": ["note"]}

    proxy.every_other(fault)

    assert (await found(faulty)).body == NOTE
    assert set(await faulty.get_many("cases", "o", ["a", "b"])) == {"a", "b"}
    assert len((await faulty.query("by_kind", "o", wanted)).documents) == 2
    assert await faulty.get("cases", "o", "none") is None


# The SDK waits for a throttled request nine times, and for a query's page nine times again.
@pytest.mark.parametrize(
    ("fault", "requests", "query_requests"),
    [(THROTTLED, 10, 100), (DOWN, 3, 3), (RETRY_WITH, 4, 4)],
    ids=named,
)
async def test_what_never_ends_is_an_outage_after_so_many_requests(
    faulty, proxy, fault, requests, query_requests
):
    create = Create("cases", "a", NOTE)
    for call, expected in (
        (faulty.get("cases", "o", "a"), requests),
        (faulty.transact("o", [create]), requests),
        (faulty.query("owner_cases", "o", {}), query_requests),
    ):
        proxy.plan(*[fault] * 200)
        with pytest.raises(BackendUnavailable, match="documents"):
            await call
        assert len(proxy.seen) == expected


async def test_connections_that_always_drop_are_an_outage(faulty, proxy):
    proxy.plan(*[DropBefore()] * 200)

    with pytest.raises(BackendUnavailable):
        await faulty.get("cases", "o", "a")


async def test_an_answer_that_comes_too_late_is_found_by_looking(connect, direct, proxy):
    impatient = replace(cosmos.QUICK, deadline_seconds=2.0)
    faulty = await connect(proxy.endpoint, patience=impatient)
    await faulty.get("cases", "o", "a")
    proxy.plan(Slow(20))

    (etag,) = await faulty.transact("o", [Create("cases", "a", NOTE)])

    assert (await found(direct)).etag == etag


async def test_somebody_elses_document_is_refused_even_after_an_outage(faulty, direct, proxy):
    (before,) = await direct.transact("o", [Create("cases", "a", NOTE)])
    (etag,) = await direct.transact("o", [Replace("cases", "a", NEWER, before)])

    proxy.plan(DropBefore())
    with pytest.raises(AlreadyExists):
        await faulty.transact("o", [Create("cases", "a", NOTE)])
    proxy.plan(DropBefore())
    with pytest.raises(Conflict):
        await faulty.transact("o", [Replace("cases", "a", NOTE, before)])
    proxy.plan(DropBefore())
    with pytest.raises(Conflict):
        await faulty.transact("o", [Delete("cases", "a", before)])

    assert (await found(direct)).etag == etag


async def test_deleting_what_was_never_there_is_refused(faulty):
    with pytest.raises(NotFound):
        await faulty.transact("o", [Delete("cases", "a", "any")])


async def test_a_batch_shows_by_any_of_its_documents_that_it_was_applied(connect, direct, proxy):
    """The answer is lost, and a rival changes one of the documents before we try again."""
    (before,) = await direct.transact("o", [Create("cases", "a", NOTE)])

    async def rival() -> None:
        document = await found(direct)
        await direct.transact("o", [Replace("cases", "a", {"kind": "rival"}, document.etag)])

    faulty = await connect(proxy.endpoint, patience=Meanwhile(deadline_seconds=30, acts=[rival]))
    await found(faulty)
    proxy.plan(DropAfter(), DOWN)
    etags = await faulty.transact(
        "o", [Replace("cases", "a", NEWER, before), Create("cases", "commit", NOTE)]
    )

    assert (await found(direct, "commit")).etag == etags[1]
    with pytest.raises(Conflict):
        await faulty.transact("o", [Replace("cases", "a", NEWER, etags[0])])
    assert (await found(direct)).body == {"kind": "rival"}


async def test_every_call_tells_its_charge_and_a_missing_one_is_nothing(connect, proxy):
    told: list[tuple[str, float]] = []
    store = await connect(proxy.endpoint, charged=lambda *call: told.append(call))
    await store.get("cases", "o", "a")
    told.clear()
    proxy.plan(None, None, DOWN, None, Bare("x-ms-request-charge"))

    await store.transact("o", [Create("cases", "a", NOTE)])
    await store.get("cases", "o", "a")
    await store.query("owner_cases", "o", {})
    await store.get("cases", "o", "a")

    assert told == [
        ("write cases", 1.0),
        ("read cases", 1.0),
        ("query cases", 1.0),
        ("read cases", 0.0),
    ]


async def test_an_account_that_does_not_answer_is_an_outage(connect):
    with pytest.raises(BackendUnavailable):
        await connect("http://127.0.0.1:9")


async def test_a_database_that_was_never_provisioned_says_what_to_do(connect):
    connect.database = "nowhere"
    store = await connect()

    with pytest.raises(BackendUnavailable, match="provision"):
        await store.get("cases", "o", "a")


async def test_a_closed_store_is_an_outage(connect):
    store = await connect()
    await store.close()
    await store.close()

    with pytest.raises(BackendUnavailable, match="closed"):
        await store.get("cases", "o", "a")
