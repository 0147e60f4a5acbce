"""What provisioning fills, in which order, what it says, and when it waits or gives up."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from azure.cosmos.exceptions import CosmosHttpResponseError

from backends.azure_outages import reaching
from backends.embeddings_embedded import HashedEmbeddings
from backends.load import FileReport, LoadReport
from backends.search_index_changes import Change, IndexIncompatible
from backends.search_publishing import IndexReport, Published
from returns.errors import BackendUnavailable
from tests.harness.search_service.service import SearchService
from tests.harness.search_service.transport import ENDPOINT, Credential, ServiceTransport
from tools.cloud import provision as tool
from tools.cloud.provision import Steps, Target

if TYPE_CHECKING:
    from pathlib import Path

COMPLETE = {
    "COSMOS_ENDPOINT": "https://cosmos-1.documents.azure.com:443/",
    "COSMOS_DATABASE": "returns",
    "SEARCH_ENDPOINT": "https://srch-1.search.windows.net",
    "SEARCH_INDEX_PREFIX": "returns",
    "OPENAI_ENDPOINT": "https://oai-1.openai.azure.com/",
    "OPENAI_EMBEDDING_DEPLOYMENT": "embedding",
}
WITHOUT_SEARCH = {name: COMPLETE[name] for name in ("COSMOS_ENDPOINT", "COSMOS_DATABASE")}
FILLED = [IndexReport("returns-policy", Change.CREATED, Published(53, 2, 1), 40)]
LOADED = LoadReport((FileReport("orders.jsonl", 40, 0, 40),), (), (), written=True)
REFUSED = BackendUnavailable("search", "the service answered 403")


class Work:
    """Steps that note when they are done, and first fail as often as they are told."""

    def __init__(self, *, failures: int = 0, failure: Exception = REFUSED) -> None:
        self.done: list[str] = []
        self.pauses: list[float] = []
        self._failures = failures
        self._failure = failure

    async def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)

    async def fill(self) -> list[IndexReport]:
        self.done.append("fill")
        if self._failures:
            self._failures -= 1
            raise self._failure
        return FILLED

    async def load(self) -> LoadReport:
        self.done.append("load")
        return LOADED


def test_a_complete_environment_has_no_problem():
    assert tool.problems(COMPLETE) == []
    assert tool.problems(WITHOUT_SEARCH) == []


@pytest.mark.parametrize("name", [name for name in COMPLETE if name != "SEARCH_ENDPOINT"])
def test_what_is_missing_is_named_with_its_remedy(name: str):
    (problem,) = tool.problems({key: value for key, value in COMPLETE.items() if key != name})
    assert problem.startswith(f"{name} is missing: run azd provision")


@pytest.mark.parametrize("prefix", ["Returns", "returns-", "-returns", "re--turns", "1st", "a_b"])
def test_a_prefix_no_index_can_have_is_refused(prefix: str):
    (problem,) = tool.problems(COMPLETE | {"SEARCH_INDEX_PREFIX": prefix})
    assert "lower-case" in problem


def test_everything_missing_is_said_at_once_and_nothing_is_touched(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    for name in COMPLETE:
        monkeypatch.delenv(name, raising=False)
    assert tool.main([]) == 1
    said = capsys.readouterr().err
    assert [name in said for name in WITHOUT_SEARCH] == [True, True]


def test_a_folder_with_a_wrong_row_is_named_and_nothing_is_touched(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    folder = tmp_path / "zava"
    shutil.copytree(tool.ROOT / "shops" / "zava", folder)
    (folder / "past_cases.jsonl").write_text('{"case_id": "PAST-1"}\n', "utf-8")
    for name, value in (COMPLETE | {"RETURNS_SHOP": str(folder)}).items():
        monkeypatch.setenv(name, value)

    assert tool.main([]) == 1
    assert "past_cases.jsonl, line 1" in capsys.readouterr().err


async def test_the_indexes_are_filled_before_the_store_is_loaded(
    capsys: pytest.CaptureFixture[str],
):
    work = Work()

    assert await tool.provision(Steps(work.fill, work.load), work.pause) == 0

    assert (work.done, work.pauses) == (["fill", "load"], [])
    said = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert ["returns-policy", "created", "53", "2", "1", "40"] in said
    assert ["orders.jsonl", "40", "0", "40", "0"] in said


async def test_without_search_one_sentence_says_so_and_the_store_is_loaded(
    capsys: pytest.CaptureFixture[str],
):
    work = Work()

    assert await tool.provision(Steps(None, work.load), work.pause) == 0

    assert work.done == ["load"]
    assert tool.SEARCH_IS_OFF in capsys.readouterr().out


async def test_a_role_that_is_late_is_waited_for(capsys: pytest.CaptureFixture[str]):
    work = Work(failures=2)

    assert await tool.provision(Steps(work.fill, work.load), work.pause) == 0

    assert work.pauses == [30.0, 30.0]
    assert capsys.readouterr().out.count("403; trying again in half a minute") == 2


async def test_a_service_that_never_lets_us_in_ends_it(capsys: pytest.CaptureFixture[str]):
    work = Work(failures=99)

    assert await tool.provision(Steps(work.fill, work.load), work.pause) == 1

    assert (len(work.pauses), "load" in work.done) == (9, False)
    assert "403" in capsys.readouterr().err


async def test_an_index_that_cannot_be_changed_ends_it_at_once(
    capsys: pytest.CaptureFixture[str],
):
    work = Work(failures=1, failure=IndexIncompatible("returns-policy", ("vector is long",)))

    assert await tool.provision(Steps(work.fill, work.load), work.pause) == 1

    assert (work.done, work.pauses) == (["fill"], [])
    assert "SEARCH_INDEX_PREFIX" in capsys.readouterr().err


async def test_what_the_store_answers_before_a_role_is_known_is_waited_for():
    forbidden = CosmosHttpResponseError(status_code=403, message="no role")
    with pytest.raises(BackendUnavailable, match=r"documents is unavailable: .* 403"):
        async with reaching("documents", 5):
            raise forbidden


async def test_the_sample_shop_fills_three_indexes_once():
    service = SearchService()
    target = Target(tool.ROOT / "shops" / "zava", "", "", ENDPOINT, "returns", "", "embedding")

    async def fill() -> list[IndexReport]:
        return await tool.fill_indexes(
            target, Credential(), HashedEmbeddings(), transport=ServiceTransport(service)
        )

    first, again = await fill(), await fill()

    assert [(one.name, one.change, one.published.unchanged) for one in first] == [
        ("returns-policy", Change.CREATED, 0),
        ("returns-products", Change.CREATED, 0),
        ("returns-past-cases", Change.CREATED, 0),
    ]
    sent = [one.published.sent for one in first]
    assert sent == [len(documents) for documents in service.documents.values()]
    assert [one.published for one in again] == [Published(0, count, 0) for count in sent]
