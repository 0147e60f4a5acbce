"""The issuer is asked for its keys when there is a reason to, and not more often."""

import asyncio
import json
from datetime import timedelta

import pytest

from backends.issuer_keys import BELIEVED, FRESH, PAUSE, PAUSE_WITHOUT_KEYS, SigningKeys, keys_of
from returns.errors import BackendUnavailable
from tests.builders import NOW
from tests.issuers import MemoryIssuer, jwk, rsa_key

SECOND = timedelta(seconds=1)


@pytest.fixture
def issuer() -> MemoryIssuer:
    return MemoryIssuer()


@pytest.fixture
def keys(issuer) -> SigningKeys:
    return SigningKeys(issuer.fetch)


async def test_a_key_is_asked_for_once(keys, issuer):
    found = [await keys.find("first", NOW + minutes * 60 * SECOND) for minutes in range(59)]
    assert all(key == rsa_key("first").public_key() for key in found)
    assert issuer.asked == 1


async def test_nothing_is_asked_before_somebody_comes(keys, issuer):
    assert keys
    assert issuer.asked == 0


async def test_requests_that_come_together_share_one_question(keys, issuer):
    found = await asyncio.gather(*(keys.find("first", NOW + n * SECOND / 100) for n in range(20)))
    assert (len(set(map(id, found))), issuer.asked) == (1, 1)


async def test_a_new_key_is_found_by_asking_once_more(keys, issuer):
    await keys.find("first", NOW)
    issuer.key_ids.append("second")
    later = NOW + PAUSE
    assert await keys.find("second", later) == rsa_key("second").public_key()
    assert await keys.find("first", later) == rsa_key("first").public_key()
    assert issuer.asked == 2


async def test_an_unknown_id_is_asked_for_once_and_then_known_to_be_none(keys, issuer):
    await keys.find("first", NOW)
    assert await keys.find("nowhere", NOW + PAUSE) is None
    assert issuer.asked == 2


async def test_a_flood_of_unknown_ids_asks_once_in_each_pause(keys, issuer):
    await keys.find("first", NOW)
    seconds = 5 * int(PAUSE.total_seconds())
    for n in range(20 * seconds):
        assert await keys.find(f"invented-{n}", NOW + n * SECOND / 20) is None
    assert issuer.asked == 5


async def test_a_withdrawn_key_is_no_longer_believed_after_an_hour(keys, issuer):
    await keys.find("first", NOW)
    issuer.key_ids[:] = ["second"]
    assert await keys.find("first", NOW + FRESH - SECOND)
    assert await keys.find("first", NOW + FRESH) is None


async def test_known_keys_go_on_while_the_issuer_is_silent_and_it_is_asked_now_and_then(
    keys, issuer
):
    await keys.find("first", NOW)
    issuer.down = True
    for minutes in range(60, 120):
        assert await keys.find("first", NOW + timedelta(minutes=minutes))
    assert issuer.asked == 61
    issuer.down = False
    assert await keys.find("first", NOW + timedelta(hours=3))


async def test_an_unknown_key_of_a_silent_issuer_is_nobody_s_fault(keys, issuer):
    await keys.find("first", NOW)
    issuer.down = True
    for seconds in (0, 1):
        with pytest.raises(BackendUnavailable):
            await keys.find("second", NOW + PAUSE + seconds * SECOND)
    assert issuer.asked == 2


async def test_after_a_day_of_silence_nothing_is_believed(keys, issuer):
    await keys.find("first", NOW)
    issuer.down = True
    assert await keys.find("first", NOW + BELIEVED - SECOND)
    with pytest.raises(BackendUnavailable):
        await keys.find("first", NOW + BELIEVED)


async def test_a_silent_issuer_at_the_start_is_asked_again_soon(keys, issuer):
    issuer.down = True
    for _ in range(3):
        with pytest.raises(BackendUnavailable):
            await keys.find("first", NOW)
    assert issuer.asked == 1
    issuer.down = False
    assert await keys.find("first", NOW + PAUSE_WITHOUT_KEYS)


async def test_a_clock_that_is_set_back_does_not_stop_the_questions(keys, issuer):
    await keys.find("first", NOW)
    issuer.key_ids.append("second")
    assert await keys.find("second", NOW - timedelta(days=14))


async def test_only_one_request_waits_when_keys_are_due_again():
    release = asyncio.Event()
    issuer = MemoryIssuer()

    async def slow() -> bytes:
        if issuer.asked:
            await release.wait()
        return await issuer.fetch()

    keys = SigningKeys(slow)
    await keys.find("first", NOW)
    waiting = asyncio.create_task(keys.find("first", NOW + FRESH))
    await asyncio.sleep(0)
    assert await keys.find("first", NOW + FRESH)
    assert not waiting.done()
    release.set()
    assert await waiting


async def test_a_question_whose_asker_went_away_is_not_taken_for_an_answer():
    async def never() -> bytes:
        await asyncio.Event().wait()
        return b""

    keys = SigningKeys(never)
    asker = asyncio.create_task(keys.find("first", NOW))
    await asyncio.sleep(0)
    asker.cancel()
    with pytest.raises(BackendUnavailable):
        await keys.find("first", NOW + SECOND)


UNUSABLE = {
    "no JSON": b"<html>",
    "no object": b"[]",
    "no keys": b"{}",
    "keys that are none": b'{"keys": 7}',
    "an empty set": b'{"keys": []}',
    "nested too deep": b"[" * 100_000,
}


@pytest.mark.parametrize("body", UNUSABLE.values(), ids=UNUSABLE)
async def test_an_answer_that_is_no_key_set_leaves_the_known_keys(keys, issuer, body):
    await keys.find("first", NOW)
    issuer.body = body
    with pytest.raises(BackendUnavailable):
        await keys.find("second", NOW + PAUSE)
    assert await keys.find("first", NOW + PAUSE)


def test_keys_that_are_not_for_our_signatures_are_left_out():
    key = rsa_key("first")
    told = [
        jwk("first", key),
        jwk("encrypts", key, use="enc"),
        jwk("other", key, alg="RS512"),
        jwk("secret", key, kty="oct", k="c2VjcmV0"),
        jwk("curve", key, kty="EC"),
        jwk("short", rsa_key("short", 1024)),
        jwk("broken", key, n="!"),
        jwk("empty", key, n=""),
        jwk("none", key, n=None),
        {name: value for name, value in jwk("nameless", key).items() if name != "kid"},
        jwk(7, key),
        "text",
    ]
    assert list(keys_of(json.dumps({"keys": told}).encode())) == ["first"]


def test_the_private_half_of_a_published_key_is_not_read():
    told = {"keys": [jwk("first", rsa_key("first"), d="AQAB")]}
    assert keys_of(json.dumps(told).encode())["first"] == rsa_key("first").public_key()
