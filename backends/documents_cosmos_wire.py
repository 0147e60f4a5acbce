"""The Cosmos SDK behind three calls; the only module that speaks it.

The SDK waits for a throttled request and repeats one whose connection was cut, also a write; it
gives up at once on a 503 and on a 449. Those are repeated here, after growing random pauses.
"""

from __future__ import annotations

import asyncio
import secrets
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import Enum, auto
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Self

from backends.documents_cosmos_containers import partition_value
from backends.documents_cosmos_envelope import Envelope
from returns.errors import BackendUnavailable

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Generator, Mapping, Sequence

    from azure.core.credentials_async import AsyncTokenCredential

# (what to do, its arguments, its conditions), as the SDK takes the steps of a batch.
type Step = tuple[str, tuple[Any, ...], dict[str, Any]]
type Charged = Callable[[str, float], None]

_RETRY_WITH = 449
_OUTAGES = {
    HTTPStatus.REQUEST_TIMEOUT,
    HTTPStatus.GONE,
    HTTPStatus.BAD_GATEWAY,
    HTTPStatus.SERVICE_UNAVAILABLE,
    HTTPStatus.GATEWAY_TIMEOUT,
}
_REFUSALS = {
    HTTPStatus.NOT_FOUND,
    HTTPStatus.CONFLICT,
    HTTPStatus.PRECONDITION_FAILED,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
}
# Not let in: usually an identity whose role is not known everywhere yet; the next call waits.
_NOT_LET_IN = {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}
_NO_CONTAINER = 1003  # the sub-status of a 404 that is about the container, not the item
_CHARGE = "x-ms-request-charge"
_random = secrets.SystemRandom()


class Refusal(Exception):
    """The service refused a call; `index` is the step of a batch.

    After more than one request it may be refusing what an earlier one has done.
    """

    def __init__(self, status: int, index: int, requests: int) -> None:
        super().__init__(f"refused with {status} at {index} after {requests} requests")
        self.status = status
        self.index = index
        self.requests = requests


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a call may take, and how often it is made again."""

    deadline_seconds: float = 6.0  # of one attempt, with all the SDK waits for in it
    outages: int = 2  # repeats after an outage
    conflicts: int = 3  # repeats after a 449
    pause_seconds: float = 0.1  # the first pause at most; each is up to twice as long
    throttled_seconds: int = 4  # what the SDK may wait for a throttled request in all

    async def pause(self, number: int) -> None:
        await asyncio.sleep(_random.uniform(0, self.pause_seconds * 2**number))


class _Verdict(Enum):
    REFUSED = auto()
    AGAIN = auto()
    OUTAGE = auto()
    NOT_NOW = auto()
    UNKNOWN = auto()


@dataclass(slots=True)
class _Call:
    requests: int = 0
    charge: float = 0.0


# Requests know no more of their caller than the context they run in.
_call: ContextVar[_Call | None] = ContextVar("cosmos_call", default=None)


class CosmosWire:
    """One client for the process, on one database. The service's types end here."""

    def __init__(self, client: Any, database: str, patience: Patience, charged: Charged) -> None:
        self._client = client
        self._database = client.get_database_client(database)
        self._containers: dict[str, Any] = {}
        self._patience = patience
        self._charged = charged

    @classmethod
    async def open(
        cls,
        endpoint: str,
        credential: AsyncTokenCredential | str,
        database: str,
        *,
        patience: Patience,
        charged: Charged,
        emulator: bool,
    ) -> Self:
        """Connect to the account. An emulator names endpoints nobody reaches: never ask it."""
        from azure.cosmos.aio import CosmosClient  # noqa: PLC0415 - loaded where Cosmos is used

        client = CosmosClient(
            endpoint,
            credential,
            enable_endpoint_discovery=not emulator,
            retry_throttle_backoff_max=patience.throttled_seconds,
            retry_backoff_factor=patience.pause_seconds,
            read_timeout=patience.deadline_seconds,
            raw_request_hook=_count,
            raw_response_hook=_charge,
        )
        wire = cls(client, database, patience, charged)
        try:
            await wire._tried("open", client.__aenter__)
        except BaseException:
            await wire.close()
            raise
        return wire

    async def read(self, collection: str, partition: str, item: str) -> Envelope | None:
        """Return one item, or None for a miss."""

        async def call() -> Envelope:
            container = await self._container(collection)
            return await container.read_item(item, partition_value(collection, partition))

        try:
            return await self._tried(f"read {collection}", call)
        except Refusal as refusal:
            if refusal.status == HTTPStatus.NOT_FOUND:
                return None
            raise

    async def query(
        self,
        collection: str,
        partition: str | None,
        sql: str,
        bound: Mapping[str, Any],
        *,
        limit: int,
    ) -> list[Envelope]:
        """Return what a query finds: in one partition, or across all for None."""
        scope: dict[str, Any] = {}
        if partition is not None:
            scope["partition_key"] = partition_value(collection, partition)
        parameters = [{"name": f"@{name}", "value": value} for name, value in bound.items()]

        async def call() -> list[Envelope]:
            container = await self._container(collection)
            found = container.query_items(sql, parameters=parameters, max_item_count=limit, **scope)
            return [item async for item in found]

        return await self._tried(f"query {collection}", call)

    async def count(self, collection: str, sql: str, bound: Mapping[str, Any]) -> int:
        """Return what a `SELECT VALUE COUNT(1)` finds across all partitions."""
        counted: list[Any] = list(await self.query(collection, None, sql, bound, limit=1))
        # The SDK adds the partitions up; if it ever hands them on one by one, their sum is right.
        return sum(counted)

    async def changes(
        self, collection: str, place: str | None, *, limit: int
    ) -> tuple[list[Envelope], str]:
        """Return one page of the change feed, and the place after it; "" is the beginning."""
        scope = {"continuation": place} if place else {"start_time": "Beginning"}

        async def call() -> tuple[list[Envelope], str]:
            container = await self._container(collection)
            heard: list[Mapping[str, str]] = []

            def hear(told: Mapping[str, str], _items: object) -> None:
                heard.append(told)

            feed = container.query_items_change_feed(
                max_item_count=limit, response_hook=hear, **scope
            )
            page = await anext(feed.by_page(), None)
            items = [item async for item in page] if page else []
            # Of the answer itself: the client's last answer may be that of another call.
            after = heard[-1].get("etag") if heard else None
            return items, after or place or ""

        return await self._tried(f"changes {collection}", call)

    async def batch(self, collection: str, partition: str, steps: Sequence[Step]) -> list[str]:
        """Apply all steps or none; return the service's etags in order, "" for a deleted item.

        Raises:
            Refusal: nothing was written, or an earlier request had written it.
        """

        async def call() -> list[str]:
            container = await self._container(collection)
            # The SDK takes the conditions out of the steps it is given.
            fresh = [(what, arguments, dict(conditions)) for what, arguments, conditions in steps]
            value = partition_value(collection, partition)
            answers = await container.execute_item_batch(fresh, value)
            return [str(answer.get("eTag") or "") for answer in answers]

        return await self._tried(f"write {collection}", call)

    async def close(self) -> None:
        await self._client.close()

    async def _container(self, collection: str) -> Any:
        from azure.core.exceptions import ResourceNotFoundError  # noqa: PLC0415 - as in `open`

        known = self._containers.get(collection)
        if known is None:
            known = self._database.get_container_client(collection)
            try:
                await known.read()  # the client needs its properties anyway, and remembers them
            except ResourceNotFoundError as missing:
                what = f"the database has no container {collection!r}; deploy it, or run provision"
                raise BackendUnavailable("documents", what) from missing
            self._containers[collection] = known
        return known

    async def _tried[T](self, name: str, call: Callable[[], Awaitable[T]]) -> T:
        from azure.core.exceptions import AzureError  # noqa: PLC0415 - loaded where Cosmos is used

        conflicts = outages = 0
        with self._counted(name) as counted:
            while True:
                try:
                    async with asyncio.timeout(self._patience.deadline_seconds):
                        return await call()
                except (AzureError, TimeoutError) as error:
                    match _verdict(error):
                        case _Verdict.AGAIN if conflicts < self._patience.conflicts:
                            conflicts += 1
                        case _Verdict.OUTAGE if outages < self._patience.outages:
                            outages += 1
                        case _Verdict.REFUSED:
                            raise _refusal(error, counted.requests) from error
                        case _Verdict.UNKNOWN:
                            raise
                        case _:
                            raise BackendUnavailable("documents", _reason(error)) from error
                await self._patience.pause(conflicts + outages)

    @contextmanager
    def _counted(self, name: str) -> Generator[_Call]:
        call = _Call()
        before = _call.set(call)
        try:
            yield call
        finally:
            _call.reset(before)
            self._charged(name, call.charge)


def _verdict(error: Exception) -> _Verdict:
    """Say what an error of the SDK means; what it does not recognize stays what it is."""
    from azure.core.exceptions import (  # noqa: PLC0415 - loaded where Cosmos is used
        ClientAuthenticationError,
        HttpResponseError,
        ServiceRequestError,
        ServiceResponseError,
    )
    from azure.cosmos.exceptions import CosmosClientTimeoutError  # noqa: PLC0415 - as above

    lost = (TimeoutError, ServiceRequestError, ServiceResponseError, CosmosClientTimeoutError)
    if isinstance(error, lost):
        return _Verdict.OUTAGE
    if isinstance(error, ClientAuthenticationError):
        return _Verdict.NOT_NOW
    if not isinstance(error, HttpResponseError):
        return _Verdict.UNKNOWN
    status = error.status_code
    if status == _RETRY_WITH:
        return _Verdict.AGAIN
    if status == HTTPStatus.TOO_MANY_REQUESTS or status in _NOT_LET_IN:
        return _Verdict.NOT_NOW
    if status in _OUTAGES:
        return _Verdict.OUTAGE
    if status in _REFUSALS and getattr(error, "sub_status", None) != _NO_CONTAINER:
        return _Verdict.REFUSED
    return _Verdict.UNKNOWN


def _refusal(error: Exception, requests: int) -> Refusal:
    index = getattr(error, "error_index", None) or 0
    return Refusal(int(getattr(error, "status_code", 0)), index, requests)


def _reason(error: Exception) -> str:
    status = getattr(error, "status_code", None)
    return f"the service answered {status}" if status else type(error).__name__


def _count(_request: Any) -> None:
    call = _call.get()
    if call is not None:
        call.requests += 1


def _charge(response: Any) -> None:
    call = _call.get()
    if call is not None:
        call.charge += float(response.http_response.headers.get(_CHARGE) or 0)
