"""How the policy is asked about a case: what is sold must not hide what the reason says."""

import pytest

from activities.search import about_reason, categories
from backends.policy_file import read_policy
from backends.policy_search_embedded import EmbeddedPolicySearch
from returns import commands as c
from returns.case import CaseRef
from returns.desk import Desk
from tests.builders import (
    Story,
    a_rule_book,
)
from tests.fakes import CountingBell, MemoryCaseStore
from tests.zava import FOLDER, file_of, zava


async def case_of(*commands: c.Command):
    desk = Desk(MemoryCaseStore(file_of("CUST-1001")), a_rule_book(zava()), CountingBell())
    story = Story(desk, CaseRef("CUST-1001", "case_1"))
    await story.say(*commands)
    return await story.case()


@pytest.mark.parametrize("reason", [code for code in zava().reasons if code != "OTHER"])
async def test_the_policy_section_of_the_reason_is_found_for_a_product_it_never_names(reason):
    hub = c.SelectUnits((c.Units("ORD-79001", "2"),))
    case = await case_of(c.Start(), hub, c.ChooseReason(reason))
    policy = EmbeddedPolicySearch(read_policy(FOLDER).clauses)

    found = await policy.find(about_reason(case, zava()), 3)

    assert found[0].section == zava().reasons[reason].section


async def test_each_category_is_asked_about_once_and_in_words():
    both = c.SelectUnits((c.Units("ORD-79001", "2"), c.Units("ORD-79001", "1")))
    case = await case_of(c.Start(), both)

    assert categories(case) == ["smart home", "displays"]
