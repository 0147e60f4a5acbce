"""The thread store's promises to the SDK: pages, ownership, ids, times and places."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest
from chatkit.store import NotFoundError
from chatkit.types import (
    ActiveStatus,
    AssistantMessageItem,
    ClosedStatus,
    HiddenContextItem,
    LockedStatus,
    ThreadMetadata,
)

from backends.documents import Documents
from backends.documents_sqlite import SqliteDocuments
from chatkit_adapter.thread_store import ThreadStore
from tests.contract.clocks import StandingClock
from tests.contract.threads import (
    ANN,
    BOB,
    NOW,
    Asks,
    a_thread,
    adds,
    ids_of,
    opened,
    requests_of,
    said,
)


@pytest.fixture
async def store(clock: StandingClock) -> AsyncIterator[Documents]:
    """Open one document store; what they all promise is the contract of documents."""
    documents = await SqliteDocuments.open(":memory:", clock)
    yield documents
    await documents.close()


@pytest.fixture
def threads(store: Documents) -> ThreadStore:
    return ThreadStore(store)


@pytest.fixture(params=["at once", "collected"])
def asks(request: pytest.FixtureRequest) -> Asks:
    return requests_of(collecting=request.param == "collected")


# --- 1, 2: cursors and pages --------------------------------------------------------------------


@pytest.mark.parametrize("order", ["asc", "desc"])
async def test_pages_follow_each_other_without_a_gap_over_a_hundred_items(
    threads: ThreadStore, asks: Asks, order: str
) -> None:
    await opened(threads, asks())
    written = [f"it_{number * 7919 % 100_003:06}" for number in range(130)]
    await adds(threads, asks(), *(said(item_id) for item_id in written))

    found = await ids_of(threads, asks(), order, limit=17)

    assert found == (written if order == "asc" else written[::-1])


async def test_a_full_last_page_says_that_there_is_no_more(
    threads: ThreadStore, asks: Asks
) -> None:
    await opened(threads, asks())
    await adds(threads, asks(), said("b"), said("a"))

    page = await threads.load_thread_items("thr_1", None, 2, "asc", asks())

    assert ([item.id for item in page.data], page.has_more, page.after) == (["b", "a"], False, None)


async def test_an_unknown_cursor_is_refused(threads: ThreadStore, asks: Asks) -> None:
    await opened(threads, asks())

    with pytest.raises(NotFoundError):
        await threads.load_thread_items("thr_1", "gone", 5, "asc", asks())
    with pytest.raises(NotFoundError):
        await threads.load_threads(5, "gone", "desc", asks())


@pytest.mark.parametrize("limit", [-5, 0, 10_000])
async def test_no_limit_asked_for_makes_a_page_endless(
    threads: ThreadStore, asks: Asks, limit: int
) -> None:
    await opened(threads, asks())
    await adds(threads, asks(), *(said(f"it_{number}") for number in range(105)))

    page = await threads.load_thread_items("thr_1", None, limit, "asc", asks())

    assert 1 <= len(page.data) <= 100
    assert page.has_more


async def test_threads_are_listed_newest_first_over_pages(threads: ThreadStore, asks: Asks) -> None:
    for number in range(7):
        later = NOW + timedelta(microseconds=number * 300_000)
        thread = ThreadMetadata(id=f"thr_{number}", created_at=later)
        turn = asks()
        await threads.save_thread(thread, turn)
        await threads.flush(turn)

    first = await threads.load_threads(3, None, "desc", asks())
    second = await threads.load_threads(3, first.after, "desc", asks())
    oldest = await threads.load_threads(3, None, "asc", asks())

    assert [thread.id for thread in first.data + second.data] == [
        f"thr_{n}" for n in range(6, 0, -1)
    ]
    assert second.has_more
    assert [thread.id for thread in oldest.data] == ["thr_0", "thr_1", "thr_2"]


# --- 3, 8: whose it is ---------------------------------------------------------------------------


async def test_a_foreign_thread_is_as_unknown_as_none(threads: ThreadStore, asks: Asks) -> None:
    await opened(threads, asks(ANN))
    await adds(threads, asks(ANN), said("it_1"))

    for thread_id in ("thr_1", "thr_none"):
        with pytest.raises(NotFoundError):
            await threads.load_thread(thread_id, asks(BOB))
        with pytest.raises(NotFoundError):
            await threads.load_item(thread_id, "it_1", asks(BOB))
        with pytest.raises(NotFoundError):
            await threads.preload(thread_id, ["it_1"], asks(BOB))
        with pytest.raises(NotFoundError):
            await threads.save_item(thread_id, said("it_2"), asks(BOB))
        with pytest.raises(NotFoundError):
            await threads.delete_thread_item(thread_id, "it_1", asks(BOB))
        with pytest.raises(NotFoundError):
            await threads.delete_thread(thread_id, asks(BOB))
        page = await threads.load_thread_items(thread_id, None, 5, "asc", asks(BOB))
        assert (page.data, page.has_more) == ([], False)
    assert await ids_of(threads, asks(ANN)) == ["it_1"]
    assert (await threads.load_threads(5, None, "desc", asks(BOB))).data == []


async def test_nobody_takes_over_a_thread_by_saving_it(threads: ThreadStore, asks: Asks) -> None:
    await opened(threads, asks(ANN), title="mine")
    turn = asks(BOB)

    with pytest.raises(NotFoundError):
        await opened(threads, turn, title="taken")

    assert (await threads.load_thread("thr_1", asks(ANN))).title == "mine"


async def test_an_unknown_item_is_not_found(threads: ThreadStore, asks: Asks) -> None:
    await opened(threads, asks())

    with pytest.raises(NotFoundError):
        await threads.load_item("thr_1", "it_none", asks())


async def test_loading_creates_nothing(threads: ThreadStore, asks: Asks) -> None:
    for _ in range(2):
        with pytest.raises(NotFoundError):
            await threads.load_thread("thr_1", asks())

    assert (await threads.load_threads(5, None, "desc", asks())).data == []


# --- 4, 5: ids and times -------------------------------------------------------------------------


async def test_ids_are_long_and_the_same_when_a_request_is_repeated(
    threads: ThreadStore, asks: Asks
) -> None:
    first, repeated, other = asks(command="c1"), asks(command="c1"), asks(command="c2")

    assert threads.generate_thread_id(first) == threads.generate_thread_id(repeated)
    assert threads.generate_thread_id(first) != threads.generate_thread_id(other)
    message = threads.generate_item_id("message", a_thread(), first)
    assert message == threads.generate_item_id("message", a_thread(), repeated)
    assert len(message) > 25


async def test_times_of_the_sdk_become_the_products_in_utc(
    threads: ThreadStore, asks: Asks
) -> None:
    naive = datetime(2031, 7, 1, 9, 30)  # noqa: DTZ001 - as the SDK makes them
    turn = asks()
    await threads.save_thread(ThreadMetadata(id="thr_1", created_at=naive), turn)
    await threads.add_thread_item("thr_1", said("it_1", created_at=naive), turn)
    await threads.flush(turn)

    item = await threads.load_item("thr_1", "it_1", asks())

    assert (await threads.load_thread("thr_1", asks())).created_at == NOW
    assert item.created_at == NOW


async def test_requests_of_one_microsecond_stay_in_their_order(
    threads: ThreadStore, asks: Asks
) -> None:
    await opened(threads, asks())
    for number in range(6):
        await adds(threads, asks(), said(f"z{9 - number}"), said(f"a{9 - number}"))

    order = [f"{letter}{9 - number}" for number in range(6) for letter in "za"]

    assert await ids_of(threads, asks(), limit=5) == order
    assert await ids_of(threads, asks(), "desc", limit=5) == order[::-1]


async def test_a_clock_that_is_behind_puts_nothing_before_what_is_there(
    threads: ThreadStore, asks: Asks
) -> None:
    await opened(threads, asks())
    await adds(threads, asks(), said("first"))
    await adds(threads, asks(now=NOW - timedelta(seconds=2)), said("second"))

    assert await ids_of(threads, asks()) == ["first", "second"]


# --- 6: saving keeps the place -------------------------------------------------------------------


async def test_a_saved_item_keeps_its_place(threads: ThreadStore, asks: Asks) -> None:
    await opened(threads, asks())
    await adds(threads, asks(), said("one"), said("two"), said("three"))
    turn = asks()
    await threads.save_item("thr_1", said("one", "changed"), turn)
    await threads.add_thread_item("thr_1", said("two", "changed too"), turn)
    await threads.flush(turn)

    page = await threads.load_thread_items("thr_1", None, 5, "asc", asks())

    texts = [item.content[0].text for item in page.data if isinstance(item, AssistantMessageItem)]
    assert texts == ["changed", "changed too", "hello"]


async def test_an_unknown_item_is_created_by_saving_it(threads: ThreadStore, asks: Asks) -> None:
    await opened(threads, asks())
    turn = asks()
    await threads.save_item("thr_1", said("new"), turn)
    await threads.flush(turn)

    assert await ids_of(threads, asks()) == ["new"]


async def test_what_is_not_written_yet_is_read_with_the_rest(
    threads: ThreadStore, asks: Asks
) -> None:
    turn = asks()
    await threads.save_thread(a_thread(), turn)
    await threads.add_thread_item("thr_1", said("it_1"), turn)

    page = await threads.load_thread_items("thr_1", None, 5, "desc", turn)

    assert [item.id for item in page.data] == ["it_1"]
    assert (await threads.load_item("thr_1", "it_1", turn)).id == "it_1"


async def test_a_deleted_item_is_gone_and_the_others_stay(threads: ThreadStore, asks: Asks) -> None:
    await opened(threads, asks())
    await adds(threads, asks(), said("one"), said("two"), said("three"))
    turn = asks()
    await threads.delete_thread_item("thr_1", "two", turn)
    await threads.delete_thread_item("thr_1", "never", turn)
    await threads.flush(turn)

    assert await ids_of(threads, asks()) == ["one", "three"]
    with pytest.raises(NotFoundError):
        await threads.load_item("thr_1", "two", asks())


async def test_more_than_a_batch_of_items_is_removed(threads: ThreadStore, asks: Asks) -> None:
    await opened(threads, asks())
    await adds(threads, asks(), *(said(f"it_{number}") for number in range(150)))
    turn = asks()
    for number in range(1, 150):
        await threads.delete_thread_item("thr_1", f"it_{number}", turn)
    await threads.flush(turn)

    assert await ids_of(threads, asks()) == ["it_0"]


async def test_every_kind_of_text_round_trips(threads: ThreadStore, asks: Asks) -> None:
    await opened(threads, asks())
    hidden = HiddenContextItem(id="hid", thread_id="thr_1", created_at=NOW, content="clicked x")
    await adds(threads, asks(), said("it_1", "Grüße – 98,99 € “quoted” \u2028 \U0001f600"), hidden)

    page = await threads.load_thread_items("thr_1", None, 5, "asc", asks())

    assert page.data == [said("it_1", "Grüße – 98,99 € “quoted” \u2028 \U0001f600"), hidden]


# --- 7: what a thread carries --------------------------------------------------------------------


@pytest.mark.parametrize(
    "status", [ActiveStatus(), LockedStatus(reason="one moment"), ClosedStatus(reason="over")]
)
async def test_all_of_a_thread_round_trips(
    threads: ThreadStore, asks: Asks, status: ActiveStatus | LockedStatus | ClosedStatus
) -> None:
    thread = a_thread(
        title=None, status=status, metadata={"a": [1]}, allowed_image_domains=["cdn.example"]
    )
    turn = asks()
    await threads.save_thread(thread, turn)
    await threads.flush(turn)

    assert await threads.load_thread("thr_1", asks()) == thread
    listed = (await threads.load_threads(5, None, "desc", asks())).data
    assert [(one.title, one.status, one.metadata) for one in listed] == [(None, status, {})]


async def test_a_list_follows_a_new_name(threads: ThreadStore, asks: Asks) -> None:
    await opened(threads, asks())
    turn = asks()
    thread = await threads.load_thread("thr_1", turn)
    thread.title = "The hub"
    await threads.save_thread(thread, turn)
    await threads.flush(turn)

    listed = (await threads.load_threads(5, None, "desc", asks())).data

    assert [one.title for one in listed] == ["The hub"]
