"""What every door does around its own work."""

import logging

import pytest

from doors.problems import Refused
from doors.request import json_object, told, trace_id_of

TRACE = "0af7651916cd43dd8448eb211c80319c"


def test_the_trace_of_the_caller_is_kept():
    assert trace_id_of(f"00-{TRACE}-b7ad6b7169203331-01") == TRACE


@pytest.mark.parametrize("header", [None, "", "00-short-b7-01", f"ff-{TRACE}", TRACE.upper()])
def test_without_a_readable_trace_there_is_a_new_one(header):
    first, second = trace_id_of(header), trace_id_of(header)

    assert len(first) == 32
    assert first != second


def test_an_object_is_read():
    assert json_object(b'{"a": 1}') == {"a": 1}


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"1", b'"a"', b"\xff\xfe", b"[" * 60_000, b"null"]
)
def test_anything_but_an_object_is_refused(body):
    with pytest.raises(Refused) as refusal:
        json_object(body)

    assert refusal.value.code == "malformed"


def test_a_defect_is_logged_and_told_without_its_inside(caplog):
    with caplog.at_level(logging.ERROR):
        problem = told(ValueError("the secret"))

    assert (problem.status, problem.code) == (500, "defect")
    assert "secret" not in problem.message
    assert caplog.messages == ["request failed: ValueError"]


def test_a_refusal_is_told_as_it_is_and_is_no_defect(caplog):
    problem = told(Refused("not_found", "There is no such label."))

    assert (problem.status, problem.message) == (404, "There is no such label.")
    assert caplog.text == ""
