"""Notices as e-mail: what goes over the wire, what its faults come to, and what is told of it."""

from __future__ import annotations

import logging
import traceback
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from backends.notices_email import EmailNotices, NoticeFailed, operation_id
from returns.errors import BackendUnavailable
from tests.contract.test_effect_ports import (
    NOTICE,
    REF,
    Effect,
    test_a_forgotten_key_does_not_act_twice,
    test_a_lookup_that_is_behind_does_not_act_twice,
    test_a_lookup_that_is_down_is_unavailable,
    test_a_lost_answer_is_found_afterwards_and_not_done_again,
    test_a_provider_that_is_down_has_done_nothing,
    test_a_repeated_act_answers_the_same_and_does_nothing,
    test_many_attempts_at_once_act_once,
    test_what_was_done_is_found,
    test_what_was_never_done_is_not_found,
)
from tests.harness.email_service import EmailService
from tests.harness.fault_proxy import Answer, DropAfter, DropBefore, named
from tests.harness.identity import Identity

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

__all__ = [
    "test_a_forgotten_key_does_not_act_twice",
    "test_a_lookup_that_is_behind_does_not_act_twice",
    "test_a_lookup_that_is_down_is_unavailable",
    "test_a_lost_answer_is_found_afterwards_and_not_done_again",
    "test_a_provider_that_is_down_has_done_nothing",
    "test_a_repeated_act_answers_the_same_and_does_nothing",
    "test_many_attempts_at_once_act_once",
    "test_what_was_done_is_found",
    "test_what_was_never_done_is_not_found",
]

pytestmark = [pytest.mark.enable_socket, pytest.mark.allow_hosts(["127.0.0.1", "::1"])]

OPERATION = operation_id(REF)
SENDER = "DoNotReply@mail.example"
PAGE = "https://returns.shop.example"
AN_HOUR = {"Retry-After": "3600"}
OUTAGES = [
    Answer(429, AN_HOUR), Answer(500), Answer(502), Answer(503, AN_HOUR), Answer(401), Answer(403),
    DropBefore(), DropAfter(),
]  # fmt: skip
PRIVATE = ("ada@example.com", "Your return", "It is on its way.")


@pytest.fixture
async def service(certificate) -> AsyncIterator[EmailService]:
    async with EmailService(certificate) as service:
        yield service


@pytest.fixture
def identity() -> Identity:
    return Identity()


@pytest.fixture
async def notices(service, identity, certificate) -> AsyncIterator[EmailNotices]:
    trusting = str(certificate.path)
    notices = EmailNotices.open(
        service.endpoint, identity, SENDER, PAGE, connection_verify=trusting
    )
    yield notices
    await notices.close()


@pytest.fixture
async def effect(service, notices) -> Effect:
    async def count() -> int:
        return service.copies(OPERATION)

    return Effect(service.trouble, lambda: notices.send(NOTICE), lambda: notices.find(REF), count)


# --- The wire --------------------------------------------------------------------------------


async def test_a_notice_is_one_plain_e_mail_under_an_id_of_its_own(service, notices, identity):
    await notices.send(NOTICE)

    look, send = service.came
    assert look.path == f"/emails/operations/{OPERATION}"
    assert (send.method, send.path) == ("POST", "/emails:send")
    assert send.query["api-version"] == look.query["api-version"] == "2025-09-01"
    assert send.headers["Authorization"].startswith("Bearer ")
    assert set(identity.scopes) == {"https://communication.azure.com//.default"}
    email = {
        "senderAddress": SENDER,
        "recipients": {"to": [{"address": NOTICE.to}]},
        "content": {"subject": NOTICE.subject, "plainText": f"{NOTICE.text}\n{PAGE}\n"},
        "userEngagementTrackingDisabled": True,
    }
    assert service.taken == [(OPERATION, email)]


def test_an_operation_id_is_a_uuid_that_is_the_same_for_every_attempt():
    reference = "case-1:send_notice:closed.1"

    # Another value would send every notice that is under way once more.
    assert operation_id(reference) == "ffdca7d2-33a8-59e8-ad8b-c697f1d066ee"
    assert str(UUID(operation_id(reference))) == operation_id(reference)
    assert operation_id(reference) != operation_id("case-1:send_notice:closed.2")


async def test_another_notice_is_another_e_mail(service, notices):
    await notices.send(NOTICE)
    await notices.send(replace(NOTICE, message_id="case-1:effect:2"))

    assert len({operation for operation, _ in service.taken}) == 2


async def test_what_is_found_tells_no_more_than_the_service_does(notices):
    await notices.send(NOTICE)

    found = await notices.find(REF)

    assert (found.message_id, found.case_id) == (REF, "case-1")
    assert (found.to, found.subject, found.text) == ("", "", "")


async def test_a_token_is_never_sent_without_tls(service, identity):
    plain = service.endpoint.replace("https", "http")
    notices = EmailNotices.open(plain, identity, SENDER, PAGE)

    with pytest.raises(BackendUnavailable):
        await notices.send(NOTICE)

    assert service.came == []
    await notices.close()


# --- Faults ----------------------------------------------------------------------------------


@pytest.mark.parametrize("fault", OUTAGES, ids=named)
async def test_one_attempt_is_made_and_the_next_one_loses_and_doubles_nothing(
    service, notices, fault
):
    service.plan(None, fault)
    with pytest.raises(BackendUnavailable, match="notices"):
        await notices.send(NOTICE)
    assert len(service.came) == 2

    await notices.send(NOTICE)

    assert service.copies(OPERATION) == 1


@pytest.mark.parametrize("fault", OUTAGES, ids=named)
async def test_what_cannot_be_looked_up_is_not_sent(service, notices, fault):
    service.plan(fault, fault)  # the transport itself repeats a look-up once that was cut

    with pytest.raises(BackendUnavailable, match="notices"):
        await notices.send(NOTICE)

    assert service.taken == []


async def test_a_service_that_neither_shows_nor_recognizes_an_id_gets_a_second_e_mail(
    service, notices
):
    """The promise is at least once; this is where the second one comes from."""
    service.trouble.answers_lost = 1
    with pytest.raises(BackendUnavailable):
        await notices.send(NOTICE)

    service.trouble.keys_forgotten = True
    service.trouble.lookups_behind = 1
    await notices.send(NOTICE)

    assert service.copies(OPERATION) == 2


async def test_a_repeat_the_service_refuses_as_known_is_sent(service, notices):
    service.conflicts = True
    await notices.send(NOTICE)

    service.trouble.lookups_behind = 1
    await notices.send(NOTICE)

    assert service.copies(OPERATION) == 1


async def test_a_conflict_about_something_else_is_no_success(service, notices):
    service.plan(None, Answer(409))

    with pytest.raises(BackendUnavailable, match="conflict"):
        await notices.send(NOTICE)


async def test_an_answer_that_cannot_be_read_is_an_outage(service, notices):
    service.state = {"status": ["Running"], "error": "ada@example.com"}

    with pytest.raises(BackendUnavailable, match="cannot be read"):
        await notices.send(NOTICE)


# --- Failures --------------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["NotStarted", "Running", "Succeeded", ""])
async def test_accepted_is_enough(service, notices, status):
    service.state = {"status": status}

    await notices.send(NOTICE)

    assert await notices.find(REF)


@pytest.mark.parametrize("status", ["Failed", "Canceled"])
async def test_a_notice_the_service_gave_up_on_surfaces_and_is_not_sent_again(
    service, notices, status
):
    await notices.send(NOTICE)
    message = "ada@example.com is suppressed"
    service.state = {"status": status, "error": {"code": "EmailDropped", "message": message}}

    for call in (notices.find, lambda _: notices.send(NOTICE)):
        with pytest.raises(NoticeFailed, match=rf"{REF} was not sent: {status} EmailDropped$"):
            await call(REF)

    assert service.copies(OPERATION) == 1


async def test_a_notice_that_fails_at_once_surfaces_at_once(service, notices):
    service.state = {"status": "Failed", "error": None}

    with pytest.raises(NoticeFailed, match=r"Failed$"):
        await notices.send(NOTICE)


@pytest.mark.parametrize("status", [400, 404, 413])
async def test_a_refused_notice_surfaces_with_its_code(service, notices, status):
    service.plan(None, Answer(status, {"x-ms-error-code": "InvalidRecipient"}))

    with pytest.raises(NoticeFailed, match=f"the service answered {status} InvalidRecipient"):
        await notices.send(NOTICE)

    assert service.taken == []


# --- What is told ----------------------------------------------------------------------------


@pytest.mark.parametrize("fault", [Answer(400), Answer(409), Answer(503), DropAfter()], ids=named)
async def test_nobody_learns_whom_a_notice_was_for_or_what_it_said(service, notices, fault, caplog):
    caplog.set_level(logging.DEBUG)
    service.plan(None, fault)

    with pytest.raises((BackendUnavailable, NoticeFailed)) as failed:
        await notices.send(NOTICE)

    told = "".join(traceback.format_exception(failed.value)) + caplog.text
    assert REF in told or "notices" in told
    assert [secret for secret in PRIVATE if secret in told] == []


async def test_closing_leaves_the_shared_credential_open(notices, identity):
    await notices.send(NOTICE)

    await notices.close()
    await notices.close()

    assert identity.closed == 0
