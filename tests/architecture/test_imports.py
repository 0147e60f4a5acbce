"""What a start loads: the cloud's clients are there for whoever uses them, and for nobody else."""

import subprocess
import sys

import pytest

from tests.architecture.sources import ROOT

SEARCHES = (
    "embeddings_azure", "model_azure", "policy_search_azure", "product_search_azure",
    "search_answers", "search_azure", "search_documents", "search_index_changes", "search_indexes",
    "search_publishing", "searches_azure", "similar_cases_azure",
)  # fmt: skip


def loaded_by(statement: str) -> set[str]:
    """Return the modules that a statement loads in a new process."""
    script = f"import sys\n{statement}\nprint(*sys.modules)"
    told = subprocess.run(  # noqa: S603 - this Python, and our own modules
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return set(told.stdout.split())


def of_vendors(modules: set[str], *vendors: str) -> list[str]:
    found = (n for n in modules if any(n == v or n.startswith(f"{v}.") for v in vendors))
    return sorted(found)


def test_the_app_starts_without_the_search_service():
    modules = loaded_by("import function_app")
    assert "returns.ports" in modules
    assert of_vendors(modules, "azure.search") == []


@pytest.mark.timeout(120)
def test_an_adapter_loads_its_client_when_it_is_opened():
    modules = loaded_by("".join(f"import backends.{name}\n" for name in SEARCHES))
    assert {f"backends.{name}" for name in SEARCHES} <= modules
    assert of_vendors(modules, "azure", "openai", "aiohttp") == []
