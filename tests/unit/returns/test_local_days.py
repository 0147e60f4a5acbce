"""Days and hours a customer reads are those of the shop's own clocks, in every text alike."""

from dataclasses import replace
from datetime import UTC, datetime

from returns import events as e
from returns.calendar import Calendar
from returns.case import CaseState
from returns.notices import notice_text
from returns.phrases import state_text
from returns.timeline import sentence
from tests.builders import a_customer, a_shop, a_story_in

BERLIN = a_shop(calendar=Calendar("Europe/Berlin"))
# Half past eleven in the evening at Greenwich, and the next morning in Berlin.
LATE = datetime(2026, 3, 9, 23, 30, tzinfo=UTC)


async def a_case(**changes):
    story = await a_story_in(CaseState.AWAITING_SHIPMENT, **changes)
    return replace(await story.case(), until=LATE)


async def test_the_last_day_is_the_shops_own_day():
    case = await a_case()
    ready = sentence(e.LogisticsReady(LATE), "en", BERLIN)

    assert "March 10, 2026" in state_text(case, BERLIN)
    assert "March 10, 2026" in notice_text("logistics_ready", case, a_customer(), BERLIN)[1]
    assert "March 10, 2026" in notice_text("label_7", case, a_customer(), BERLIN)[1]
    assert "March 10, 2026" in ready
    assert "March 9, 2026" in state_text(case, a_shop())


async def test_the_hours_of_a_pickup_are_those_on_the_customers_wall():
    case = await a_case(shipping="SCHEDULE_PICKUP")
    slot = replace(case.pickup, starts_at=LATE, ends_at=LATE.replace(minute=59))
    case = replace(case, pickup=slot)
    booked = sentence(e.PickupBooked("k", "PU-1", slot.starts_at, slot.ends_at), "en", BERLIN)

    told = notice_text("logistics_ready", case, a_customer(), BERLIN)[1]
    for text in (state_text(case, BERLIN), told, booked):
        assert "March 10, 2026" in text
        assert "00:30" in text
        assert "00:59" in text
