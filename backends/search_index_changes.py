"""Brings the indexes of a search service to their definitions, and says what cannot be changed."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any, Self, TypeGuard, cast

from backends.search_azure import REPEATED, Patience, client_options
from returns.errors import BackendUnavailable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from azure.core.credentials_async import AsyncTokenCredential
    from azure.search.documents.indexes.aio import SearchIndexClient

    from backends.search_indexes import Definition

_ATTEMPTS = 3
_ETAG = "@odata.etag"
# All else of a field is decided for as long as the index lives.
_CHANGEABLE = {"retrievable"}


class Change(StrEnum):
    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


class IndexIncompatible(Exception):
    """An index differs in what the service cannot change; `differences` say in what."""

    def __init__(self, index: str, differences: tuple[str, ...]) -> None:
        super().__init__(
            f"The index {index} cannot become what is needed: {'; '.join(differences)}. Set a new "
            "SEARCH_INDEX_PREFIX and run azd up: it fills new indexes, then the desk asks those. "
            "Deleting this one instead leaves the desk without it until it is filled again."
        )
        self.differences = differences


class AzureIndexes:
    """The definitions of a service's indexes, for whoever may change them."""

    def __init__(self, client: SearchIndexClient, patience: Patience) -> None:
        self._client = client
        self._patience = patience

    @classmethod
    def open(
        cls, endpoint: str, credential: AsyncTokenCredential, patience: Patience, **options: Any
    ) -> Self:
        """Return the definitions of a service, unconnected yet; `options` go to the SDK."""
        from azure.search.documents.indexes.aio import SearchIndexClient  # noqa: PLC0415 - as needed

        client = SearchIndexClient(endpoint, credential, **client_options(patience), **options)
        return cls(client, patience)

    async def ensure(self, wanted: Definition) -> Change:
        """Make an index what its definition says, and return what that took.

        Fields and rankings are added to an index that is there; whatever else it has is kept.
        Safe to repeat: an index that fits is left alone, also by two that do this at once.

        Raises:
            IndexIncompatible: it differs in what cannot be changed; nothing was changed.
            BackendUnavailable: the service does not answer, or others keep changing the index.
        """
        for _ in range(_ATTEMPTS):
            found = await self._read(wanted["name"])
            if found is None:
                change, target = Change.CREATED, wanted
            else:
                change, target = Change.UPDATED, merged(found, wanted)
                if target == found:
                    return Change.UNCHANGED
            if await self._write(target):
                return change
        raise BackendUnavailable("search", f"others keep changing {wanted['name']}; try again")

    async def close(self) -> None:
        await self._client.close()

    async def _read(self, name: str) -> Definition | None:
        from azure.core.exceptions import ResourceNotFoundError  # noqa: PLC0415 - as `open`

        async with self._patience.reaching():
            try:
                found = await self._client.get_index(name, retry_on_methods=REPEATED)
            except ResourceNotFoundError:
                return None
        return found.as_dict()

    async def _write(self, target: Definition) -> bool:
        """Create an index, or replace the one that was read; False says that another was first."""
        from azure.core import MatchConditions  # noqa: PLC0415 - as `open`
        from azure.core.exceptions import (  # noqa: PLC0415 - as `open`
            ResourceExistsError,
            ResourceModifiedError,
        )

        known = _ETAG in target
        condition = MatchConditions.IfNotModified if known else MatchConditions.IfMissing

        async with self._patience.reaching():
            try:
                await self._client.create_or_update_index(
                    target, match_condition=condition, retry_on_methods=REPEATED
                )
            except (ResourceExistsError, ResourceModifiedError):
                return False
        return True


def merged(found: Definition, wanted: Definition) -> Definition:
    """Return an index as it is with what is wanted of it; they are equal when it has all of that.

    Raises:
        IndexIncompatible: it differs in what cannot be changed.
    """
    lists = [(found["fields"], wanted["fields"])]
    vectors: Definition = found.get("vectorSearch") or {}
    lists += [(vectors.get(kind) or [], parts) for kind, parts in wanted["vectorSearch"].items()]
    fixed = tuple(told for have, want in lists for told in _fixed_differences(have, want))
    if fixed:
        raise IndexIncompatible(wanted["name"], fixed)
    return _over(found, wanted)


def _fixed_differences(found: Sequence[Definition], wanted: Sequence[Definition]) -> Iterator[str]:
    known = {part["name"]: part for part in found}
    for part in wanted:
        have = known.get(part["name"], {})
        for key, value in part.items():
            if key in have and key not in _CHANGEABLE and _over(have[key], value) != have[key]:
                yield f"{part['name']}.{key} is {have[key]!r}, not {value!r}"


def _over(found: Any, wanted: Any) -> Any:
    """Return what is found with what is wanted laid over it; parts are told by their names."""
    if _is_object(found) and _is_object(wanted):
        return found | {key: _over(found.get(key), value) for key, value in wanted.items()}
    if _are_parts(found) and _are_parts(wanted):
        new = {part["name"]: part for part in wanted}
        kept = [_over(part, new.pop(part["name"], {})) for part in found]
        return [*kept, *new.values()]
    return wanted


def _is_object(value: Any) -> TypeGuard[Definition]:
    return isinstance(value, dict)


def _are_parts(value: Any) -> TypeGuard[list[Definition]]:
    return isinstance(value, list) and all("name" in part for part in cast("list[Any]", value))
