"""The thread store under deletions, outages and several writers at once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from chatkit.store import NotFoundError
from chatkit.types import (
    AssistantMessageItem,
    FileAttachment,
    LockedStatus,
)

from backends.documents import Documents
from backends.documents_counting import CountingDocuments, Script
from backends.documents_sqlite import SqliteDocuments
from chatkit_adapter.context import Turn
from chatkit_adapter.thread_store import ThreadStore
from returns.errors import BackendUnavailable
from tests.contract.clocks import StandingClock
from tests.contract.threads import (
    ANN,
    BOB,
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


# --- 8: deleting ---------------------------------------------------------------------------------


async def test_a_deleted_thread_leaves_nothing(threads: ThreadStore, asks: Asks) -> None:
    await opened(threads, asks())
    await adds(threads, asks(), *(said(f"it_{number}") for number in range(120)))
    await threads.delete_thread("thr_1", asks())

    with pytest.raises(NotFoundError):
        await threads.load_thread("thr_1", asks())
    assert (await threads.load_threads(5, None, "desc", asks())).data == []
    await opened(threads, asks())
    assert await ids_of(threads, asks()) == []


async def test_a_turn_does_not_bring_a_deleted_thread_back(
    threads: ThreadStore, asks: Asks
) -> None:
    await opened(threads, asks())
    turn = asks()
    thread = await threads.load_thread("thr_1", turn)
    await threads.delete_thread("thr_1", asks())
    thread.title = "Back"

    with pytest.raises(NotFoundError):
        await adds(threads, turn, said("it_1"))
    with pytest.raises(NotFoundError):
        await threads.load_thread("thr_1", asks())
    assert (await threads.load_threads(5, None, "desc", asks())).data == []


async def test_deleting_again_after_a_crash_ends_the_work(store: Documents, asks: Asks) -> None:
    script = Script()
    counted = CountingDocuments(store, script=script)
    threads = ThreadStore(counted)
    await opened(threads, asks())
    await adds(threads, asks(), said("it_1"))

    for trip in range(12):
        counted.reset()
        script.down = {trip}
        try:
            await threads.delete_thread("thr_1", asks())
        except BackendUnavailable:
            continue
        except NotFoundError:
            break

    script.down = set()
    assert (await threads.load_threads(5, None, "desc", asks())).data == []
    with pytest.raises(NotFoundError):
        await threads.load_thread("thr_1", asks())


# --- 9: writers at once --------------------------------------------------------------------------


async def test_writers_at_once_lose_nothing_and_share_no_place(
    threads: ThreadStore, asks: Asks
) -> None:
    await opened(threads, asks())
    await asyncio.gather(
        *(adds(threads, asks(), said(f"{n}a"), said(f"{n}b"), said(f"{n}c")) for n in range(10))
    )

    found = await ids_of(threads, asks(), limit=4)

    assert sorted(found) == sorted(f"{n}{letter}" for n in range(10) for letter in "abc")
    assert found == (await ids_of(threads, asks(), "desc", limit=4))[::-1]
    for n in range(10):
        assert [item_id for item_id in found if item_id[0] == str(n)] == [f"{n}a", f"{n}b", f"{n}c"]


async def test_writers_of_different_metadata_keep_both(threads: ThreadStore, asks: Asks) -> None:
    await opened(threads, asks(), metadata={"kept": 1, "changed": 1})
    turns = asks(), asks()
    ours, theirs = [await threads.load_thread("thr_1", turn) for turn in turns]
    ours.metadata = ours.metadata | {"ours": 1}
    theirs.metadata = theirs.metadata | {"theirs": 1, "changed": 2}
    theirs.status = LockedStatus()

    for thread, turn in ((theirs, turns[1]), (ours, turns[0])):
        await threads.save_thread(thread, turn)
        await threads.flush(turn)

    stored = await threads.load_thread("thr_1", asks())
    assert stored.metadata == {"kept": 1, "changed": 2, "ours": 1, "theirs": 1}
    assert stored.status == LockedStatus()


async def test_renaming_keeps_what_a_turn_has_remembered_meanwhile(
    threads: ThreadStore, asks: Asks
) -> None:
    await opened(threads, asks(), metadata={"desk": {"ordinal": 1, "told": 0}})
    renaming, turn = asks(), asks()
    renamed = await threads.load_thread("thr_1", renaming)
    await threads.preload("thr_1", [], turn)
    remembering = await threads.load_thread("thr_1", turn)
    remembering.metadata = {"desk": {"ordinal": 2, "told": 3}}
    await threads.save_thread(remembering, turn)
    await threads.flush(turn)
    renamed.title = "Mine"
    await threads.save_thread(renamed, renaming)
    await threads.flush(renaming)

    stored = await threads.load_thread("thr_1", asks())

    assert (stored.title, stored.metadata) == ("Mine", {"desk": {"ordinal": 2, "told": 3}})


async def test_opening_one_thread_twice_at_once_opens_it_once(
    threads: ThreadStore, asks: Asks
) -> None:
    async def open_it(turn: Turn) -> None:
        await threads.save_thread(a_thread(), turn)
        await threads.add_thread_item("thr_1", said("hello"), turn)
        await threads.flush(turn)

    await asyncio.gather(*(open_it(asks(command="c1")) for _ in range(5)))

    assert await ids_of(threads, asks()) == ["hello"]
    assert len((await threads.load_threads(5, None, "desc", asks())).data) == 1


async def test_what_could_not_be_written_is_written_by_the_next_flush(
    store: Documents, asks: Asks
) -> None:
    script = Script(down={0, 1})
    counted = CountingDocuments(store, script=script)
    threads = ThreadStore(counted)
    turn = asks()
    turn.streaming = True
    await threads.save_thread(a_thread(), turn)
    await threads.add_thread_item("thr_1", said("it_1"), turn)
    with pytest.raises(BackendUnavailable):
        await threads.flush(turn)
    await threads.flush(turn)

    assert await ids_of(threads, asks()) == ["it_1"]
    assert len((await threads.load_threads(5, None, "desc", asks())).data) == 1


async def test_a_lost_answer_to_a_flush_writes_nothing_twice(store: Documents, asks: Asks) -> None:
    script = Script(answer_lost={0, 1})
    threads = ThreadStore(CountingDocuments(store, script=script))
    turn = asks()
    turn.streaming = True
    await threads.save_thread(a_thread(), turn)
    await threads.add_thread_item("thr_1", said("it_1"), turn)
    with pytest.raises(BackendUnavailable):
        await threads.flush(turn)
    await threads.flush(turn)

    assert await ids_of(threads, asks()) == ["it_1"]


# --- 10: size ------------------------------------------------------------------------------------


async def test_the_longest_message_that_can_arrive_is_kept_whole(
    threads: ThreadStore, asks: Asks
) -> None:
    await opened(threads, asks())
    await adds(threads, asks(), said("long", "ü" * 64 * 1024))

    item = await threads.load_item("thr_1", "long", asks())

    assert isinstance(item, AssistantMessageItem)
    assert len(item.content[0].text) == 64 * 1024


# --- 11: served from the preload -----------------------------------------------------------------


async def test_after_a_preload_thread_and_sender_are_not_read_again(
    store: Documents, asks: Asks
) -> None:
    counted = CountingDocuments(store)
    threads = ThreadStore(counted)
    await opened(threads, asks())
    await adds(threads, asks(), said("it_1"))
    turn = asks()
    turn.streaming = True
    counted.reset()
    await threads.preload("thr_1", ["it_1", "it_new"], turn)
    await threads.load_thread("thr_1", turn)
    await threads.load_item("thr_1", "it_1", turn)
    await threads.save_item("thr_1", said("it_1", "changed"), turn)
    await threads.add_thread_item("thr_1", said("it_new"), turn)
    await threads.flush(turn)

    assert counted.log == ["get_many threads", "transact"]


# --- Attachments ---------------------------------------------------------------------------------


async def test_an_attachment_belongs_to_who_sent_it(threads: ThreadStore, asks: Asks) -> None:
    attachment = FileAttachment(id="atc_1", name="photo.jpg", mime_type="image/jpeg")
    await threads.save_attachment(attachment, asks(ANN))

    assert (await threads.load_attachment("atc_1", asks(ANN))).name == "photo.jpg"
    with pytest.raises(NotFoundError):
        await threads.load_attachment("atc_1", asks(BOB))
    with pytest.raises(NotFoundError):
        await threads.delete_attachment("atc_1", asks(BOB))
    await threads.delete_attachment("atc_1", asks(ANN))
    with pytest.raises(NotFoundError):
        await threads.load_attachment("atc_1", asks(ANN))
