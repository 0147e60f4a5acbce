"""The orchestration under the SDK's own executor: the same history always asks for the same."""

import pytest

from orchestrators.return_case import return_case
from tests.fakes import a_step
from tests.unit.orchestrators.replay import Replay, atoms

# The SDK would like to be told the types of JSON values; plain ones need none.
pytestmark = pytest.mark.filterwarnings("ignore:azure.functions df_loads:DeprecationWarning")

CONTINUE_AS_NEW = 4
SEARCHES = ["find_policy_clauses", "find_similar_cases"]
DOWN = Exception("no answer")


def replayed(*steps, wins="bell", **replies) -> Replay:
    return Replay(return_case, {"read_case": list(steps), **replies}, wins).run()


@pytest.mark.parametrize("wins", ["bell", "timer"])
def test_a_whole_generation_replays_to_the_same_actions_at_every_event(wins):
    steps = (a_step(*SEARCHES, "update_order", "make_label"), a_step("send_notice"))
    story = replayed(*steps, wins=wins)
    assert story.names() == [
        "read_case",
        *SEARCHES,
        "update_order",
        "make_label",
        "read_case",
        "send_notice",
        "read_case",
    ]
    assert story.kinds().count(CONTINUE_AS_NEW) == 1


@pytest.mark.filterwarnings("ignore:Potential duplicate Task completion:UserWarning")
def test_a_bell_that_came_before_the_wait_ends_it_at_once():
    story = replayed(a_step("make_label"), wins="early bell")
    assert story.names() == ["read_case", "make_label", "read_case"]
    assert story.kinds().count(CONTINUE_AS_NEW) == 1


def test_a_bell_cancels_the_timer_it_beat():
    timer = next(a for a in replayed(a_step()).actions[-2]["compoundActions"] if "fireAt" in a)
    assert timer["isCanceled"]


def test_an_effect_that_fails_five_times_is_recorded_and_its_siblings_are_done():
    story = replayed(a_step("make_label", "send_notice"), make_label=[DOWN] * 5)
    assert story.names()[:4] == ["read_case", "make_label", "record_effect", "send_notice"]


def test_an_effect_that_fails_four_times_and_then_succeeds_is_no_failure():
    story = replayed(a_step("make_label"), make_label=[DOWN] * 4)
    assert "record_effect" not in story.names()


def test_searches_are_asked_for_in_one_go():
    story = replayed(a_step(*SEARCHES))
    together = atoms([story.actions[1]])
    assert [action["functionName"] for action in together] == SEARCHES


def test_when_one_search_fails_for_good_both_are_tried_alone():
    story = replayed(a_step(*SEARCHES), find_similar_cases=[DOWN] * 10)
    assert story.names()[1:6] == [*SEARCHES, *SEARCHES, "record_effect"]


def test_a_case_that_is_over_ends_its_instance():
    story = replayed(a_step(over=True))
    assert story.state["isDone"]
    assert CONTINUE_AS_NEW not in story.kinds()


def test_the_status_shown_is_the_step_last_read():
    last = a_step(over=True)
    assert replayed(a_step("make_label"), last).state["customStatus"] == last


def test_a_history_stays_short_however_long_the_case_lives():
    story = replayed(*[a_step("make_label")] * 50)
    assert len(story.names()) == 12
    assert len(story.history) < 80


def test_a_case_that_cannot_be_read_fails_its_instance_and_is_left_to_the_sweep():
    with pytest.raises(Exception, match="no such case"):
        replayed(*[Exception("no such case")] * 5)
