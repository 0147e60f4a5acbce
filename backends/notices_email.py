"""Notices as e-mail through Azure Communication Services.

At least once, under one Operation-Id: a notice is looked up by it before it is sent, and is sent
with it, so that the service can recognize a repeat. Where an answer was lost and the service
neither shows nor recognizes the id, the repeat is a second e-mail.
"""

from __future__ import annotations

from contextlib import asynccontextmanager
from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Self
from uuid import UUID, uuid5

from pydantic import BaseModel

from backends.azure_outages import code_or_none, reaching, told
from returns.errors import BackendUnavailable
from returns.ports import Notice

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from azure.communication.email.aio import EmailClient
    from azure.core.credentials_async import AsyncTokenCredential
    from azure.core.rest import HttpRequest

_NOTICES = UUID("0e1c6ce5-6f0b-4f34-9d5c-1f4b8d9a2c57")
_VERSION = {"api-version": "2025-09-01"}
_DEADLINE_SECONDS = 15.0
# One attempt: a case has its own timetable for more, and a throttled service may ask for an hour.
_PATIENCE: dict[str, Any] = {"connection_timeout": 5, "read_timeout": 10, "retry_total": 0}
_GIVEN_UP = {"Failed", "Canceled"}
_UNTOLD = datetime.min.replace(tzinfo=UTC)


class _Error(BaseModel):
    code: str = ""


class _State(BaseModel):
    """How far a notice is, as the service tells it."""

    status: str = ""
    error: _Error | None = None


class NoticeFailed(Exception):
    """The service refused a notice, or gave up on one it had accepted: staff have to look.

    It names the notice and a code, never whom it was for or what it said.
    """

    def __init__(self, message_id: str, why: str) -> None:
        super().__init__(f"Notice {message_id} was not sent: {why}")
        self.message_id = message_id


def operation_id(message_id: str) -> str:
    """Return the Operation-Id of a notice: the same for every attempt, and nothing to read in."""
    return str(uuid5(_NOTICES, message_id))


class EmailNotices:
    """Sends notices from one address of a resource, each with the address of the chat page."""

    def __init__(self, client: EmailClient, sender: str, page: str) -> None:
        self._client = client
        self._sender = sender
        self._page = page

    @classmethod
    def open(
        cls, endpoint: str, credential: AsyncTokenCredential, sender: str, page: str, **client: Any
    ) -> Self:
        """Connect to a resource as an identity; nothing is asked yet.

        `client` are options of the SDK's client.
        """
        from azure.communication.email.aio import EmailClient  # noqa: PLC0415 - in the cloud only

        return cls(EmailClient(endpoint, credential, **(_PATIENCE | client)), sender, page)

    async def find(self, message_id: str) -> Notice | None:
        """Return a notice the service has accepted, or None when it knows none of that id.

        The service tells how far a notice is, not whom it was for: those fields are empty.

        Raises:
            NoticeFailed: the service has given up on it.
            BackendUnavailable: the service cannot be asked.
        """
        from azure.core.rest import HttpRequest  # noqa: PLC0415 - in the cloud only

        path = f"/emails/operations/{operation_id(message_id)}"
        look = HttpRequest("GET", path, params=_VERSION)
        state = await self._told(message_id, look, nothing=HTTPStatus.NOT_FOUND)
        if state is None:
            return None
        _hold(message_id, state)
        case_id = message_id.partition(":")[0]
        return Notice(message_id, case_id, to="", subject="", text="", at=_UNTOLD)

    async def send(self, notice: Notice) -> None:
        """Hand a notice over; that the service accepts it is enough.

        Safe to repeat: one the service knows is left alone. Where it neither shows nor recognizes
        the id, a repeat is a second e-mail.

        Raises:
            NoticeFailed: the service refuses it, or has given up on it.
            BackendUnavailable: the outcome is unknown; look before trying again.
        """
        if await self.find(notice.message_id) is not None:
            return
        state = await self._told(
            notice.message_id, self._email(notice), nothing=HTTPStatus.CONFLICT
        )
        if state is not None:
            _hold(notice.message_id, state)
        elif await self.find(notice.message_id) is None:
            raise BackendUnavailable("notices", "a conflict about an id it does not know")

    async def close(self) -> None:
        """Close the connections. The credential is its owner's to close.

        Safe to repeat: a closed client stays closed.
        """
        await self._client.close()

    def _email(self, notice: Notice) -> HttpRequest:
        from azure.core.rest import HttpRequest  # noqa: PLC0415 - in the cloud only

        email = {
            "senderAddress": self._sender,
            "recipients": {"to": [{"address": notice.to}]},
            "content": {"subject": notice.subject, "plainText": f"{notice.text}\n{self._page}\n"},
            "userEngagementTrackingDisabled": True,
        }
        known_as = {"Operation-Id": operation_id(notice.message_id)}
        return HttpRequest("POST", "/emails:send", params=_VERSION, headers=known_as, json=email)

    async def _told(
        self, message_id: str, request: HttpRequest, *, nothing: HTTPStatus
    ) -> _State | None:
        """Return what the service tells of a notice; None when it answers with this status.

        The client's own calls would put a refusal, with all it quotes, into a trace.
        """
        async with _reaching(message_id):
            answer = await self._client.send_request(request)
            if answer.status_code == nothing:
                return None
            answer.raise_for_status()
            return _State.model_validate(answer.json())


@asynccontextmanager
async def _reaching(message_id: str) -> AsyncGenerator[None]:
    """Let nothing of what the service says leave: it may quote whom it was to write to."""
    from azure.core.exceptions import DecodeError, HttpResponseError  # noqa: PLC0415 - as above

    try:
        async with reaching("notices", _DEADLINE_SECONDS):
            yield
    except (DecodeError, ValueError):
        raise BackendUnavailable("notices", "an answer that cannot be read") from None
    except HttpResponseError as refusal:
        raise NoticeFailed(message_id, told(refusal)) from None


def _hold(message_id: str, state: _State) -> None:
    """Accept a state in which the notice is sent or will be.

    Raises:
        NoticeFailed: the service has given up.
    """
    if state.status in _GIVEN_UP:
        code = code_or_none(state.error.code) if state.error else ""
        raise NoticeFailed(message_id, f"{state.status} {code}".rstrip())
