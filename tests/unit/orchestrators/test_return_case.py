"""One generation of a case, as the story says it."""

from datetime import UTC, datetime

import pytest

from orchestrators.return_case import return_case
from tests.fakes import ScriptedContext, a_step, played

CASE = {"owner_id": "ann", "case_id": "case-1"}
NOW = "2026-03-02T12:00:00+00:00"
SEARCHES = ("find_policy_clauses", "find_similar_cases")


def play(*steps, **script) -> ScriptedContext:
    return played(return_case, ScriptedContext(*steps, **script))


def test_what_is_owed_is_done_in_order_and_the_case_is_read_again_at_once():
    story = play(a_step("update_order", "make_label"))
    assert story.performed == ["read_case", "update_order", "make_label", "read_case"]


def test_what_an_effect_owes_next_is_done_before_anything_is_waited_for():
    story = play(a_step("make_label"), a_step("send_notice"))
    assert story.performed == ["read_case", "make_label", "read_case", "send_notice", "read_case"]
    assert len(story.events) == 1


def test_activities_are_told_the_case_the_time_and_the_key():
    story = play(a_step("make_label"))
    assert story.jobs[0] == {"ref": CASE, "now": NOW}
    assert story.jobs[1] == {"ref": CASE, "now": NOW, "key": "case-1:make_label:x.1"}


def test_every_step_is_shown_before_its_effects_are_done():
    first, last = a_step("make_label"), a_step()
    assert play(first, last).statuses == [first, last]


def test_a_case_that_owes_nothing_waits_for_the_bell_or_the_deadline():
    story = play(a_step())
    assert story.events == ["doorbell"]
    assert [timer.at for timer in story.timers] == [datetime(2026, 3, 3, 12, 0, tzinfo=UTC)]


def test_a_bell_cancels_the_timer_it_beat():
    story = play(a_step(), bell_rings=True)
    assert story.timers[0].canceled
    assert story.generations == [CASE]


def test_a_deadline_starts_the_next_generation_too():
    story = play(a_step(), bell_rings=False)
    assert not story.timers[0].canceled
    assert story.generations == [CASE]


def test_an_effect_that_changed_nothing_waits_so_nothing_spins():
    story = play(a_step("make_label"), replies={"make_label": False})
    assert story.performed == ["read_case", "make_label"]
    assert len(story.events) == 1


def test_a_case_that_is_over_has_no_next_generation():
    over = a_step(over=True)
    story = play(over)
    assert (story.generations, story.events) == ([], [])
    assert story.statuses == [over]


@pytest.mark.parametrize("rounds", range(9))
def test_every_generation_but_the_last_begins_the_next_exactly_once(rounds):
    story = play(*[a_step("make_label")] * rounds)
    assert story.generations == [CASE]
    assert len(story.events) <= 1


def test_a_case_that_never_stops_owing_goes_on_in_a_fresh_history():
    story = play(*[a_step("make_label")] * 100)
    assert story.performed.count("read_case") == 6
    assert story.events == []


# --- Failure ----------------------------------------------------------------------------------


def test_one_failing_effect_is_recorded_and_the_next_one_still_done():
    broken = {"make_label": Exception("no answer")}
    story = play(a_step("make_label", "send_notice"), replies=broken)
    assert story.performed[:4] == ["read_case", "make_label", "record_effect", "send_notice"]


def test_a_recorded_failure_names_the_effect_the_time_and_the_error():
    story = play(a_step("make_label"), replies={"make_label": Exception("x" * 2_000)})
    assert story.jobs[2] == {
        "ref": CASE,
        "now": NOW,
        "key": "case-1:make_label:x.1",
        "error": "x" * 500,
    }


def test_a_failure_that_was_known_already_waits():
    replies = {"make_label": Exception("no answer"), "record_effect": False}
    story = play(a_step("make_label"), replies=replies)
    assert len(story.events) == 1


def test_searches_run_side_by_side_before_the_rest():
    story = play(a_step("update_order", *SEARCHES))
    assert story.performed[:4] == ["read_case", *SEARCHES, "update_order"]


def test_when_one_search_fails_each_is_tried_alone_and_only_the_failure_recorded():
    broken = {"find_similar_cases": Exception("no answer")}
    story = play(a_step(*SEARCHES, "update_order"), replies=broken)
    assert story.performed[1:7] == [*SEARCHES, *SEARCHES, "record_effect", "update_order"]
    assert story.jobs[5]["key"] == "case-1:find_similar_cases:x.1"


def test_searches_that_found_nothing_new_wait():
    story = play(a_step(*SEARCHES), replies=dict.fromkeys(SEARCHES, False))
    assert len(story.events) == 1
