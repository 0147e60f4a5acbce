from datetime import timedelta

import pytest

from doors.limits import MAX_BODY_BYTES, Rate, read_body
from doors.problems import Refused
from tests.builders import NOW


async def chunks(*sizes: int):
    for size in sizes:
        yield b"x" * size


async def test_a_body_of_64_kb_is_read():
    assert len(await read_body(chunks(60_000, 5_536), None)) == MAX_BODY_BYTES


async def test_a_body_of_65_kb_is_refused_before_it_is_held():
    read = []

    async def counted():
        async for chunk in chunks(*[10_000] * 100):
            read.append(len(chunk))
            yield chunk

    with pytest.raises(Refused) as refusal:
        await read_body(counted(), None)
    assert refusal.value.code == "too_large"
    assert sum(read) < MAX_BODY_BYTES + 10_001


async def test_a_body_declared_too_large_is_not_read_at_all():
    async def never():
        raise AssertionError("it was read")
        yield b""

    with pytest.raises(Refused):
        await read_body(never(), "66000")


@pytest.mark.parametrize("declared", ["", "0", "-1", "many", "10"])
async def test_a_declared_length_that_lies_does_not_help(declared):
    with pytest.raises(Refused):
        await read_body(chunks(MAX_BODY_BYTES + 1), declared)


def test_a_burst_is_allowed_and_then_a_steady_rate():
    rate = Rate(burst=3, per_second=0.5)
    for _ in range(3):
        rate.take("ann", NOW)
    with pytest.raises(Refused) as refusal:
        rate.take("ann", NOW)
    assert (refusal.value.code, refusal.value.retry_after_s) == ("throttled", 3)
    rate.take("ann", NOW + timedelta(seconds=2))


def test_one_speaker_does_not_use_up_the_rate_of_another():
    rate = Rate(burst=1, per_second=1)
    rate.take("ann", NOW)
    rate.take("bob", NOW)
    with pytest.raises(Refused):
        rate.take("ann", NOW)


def test_a_long_silence_earns_no_more_than_one_burst():
    rate = Rate(burst=2, per_second=1)
    rate.take("ann", NOW)
    later = NOW + timedelta(days=1)
    rate.take("ann", later)
    rate.take("ann", later)
    with pytest.raises(Refused):
        rate.take("ann", later)


def test_a_clock_that_steps_back_earns_nothing():
    rate = Rate(burst=1, per_second=1)
    rate.take("ann", NOW)
    with pytest.raises(Refused):
        rate.take("ann", NOW - timedelta(hours=1))
