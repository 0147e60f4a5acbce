"""A failure is found by what is logged of it, and nothing a person wrote is."""

import logging

from backends.failures import log_failure
from returns.errors import BackendUnavailable

CANARY = "quetzalfeather"


def fails(text):
    raise ValueError(text)


def misread(text):
    try:
        fails(text)
    except ValueError as error:
        raise BackendUnavailable("documents", text) from error


def logged(caplog, failing):
    try:
        failing(CANARY)
    except Exception as error:  # noqa: BLE001 - as the edges do
        log_failure(logging.getLogger("edge"), "turn failed", error)
    return "".join(str(record.__dict__) for record in caplog.records), caplog.messages[-1]


def test_a_failure_tells_its_kind_and_the_way_there(caplog):
    _, message = logged(caplog, fails)

    assert message.startswith("turn failed: ValueError in tests/unit/backends/test_failures.py:")
    assert message.endswith(" fails")


def test_what_led_to_it_is_told_too_and_which_backend_is_out(caplog):
    _, message = logged(caplog, misread)

    assert "turn failed: BackendUnavailable(documents) in tests/" in message
    assert "; after ValueError in tests/" in message


def test_no_word_of_an_error_is_logged(caplog):
    everything, _ = logged(caplog, misread)

    assert CANARY not in everything
    # Were the traceback logged as usual, the same search would find the word.
    try:
        fails(CANARY)
    except ValueError:
        logging.getLogger("edge").exception("turn failed")
    assert CANARY in caplog.text


def test_an_error_that_was_never_raised_is_only_its_kind(caplog):
    log_failure(logging.getLogger("edge"), "turn failed", ValueError(CANARY))

    assert caplog.messages == ["turn failed: ValueError"]


def test_errors_that_go_round_in_circles_end(caplog):
    first, second = ValueError(), KeyError()
    first.__cause__, second.__cause__ = second, first

    log_failure(logging.getLogger("edge"), "turn failed", first)

    assert len(caplog.messages[0]) < 200
