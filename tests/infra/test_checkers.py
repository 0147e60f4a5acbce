"""The templates and the queries pass their checkers, where those are beside the repository."""

import re
import shutil
import subprocess

import pytest

from tests.infra.templates import BICEP, CHECKS, ROOT, SHARED_TOOLS

BICEP_CHECK = SHARED_TOOLS / "bicep_check"
CHECKER_PYTHON = CHECKS / "venv" / "bin" / "python"
KQL_CHECK = CHECKS / "kql"
# The provider the type data lacks; modules/email.bicep says what was done instead.
NOT_CHECKED = {
    "Microsoft.Communication/communicationServices@2025-09-01",
    "Microsoft.Communication/emailServices/domains@2025-09-01",
    "Microsoft.Communication/emailServices@2025-09-01",
}


def run(*command):
    return subprocess.run(  # noqa: S603 - the checkers beside this repository
        [str(part) for part in command], cwd=ROOT, capture_output=True, text=True, check=False
    )


@pytest.mark.skipif(not BICEP_CHECK.is_dir(), reason="bicep_check is not beside the repository")
@pytest.mark.skipif(not CHECKER_PYTHON.exists(), reason="run sh tools/infra_checks.sh once")
def test_the_templates_fit_the_types_of_their_versions():
    checked = run(
        CHECKER_PYTHON, BICEP_CHECK / "bicep_check.py", BICEP, "--types", BICEP_CHECK / "types"
    )
    assert checked.returncode == 0, checked.stdout
    assert " 0 findings" in checked.stdout
    # As --strict would have it, but for one provider, named.
    assert set(re.findall(r"not checked: (\S+)", checked.stdout)) == NOT_CHECKED


@pytest.mark.skipif(
    not (KQL_CHECK / "node_modules").is_dir(), reason="run sh tools/infra_checks.sh once"
)
@pytest.mark.skipif(shutil.which("node") is None, reason="kql_check needs Node")
def test_every_query_of_workbook_and_alerts_binds():
    checked = run(shutil.which("node"), KQL_CHECK / "kql_check.js", ROOT / "infra")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert ", 0 errors, 0 not checked" in checked.stdout
