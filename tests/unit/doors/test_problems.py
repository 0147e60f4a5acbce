import pytest

from doors.problems import STATUS_OF_CODE, Refused, problem_of
from returns.errors import (
    BackendUnavailable,
    CaseNotFound,
    CommandRefused,
    OrderNotFound,
    ReturnsError,
    StaleCase,
)


def kinds(of: type[Exception]) -> list[type[Exception]]:
    return [kind for child in of.__subclasses__() for kind in (child, *kinds(child))]


def test_every_refusal_has_an_http_number():
    assert {kind.code for kind in kinds(ReturnsError)} <= STATUS_OF_CODE.keys()


@pytest.mark.parametrize(
    ("failure", "status", "code"),
    [
        (CaseNotFound("case-1"), 404, "case_not_found"),
        (OrderNotFound("O-1"), 404, "order_not_found"),
        (StaleCase("case-1", 3), 409, "stale_case"),
        (CommandRefused("window_over", "Hub"), 409, "window_over"),
        (BackendUnavailable("cases"), 503, "unavailable"),
        (Refused("throttled", "Please wait.", retry_after_s=7), 429, "throttled"),
    ],
)
def test_a_refusal_is_told_by_its_number_and_its_code(failure, status, code):
    problem = problem_of(failure)
    assert (problem.status, problem.code) == (status, code)
    assert problem.body("trace-1") == {
        "code": code,
        "message": problem.message,
        "trace_id": "trace-1",
    }


def test_an_outage_is_told_as_one_without_the_name_of_a_backend():
    problem = problem_of(BackendUnavailable("cosmos", "connection to 10.0.0.7 refused"))
    assert "temporarily unavailable" in problem.message
    assert "cosmos" not in problem.message
    assert problem.headers() == {"Retry-After": "5"}


def test_a_defect_is_no_problem_of_the_client():
    assert problem_of(KeyError("lines")) is None


def test_only_what_can_be_retried_says_when():
    assert problem_of(CaseNotFound("case-1")).headers() == {}
