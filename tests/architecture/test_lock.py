"""The locked dependencies are the declared ones, pinned by hash, from wherever they are served."""

import json
import re
import tomllib
from pathlib import Path

import pytest

from tools import lock

ROOT = Path(__file__).parents[2]
HARNESS = ROOT / "tests" / "harness"
NODE_FOLDERS = (ROOT / "static_web", HARNESS / "azurite", HARNESS / "cosmos_emulator")
REQUIREMENTS = ("requirements.txt", "requirements-dev.txt")

# An address, or an option that would lead pip to one.
ADDRESS = re.compile(
    r"https?://|^\s*-(?:i|f|-index-url|-extra-index-url|-find-links)\b", re.MULTILINE
)
PINNED = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(\[[\w,-]+\])?==\S+( ; .+)?")
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")

# Dependencies whose exact version we hold ourselves, because we rely on how they behave inside.
HELD = (
    "azure-functions-durable",
    "azure-functions-runtime",
    "openai-agents",
    "openai-chatkit",
)


def requirements(name):
    """Return (requirement, hashes) of each entry of a compiled file."""
    lines = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
    entries = [line.split("--hash=") for line in lines if line.strip() and line[0] != "#"]
    return [
        (entry[0].strip(), [f"--hash={found.strip()}" for found in entry[1:]]) for entry in entries
    ]


def name_of(requirement):
    return re.split(r"[=<>!\[; ]", requirement, maxsplit=1)[0].lower().replace("_", "-")


def test_the_requirements_were_compiled_from_what_is_declared_now():
    assert lock.STAMP.read_text(encoding="utf-8").strip() == lock.inputs(), "run make lock"


@pytest.mark.parametrize("name", REQUIREMENTS)
def test_every_requirement_has_one_version_and_its_hashes(name):
    entries = requirements(name)
    loose = [stated for stated, _ in entries if not PINNED.fullmatch(stated)]
    bare = [stated for stated, found in entries if not found or not all(map(HASH.fullmatch, found))]
    assert (len(entries) > 40, loose, bare) == (True, [], [])


@pytest.mark.parametrize("name", REQUIREMENTS)
def test_the_requirements_name_no_registry(name):
    assert ADDRESS.findall((ROOT / name).read_text(encoding="utf-8")) == []


def test_the_development_requirements_hold_the_deployed_versions():
    deployed = {stated for stated, _ in requirements("requirements.txt")}
    developing = {stated for stated, _ in requirements("requirements-dev.txt")}
    assert {stated.partition(" ;")[0] for stated in deployed} <= {
        stated.partition(" ;")[0] for stated in developing
    }


def test_every_declared_dependency_is_locked():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = project["dependency-groups"].values()
    declared = [*project["project"]["dependencies"], *(one for group in groups for one in group)]
    locked = {name_of(stated) for stated, _ in requirements("requirements-dev.txt")}
    assert {name_of(one) for one in declared if isinstance(one, str)} <= locked


def test_what_we_rely_on_inside_is_declared_exactly():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    declared = [*project["project"]["dependencies"], *project["dependency-groups"]["host"]]
    exact = {name_of(one) for one in declared if "==" in one}
    assert set(HELD) <= exact


@pytest.mark.parametrize("folder", NODE_FOLDERS, ids=lambda folder: folder.name)
def test_what_runs_on_node_locks_what_it_declares(folder):
    declared = json.loads((folder / "package.json").read_text(encoding="utf-8"))
    locked = json.loads((folder / "package-lock.json").read_text(encoding="utf-8"))["packages"][""]
    kinds = ("dependencies", "devDependencies", "engines")
    assert {kind: locked.get(kind) for kind in kinds} == {
        kind: declared.get(kind) for kind in kinds
    }


@pytest.mark.parametrize("folder", NODE_FOLDERS, ids=lambda folder: folder.name)
def test_every_package_on_node_is_held_by_its_hash_and_names_no_registry(folder):
    packages = json.loads((folder / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    others = {path: package for path, package in packages.items() if path}
    unhashed = [path for path, package in others.items() if "integrity" not in package]
    addressed = [path for path, package in others.items() if "resolved" in package]
    assert (len(others) > 50, unhashed, addressed) == (True, [], [])
