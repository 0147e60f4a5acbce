"""Who may import what, how long things may get, and where each kind of thing lives."""

import ast
import re
import subprocess
import sys
from importlib.metadata import packages_distributions

from tests.architecture.sources import PACKAGES, ROOT, checks, production

BLUEPRINTS = {"chatkit_adapter", "web_api", "orchestrators", "activities", "function_app.py"}
HOMES_OF_VENDOR = {
    "chatkit": {"chatkit_adapter"},
    "agents": {"backends"},
    "openai": {"backends"},
    "azure.communication": {"backends"},
    "azure.core": {"backends"},
    "azure.cosmos": {"backends"},
    "azure.search": {"backends"},
    "azure.storage": {"backends"},
    "azure.identity": {"backends"},
    "aiosqlite": {"backends"},
    "numpy": {"backends"},
    "rapidfuzz": {"backends", "returns"},
    "reportlab": {"backends"},
    "opentelemetry": {"backends"},
    "jwt": {"backends"},
    "aiohttp": {"backends"},
    "fastapi": set(),
    "azure.functions": BLUEPRINTS,
    "azure.durable_functions": BLUEPRINTS,
    "azurefunctions": BLUEPRINTS,
    "pydantic": {"backends", "doors", "chatkit_adapter", "web_api"},
}
FILE_CEILING = 400
FUNCTION_CEILING = 60
VAGUE = {"utils", "helpers", "manager", "base", "common", "misc", "util", "helper"}


def imports_of(name: str, vendor: str) -> bool:
    return name == vendor or name.startswith(f"{vendor}.")


def test_the_arrows_of_the_architecture_point_inward():
    # The linter silences every logger of its process, and so the tests that read what we log.
    script = "from importlinter.cli import lint_imports as lint; raise SystemExit(lint())"
    linted = subprocess.run(  # noqa: S603 - this Python, and a linter we install
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert linted.returncode == 0, linted.stdout + linted.stderr


def test_each_vendor_is_imported_where_it_is_at_home():
    strays = {
        (source.path, vendor)
        for source in production()
        if source.package != "local_host"
        for vendor, homes in HOMES_OF_VENDOR.items()
        for name in source.imports
        if imports_of(name, vendor) and source.package not in homes
    }
    assert not strays


def test_no_service_of_the_cloud_is_opened_by_a_key():
    keys = re.compile(
        r"Azure(?:Named)?KeyCredential|AzureSasCredential|from_connection_string"
        r"|generate_(?:account|container)_sas|[Aa]ccount_?[Kk]ey\b"
    )
    found = {source.path: keys.findall(source.text) for source in production()}
    assert {path: hits for path, hits in found.items() if hits} == {}


def test_what_a_platform_says_of_the_caller_is_read_nowhere():
    """A token proves who speaks; a header of the platform in front of us proves nothing."""
    readers = [s.path for s in production() if "client-principal" in s.text.lower()]
    assert not readers


def test_the_rules_import_the_standard_library_and_themselves_alone():
    allowed = sys.stdlib_module_names | {"returns"}
    strays = {
        (source.path, name)
        for source in production()
        if source.package == "returns"
        for name in source.imports
        if name.partition(".")[0] not in allowed
    }
    assert not strays


def test_no_installed_package_shadows_ours():
    """Azure may put the app root last on the path, so an installed twin would hide our code."""
    assert not set(PACKAGES) & packages_distributions().keys()


def test_no_file_passes_its_ceiling():
    sources = (*production(), *checks())
    long = {s.path: s.text.count("\n") for s in sources if s.text.count("\n") > FILE_CEILING}
    assert not long


def test_no_function_passes_its_ceiling():
    long = {
        f"{source.path}:{function.name}": (function.end_lineno or 0) - function.lineno + 1
        for source in production()
        for function in source.functions
        if (function.end_lineno or 0) - function.lineno >= FUNCTION_CEILING
    }
    assert not long


def test_no_module_has_a_name_that_says_nothing():
    names = {part.removesuffix(".py") for source in production() for part in source.path.split("/")}
    assert not names & VAGUE


def test_one_clock_and_the_host_that_moves_it_read_the_system_clock():
    allowed = {"doors/clock.py"}
    clocks = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time"}
    readers = {
        source.path
        for source in production()
        if source.package != "local_host"
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) in clocks
    }
    assert readers <= allowed


def test_every_door_applies_commands_where_their_outcome_is_recorded():
    doors = {"doors", "activities", "chatkit_adapter", "web_api", "orchestrators"}
    asking = {
        source.path
        for source in production()
        if source.package in doors
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Attribute) and node.attr == "apply"
    }
    assert asking == {"doors/apply.py"}


def test_registration_registers_and_does_nothing_else():
    (app,) = [source for source in production() if source.path == "function_app.py"]
    assert app.text.count("\n") <= 60
    assert not app.functions
