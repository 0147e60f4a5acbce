"""Fills the search indexes and the document store from a shop folder: make provision-data.

It runs as whoever is signed in, with the deployer's roles, and after every `azd provision`.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import re
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backends.load import described
from backends.policy_file import read_policy
from backends.search_azure import AzureIndex, Patience
from backends.search_index_changes import AzureIndexes, IndexIncompatible
from backends.search_publishing import publish_shop
from backends.shop_check import check_folder
from backends.shop_files import read_catalog, read_past_cases
from backends.shop_folder import read_shop
from returns.errors import BackendUnavailable
from tools.cloud.seed import load_documents, patiently

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from azure.core.credentials_async import AsyncTokenCredential

    from backends.embeddings import Embeddings
    from backends.load import LoadReport
    from backends.search_publishing import IndexReport

ROOT = Path(__file__).resolve().parent.parent.parent
_STORE = ("COSMOS_ENDPOINT", "COSMOS_DATABASE")
_SEARCH = ("SEARCH_INDEX_PREFIX", "OPENAI_ENDPOINT", "OPENAI_EMBEDDING_DEPLOYMENT")
_PREFIX = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
# Nobody waits for an answer here, so whatever is busy is given its time.
PATIENCE = Patience(deadline_seconds=60, repeats=5, pause_seconds=1)
_EMBEDDING_S, _EMBEDDING_REPEATS = 300.0, 8
_SHOWN = 20
SEARCH_IS_OFF = "Search is off (SEARCH_ENDPOINT is empty): the desk searches its own shop folder."


@dataclass(frozen=True, slots=True)
class Target:
    """Where a shop folder goes. An empty `search_endpoint` means that search is off."""

    folder: Path
    cosmos_endpoint: str
    cosmos_database: str
    search_endpoint: str
    search_index_prefix: str
    openai_endpoint: str
    openai_embedding_deployment: str


@dataclass(frozen=True, slots=True)
class Steps:
    """What is to be done. Each may be repeated; without search there is nothing to fill."""

    fill: Callable[[], Awaitable[list[IndexReport]]] | None
    load: Callable[[], Awaitable[LoadReport]]


def main(arguments: Sequence[str]) -> int:
    """Provision as the environment says; return 0 when everything is in place."""
    parser = argparse.ArgumentParser(prog="python -m tools.cloud.provision", description=__doc__)
    parser.add_argument(
        "--only-this-edition",
        action="store_true",
        help="delete what earlier versions left in the indexes, once no desk reads it",
    )
    chosen = parser.parse_args(arguments)
    found = problems(os.environ)
    target = target_of(os.environ, ROOT)
    found = found or refused_rows(target.folder)
    if found:
        print("\n".join(f"- {problem}" for problem in found), file=sys.stderr)
        return 1
    return asyncio.run(_provisioned(target, only_this_edition=chosen.only_this_edition))


def problems(environment: Mapping[str, str]) -> list[str]:
    """Return what the environment lacks, each with what to do."""
    needed = (*_STORE, *_SEARCH) if environment.get("SEARCH_ENDPOINT") else _STORE
    found = [
        f"{name} is missing: run azd provision, or take it from azd env get-values."
        for name in needed
        if not environment.get(name)
    ]
    prefix = environment.get("SEARCH_INDEX_PREFIX")
    if prefix and not _PREFIX.fullmatch(prefix):
        found.append("SEARCH_INDEX_PREFIX must be of lower-case letters, digits and single dashes.")
    return found


def target_of(environment: Mapping[str, str], root: Path) -> Target:
    """Return where the environment says that the shop goes."""
    return Target(
        folder=root / (environment.get("RETURNS_SHOP") or "shops/zava"),
        cosmos_endpoint=environment.get("COSMOS_ENDPOINT", ""),
        cosmos_database=environment.get("COSMOS_DATABASE", ""),
        search_endpoint=environment.get("SEARCH_ENDPOINT", ""),
        search_index_prefix=environment.get("SEARCH_INDEX_PREFIX", ""),
        openai_endpoint=environment.get("OPENAI_ENDPOINT", ""),
        openai_embedding_deployment=environment.get("OPENAI_EMBEDDING_DEPLOYMENT", ""),
    )


def refused_rows(folder: Path) -> list[str]:
    """Return what has to be corrected in a folder: nothing is provisioned from half a shop."""
    refused = check_folder(folder, _now()).refused
    more = [f"and {len(refused) - _SHOWN} more"] if len(refused) > _SHOWN else []
    return [str(remark) for remark in refused[:_SHOWN]] + more


async def provision(steps: Steps, pause: Callable[[float], Awaitable[None]]) -> int:
    """Fill the indexes, then load the store, and say what became of both; return 0 for success.

    Safe to repeat: what is in place is left as it is.
    """
    try:
        if steps.fill is None:
            print(SEARCH_IS_OFF)
        else:
            print(indexes_described(await patiently(steps.fill, pause)))
        report = await patiently(steps.load, pause)
    except (BackendUnavailable, IndexIncompatible) as failed:
        print(f"{failed}\nNot everything is in place. See docs/deploy.md.", file=sys.stderr)
        return 1
    print(described(report))
    return 1 if report.refused else 0


async def fill_indexes(
    target: Target,
    credential: AsyncTokenCredential,
    embeddings: Embeddings,
    *,
    only_this_edition: bool = False,
    **options: Any,
) -> list[IndexReport]:
    """Make and fill the indexes of a shop folder; `options` go to the SDK's clients.

    Raises:
        IndexIncompatible | BackendUnavailable: as `publish_shop`.
    """
    policy = read_policy(target.folder)
    shop = read_shop(target.folder, read_catalog(target.folder), policy.version)
    endpoint = target.search_endpoint

    def open_index(name: str) -> AzureIndex:
        return AzureIndex.open(endpoint, credential, name, patience=PATIENCE, **options)

    indexes = AzureIndexes.open(endpoint, credential, PATIENCE, **options)
    try:
        return await publish_shop(
            indexes,
            open_index,
            embeddings,
            shop,
            policy.clauses,
            read_past_cases(target.folder),
            prefix=target.search_index_prefix,
            only_this_edition=only_this_edition,
        )
    finally:
        await indexes.close()


def indexes_described(reports: Sequence[IndexReport]) -> str:
    """Return what became of the indexes as lines to read."""
    lines = [f"  {'':24}{'index':>10}{'sent':>9}{'unchanged':>11}{'deleted':>9}{'others':>8}"]
    for report in reports:
        done = report.published
        counts = f"{done.sent:>9}{done.unchanged:>11}{done.deleted:>9}{report.others:>8}"
        lines.append(f"  {report.name:24}{report.change:>10}{counts}")
    return "\n".join(lines)


async def _provisioned(target: Target, *, only_this_edition: bool) -> int:
    from azure.identity.aio import DefaultAzureCredential  # noqa: PLC0415 - only where it is used

    from backends.embeddings_azure import AzureEmbeddings  # noqa: PLC0415 - as above
    from backends.model_azure import model_client  # noqa: PLC0415 - as above

    async with DefaultAzureCredential() as credential:

        async def fill() -> list[IndexReport]:
            client = model_client(target.openai_endpoint, credential)
            async with client.with_options(max_retries=_EMBEDDING_REPEATS) as patient:
                embeddings = AzureEmbeddings(
                    patient, target.openai_embedding_deployment, budget_s=_EMBEDDING_S
                )
                return await fill_indexes(
                    target, credential, embeddings, only_this_edition=only_this_edition
                )

        async def load() -> LoadReport:
            return await load_documents(
                target.cosmos_endpoint, target.cosmos_database, target.folder, credential
            )

        print(f"{target.folder.name} into {target.search_endpoint or target.cosmos_endpoint}")
        return await provision(Steps(fill if target.search_endpoint else None, load), asyncio.sleep)


def _now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - the day the sample's dates count from


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
