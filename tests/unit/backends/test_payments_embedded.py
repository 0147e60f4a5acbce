from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from backends.payments_embedded import EmbeddedPayments
from backends.provider_book import Trouble
from returns.errors import PaymentRefused
from returns.money import Money
from returns.ports import MovementKind

if TYPE_CHECKING:
    from backends.documents import Documents

AMOUNT = Money(1999, "USD")


async def test_a_refund_says_what_moved_where(documents: Documents):
    payments = EmbeddedPayments(documents)

    movement = await payments.refund(reference="r", tender_id="T1", amount=AMOUNT)

    assert (movement.reference, movement.kind, movement.amount, movement.target) == (
        "r", MovementKind.REFUND, AMOUNT, "T1",
    )  # fmt: skip
    assert movement.provider_id.startswith("re_")
    assert await payments.find("r") == movement


async def test_principal_and_bonus_are_two_movements(documents: Documents):
    payments = EmbeddedPayments(documents)

    for kind in (MovementKind.CREDIT_PRINCIPAL, MovementKind.CREDIT_BONUS):
        await payments.issue_credit(reference=kind, owner_id="C1", amount=AMOUNT, kind=kind)

    found = [await payments.find(kind) for kind in MovementKind]
    assert [movement.kind if movement else None for movement in found] == [
        None, MovementKind.CREDIT_PRINCIPAL, MovementKind.CREDIT_BONUS, None,
    ]  # fmt: skip


async def test_a_refused_tender_moves_nothing_and_another_one_still_pays(documents: Documents):
    payments = EmbeddedPayments(documents, Trouble(refused={"T1"}))

    with pytest.raises(PaymentRefused, match="T1"):
        await payments.refund(reference="r1", tender_id="T1", amount=AMOUNT)

    assert await payments.find("r1") is None
    assert await payments.refund(reference="r2", tender_id="T2", amount=AMOUNT)


async def test_a_movement_made_before_the_refusal_is_still_answered(documents: Documents):
    payments = EmbeddedPayments(documents)
    made = await payments.refund(reference="r", tender_id="T1", amount=AMOUNT)
    payments.trouble.refused.add("T1")

    assert await payments.refund(reference="r", tender_id="T1", amount=AMOUNT) == made


async def test_the_first_amount_of_a_reference_stands(documents: Documents):
    payments = EmbeddedPayments(documents)
    await payments.refund(reference="r", tender_id="T1", amount=AMOUNT)

    again = await payments.refund(reference="r", tender_id="T1", amount=Money(1, "USD"))

    assert again.amount == AMOUNT


@pytest.mark.parametrize("minor", [0, -1])
async def test_nothing_is_not_a_payment(documents: Documents, minor: int):
    with pytest.raises(PaymentRefused):
        await EmbeddedPayments(documents).refund(
            reference="r", tender_id="T1", amount=Money(minor, "USD")
        )
