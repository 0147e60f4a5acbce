"""A whole return over Cosmos leaves what it leaves over SQLite, whatever fails on the way."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from backends.documents_sqlite import SqliteDocuments
from returns import commands as c
from returns.case import CaseRef, CaseState
from returns.desk import Outcome
from tests.builders import REF, a_file, a_shop, all_slots
from tests.contract import cosmos
from tests.contract.clocks import StandingClock
from tests.contract.stored_cases import keep, left, returned
from tests.harness.fault_proxy import Answer, DropAfter, DropBefore, Slow, named
from tests.zava import file_of, zava

if TYPE_CHECKING:
    from tests.contract.stored_cases import Left

pytestmark = [*cosmos.LOOPBACK, pytest.mark.timeout(300)]

ROBERT = CaseRef("CUST-1001", "case-golden")
GOLDEN = (
    c.Start(),
    c.SelectUnits((c.Units("ORD-79001", "2"),)),
    c.ChooseReason("DAMAGED", text="it was completely damaged"),
    c.ChooseResolution("STORE_CREDIT"),
    c.ChooseShipping("PREPAID_LABEL"),
    c.Confirm(),
)
SMALL = (*all_slots(), c.Confirm())


async def over_sqlite(ref, file, shop, rows) -> Left:
    documents = await SqliteDocuments.open(":memory:", StandingClock())
    await keep(documents, file)
    await returned(documents, ref, shop, rows)
    try:
        return await left(documents, ref)
    finally:
        await documents.close()


async def test_the_golden_case_leaves_the_same_events_as_over_sqlite(connect):
    documents = await connect()
    await keep(documents, file_of(ROBERT.owner_id))

    outcomes = await returned(documents, ROBERT, zava(), GOLDEN)

    assert set(outcomes) == {Outcome.APPLIED}
    over_cosmos = await left(documents, ROBERT)
    expected = await over_sqlite(ROBERT, file_of(ROBERT.owner_id), zava(), GOLDEN)
    assert over_cosmos == expected
    assert over_cosmos.case.state is CaseState.CLOSED
    assert len(over_cosmos.history) > 15


@pytest.mark.parametrize(
    "fault",
    [
        Answer(429, {"x-ms-retry-after-ms": "2"}),
        Answer(503),
        Answer(449),
        DropBefore(),
        DropAfter(),
        Slow(0.01),
    ],
    ids=named,
)
async def test_a_return_loses_nothing_and_doubles_nothing(connect, proxy, fault):
    """Every other request suffers the fault; a dropped answer repeats every single write."""
    faulty, direct = await connect(proxy.endpoint), await connect()
    await keep(direct, a_file())
    proxy.every_other(fault)

    outcomes = await returned(faulty, REF, a_shop(), SMALL)

    assert len(proxy.seen) > 40
    assert set(outcomes) == {Outcome.APPLIED}
    assert await left(direct, REF) == await over_sqlite(REF, a_file(), a_shop(), SMALL)


async def test_answers_that_come_too_late_lose_nothing_and_double_nothing(connect, proxy):
    impatient = replace(cosmos.QUICK, deadline_seconds=1.0, outages=9)
    faulty, direct = await connect(proxy.endpoint, patience=impatient), await connect()
    await keep(direct, a_file())
    proxy.plan(*[None] * 5, Slow(60), *[None] * 6, Slow(60), None, Slow(60))

    outcomes = await returned(faulty, REF, a_shop(), SMALL)

    assert set(outcomes) == {Outcome.APPLIED}
    assert await left(direct, REF) == await over_sqlite(REF, a_file(), a_shop(), SMALL)
