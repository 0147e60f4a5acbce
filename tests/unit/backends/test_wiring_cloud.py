"""The hosted backends put together over a store in memory, without a network and without a key."""

import asyncio
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from backends.documents_sqlite import SqliteDocuments
from backends.interpreter_switched import SwitchedInterpreter
from backends.labels_blob import BlobLabelFiles
from backends.notices_email import EmailNotices
from backends.policy_search_azure import AzurePolicySearch
from backends.policy_search_embedded import EmbeddedPolicySearch
from backends.settings import read_settings
from backends.wiring_cloud import hosted
from tests.contract.clocks import StandingClock
from tests.host.cloud_settings import CLOUD

ROOT = Path(__file__).parents[3]
SEARCH = {"SEARCH_ENDPOINT": "https://search.example", "SEARCH_INDEX_PREFIX": "returns"}


@pytest.fixture
async def documents():
    documents = await SqliteDocuments.open(":memory:", StandingClock())
    yield documents
    await documents.close()


async def backends_of(documents, **more):
    settings = read_settings(CLOUD | more, ROOT)
    assert settings.cloud
    return await hosted(settings, settings.cloud, documents, StandingClock())


async def test_every_service_is_the_hosted_one_and_every_stand_in_says_so(documents):
    backends = await backends_of(documents)

    assert isinstance(backends.interpreter, SwitchedInterpreter)
    assert isinstance(backends.label_files, BlobLabelFiles)
    assert isinstance(backends.notices, EmailNotices)
    assert (backends.samples, backends.simulated) == (None, None)
    assert {name for name, told in backends.names.items() if told.startswith("stand-in: ")} == {
        "payments", "carrier", "orders",
    }  # fmt: skip
    assert backends.names["model"] == "Azure OpenAI, deployment chat"


async def test_search_is_of_this_process_unless_there_is_a_service(documents):
    without = await backends_of(documents)
    beside = await backends_of(documents, **SEARCH)

    assert isinstance(without.searches.policy, EmbeddedPolicySearch)
    assert isinstance(beside.searches.policy, AzurePolicySearch)
    assert (without.names["search"], beside.names["search"]) == (
        "embedded BM25 + vectors", "Azure AI Search",
    )  # fmt: skip


async def test_the_folder_of_the_package_is_published_once(documents):
    first, second = await asyncio.gather(backends_of(documents), backends_of(documents))

    assert first.shop.version == second.shop.version != ""
    live = await documents.get("shop", "zava", "live")
    assert live.body["number"] == 1


async def test_who_wires_the_cloud_without_an_issuer_is_told(documents):
    settings = replace(read_settings(CLOUD, ROOT), auth=None)
    with pytest.raises(AssertionError, match="issuer"):
        await hosted(settings, settings.cloud, documents, StandingClock())


HEAVY = ("agents", "openai", "azure.cosmos", "azure.storage", "azure.search", "azure.identity")


def loaded_by(program: str) -> set[str]:
    """Return which heavy packages a fresh process has loaded after a program."""
    program += f"\nimport sys; print(*[name for name in {HEAVY} if name in sys.modules])"
    done = subprocess.run(  # noqa: S603 - our own interpreter and text
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


def test_the_client_of_a_service_is_loaded_where_it_is_used_and_not_before():
    # chatkit itself imports the Agents SDK and with it the openai package.
    assert loaded_by("import function_app") <= {"agents", "openai"}
    assert loaded_by("import backends.wiring, backends.wiring_local") == set()
