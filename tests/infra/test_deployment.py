"""azd and the workflows: what they name exists, hooks come in both shells, actions are pinned."""

import re

import pytest

from tests.infra.templates import ROOT, module_arguments, template
from tools.cloud.provision import problems

HOOKS = ROOT / "infra" / "hooks"
NAMES = ("preprovision", "postprovision", "predeploy", "page", "postdeploy")
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
# Each hash was found in several public workflows beside this version.
PINNED = {
    "actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683": "v4.2.2",
    "actions/setup-python@a26af69be951a213d495a4c3e4e4022e16d87065": "v5.6.0",
    "actions/setup-node@49933ea5288caeca8642d1e84afbd3f7d6820020": "v4.4.0",
    "actions/upload-artifact@ea165f8d65b6e75b540449e92b4886f43607fa02": "v4.6.2",
    "azure/login@a457da9ea143d694b1b9c7c869ebb04ebe844ef5": "v2.3.0",
}


def makefile():
    return (ROOT / "Makefile").read_text(encoding="utf-8")


def azd():
    return (ROOT / "azure.yaml").read_text(encoding="utf-8")


def test_azd_knows_its_template():
    assert re.search(r"^name: order-returns$", azd(), re.MULTILINE)
    assert re.search(r"^metadata:\n  template: order-returns@\d+\.\d+\.\d+$", azd(), re.MULTILINE)
    version = re.search(
        r'^version = "(.+)"$', (ROOT / "pyproject.toml").read_text("utf-8"), re.MULTILINE
    )
    assert version
    assert f"order-returns@{version[1]}" in azd()


def test_azd_finds_the_templates_and_both_services():
    assert "path: infra/bicep\n  module: main" in azd()
    services = re.findall(r"^  (\w+):\n    project: (\S+)\n    host: (\w+)", azd(), re.MULTILINE)
    assert services == [("api", ".", "function"), ("web", "static_web", "staticwebapp")]
    assert "'azd-service-name': 'api'" in template("function_app")
    assert "'azd-service-name': 'web'" in template("web")
    assert "'azd-env-name': environmentName" in template("main")


def test_every_hook_of_azd_is_a_file_in_both_shells():
    named = re.findall(r"run: (\S+)", azd())
    assert len(named) == 2 * len(NAMES)
    for path in named:
        folder = ROOT / "static_web" if path.startswith("../") else ROOT
        assert (folder / path).resolve().is_file(), path


@pytest.mark.parametrize("name", NAMES)
def test_both_shells_of_a_hook_run_the_same(name):
    posix = (HOOKS / f"{name}.sh").read_text("utf-8")
    windows = (HOOKS / f"{name}.ps1").read_text("utf-8")
    wanted = re.search(r"bootstrap\.sh (.+)", posix)
    assert wanted
    assert posix.startswith("#!/bin/sh\n")
    assert "set -eu" in posix
    assert f'"python.ps1") {wanted[1]}\n' in windows
    module = re.search(r"-m tools\.cloud\.(\w+)", wanted[1])
    assert module is None or (ROOT / "tools" / "cloud" / f"{module[1]}.py").is_file()


def test_the_hook_provisions_as_make_does():
    recipe = re.search(r"^provision-data:.*\n\t@\$\(PY\) (.+)$", makefile(), re.MULTILINE)
    assert recipe
    assert recipe[1] in (HOOKS / "postprovision.sh").read_text("utf-8")


def test_the_indexes_that_are_filled_are_those_the_app_asks():
    assert module_arguments("function_app")["searchIndexPrefix"] == "searchIndexPrefix"
    assert "output SEARCH_INDEX_PREFIX string = searchIndexPrefix\n" in template("main")
    default = re.search(
        r"^param searchIndexPrefix string = '(.+)'$", template("main"), re.MULTILINE
    )
    assert default
    assert problems({"SEARCH_INDEX_PREFIX": default[1]}) == problems({})


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_every_action_is_pinned_to_a_commit_we_know(path):
    used = re.findall(r"uses: (\S+) # (\S+)", path.read_text("utf-8"))
    assert used
    assert len(used) == path.read_text("utf-8").count("uses: ")
    assert [action for action, version in used if PINNED.get(action) != version] == []


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_holds_no_secret_and_few_rights(path):
    text = path.read_text("utf-8")
    assert "secrets." not in text
    assert "\npermissions:\n  contents: read\n" in text
    assert re.search(r"run: .*\$\{\{ *(?:inputs|github\.event)", text) is None


def test_only_the_deployment_asks_for_a_federated_token():
    asking = [path.name for path in WORKFLOWS if "id-token: write" in path.read_text("utf-8")]
    assert asking == ["deploy.yml"]


def test_ci_builds_the_templates_and_deployment_previews_them_first():
    ci, deploy = (path.read_text("utf-8") for path in WORKFLOWS)
    assert "az bicep build --file infra/bicep/main.bicep" in ci
    assert "sh tools/checkov.sh" in ci
    assert "run: .ci/run" in ci
    assert "az deployment sub what-if" in deploy
    assert "needs: what-if" in deploy


def test_the_package_leaves_out_what_is_not_deployed():
    ignored = (ROOT / ".funcignore").read_text("utf-8").splitlines()
    for folder in ("infra/", "local_host/", "static_web/", "tests/", "tools/"):
        assert folder in ignored
    assert "shops/" not in ignored
    assert "requirements.txt" not in ignored
