"""A notice says only what the case holds."""

from dataclasses import replace

from returns import commands as c
from returns.case import CaseState
from returns.notices import notice_text
from returns.wording import day_text
from tests.builders import NOW, a_case_in, a_customer, a_shop, a_story_in


def told(template, case):
    return notice_text(template, case, a_customer(), a_shop())


async def test_a_notice_greets_by_first_name_and_names_the_return_and_the_shop():
    case = await a_case_in(CaseState.AWAITING_SHIPMENT)
    subject, text = told("logistics_ready", case)
    assert case.return_number in subject
    assert text.startswith("Hello Ann,")
    assert text.endswith("The Corner Shop\ncare@corner.example\n")


async def test_a_label_is_announced_with_its_last_day_and_its_tracking_number():
    case = await a_case_in(CaseState.AWAITING_SHIPMENT)
    _, text = told("logistics_ready", case)
    assert day_text(case.until) in text
    assert case.labels[0].tracking_number in text
    assert "courier" not in text


async def test_a_pickup_is_announced_with_its_hours():
    case = await a_case_in(CaseState.AWAITING_SHIPMENT, shipping="SCHEDULE_PICKUP")
    _, text = told("logistics_ready", case)
    assert "A courier comes on March 4, 2026, 12:00-16:00." in text


async def test_a_store_return_is_sent_to_a_store_and_not_to_a_carrier():
    case = await a_case_in(CaseState.AWAITING_SHIPMENT, shipping="RETURN_TO_STORE")
    _, text = told("logistics_ready", case)
    assert "our stores" in text
    assert "Tracking" not in text


async def test_money_is_announced_as_it_moved():
    refund = await a_case_in(CaseState.CLOSED)
    credit = await a_case_in(CaseState.CLOSED, resolution="STORE_CREDIT", reason="DAMAGED")
    assert "$83.04 is on its way to how you paid." in told("closed", refund)[1]
    assert "$98.99 has been added to your store credit." in told("closed", credit)[1]


async def test_an_exchange_is_announced_by_its_order():
    case = await a_case_in(CaseState.CLOSED, resolution="EXCHANGE")
    assert "order EX-1." in told("closed", case)[1]


async def test_no_amount_is_announced_before_money_has_moved():
    case = await a_case_in(CaseState.SETTLING)
    assert "$" not in told("closed", case)[1]


async def test_a_refusal_is_announced_in_the_words_of_the_staff():
    story = await a_story_in(CaseState.IN_REVIEW)
    case = (await story.say(c.Decline("worn", "It shows wear."), source="staff")).case
    assert "It shows wear." in told("declined", case)[1]


async def test_every_notice_a_case_can_owe_has_a_text():
    case = await a_case_in(CaseState.CLOSED)
    for template in ("received", "cancelled", "expired"):
        assert all(told(template, case))


def test_a_day_has_no_leading_zero():
    assert day_text(NOW) == "March 4, 2026"


async def test_a_notice_is_written_in_the_language_of_the_case():
    case = replace(await a_case_in(CaseState.CLOSED), locale="de")

    subject, text = told("closed", case)

    assert subject == f"Ihre Rückgabe {case.return_number} ist abgeschlossen"
    assert text.startswith("Guten Tag Ann,")
    assert "83,04" in text
