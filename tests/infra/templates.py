"""The templates as text, and the few questions the tests ask of them."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BICEP = ROOT / "infra" / "bicep"
SHARED_TOOLS = ROOT.parent / "shared" / "tools"
# Made by tools/infra_checks.sh, because neither tool may live in the product's environment.
CHECKS = ROOT / ".data" / "infra_checks"

_COMMENT = re.compile(r"(?m)(^|\s)//.*$")


@cache
def template(name: str) -> str:
    """Return a template without its comments; `modules/` is added for everything but main."""
    path = BICEP / "main.bicep" if name == "main" else BICEP / "modules" / f"{name}.bicep"
    return _COMMENT.sub("", path.read_text(encoding="utf-8"))


@cache
def templates() -> dict[str, str]:
    names = ["main", *sorted(path.stem for path in (BICEP / "modules").glob("*.bicep"))]
    return {name: template(name) for name in names}


def queries() -> dict[str, str]:
    paths = sorted((BICEP / "queries").glob("*.kql"))
    return {path.stem: path.read_text(encoding="utf-8") for path in paths}


def app_settings() -> dict[str, str]:
    """Return the settings of the function app, each with the expression that gives its value."""
    found = re.search(r"var appSettings = \{\n(.*?)\n\}", template("function_app"), re.DOTALL)
    assert found, "modules/function_app.bicep has no appSettings"
    return dict(re.findall(r"^  (\w+): (.+)$", found[1], re.MULTILINE))


def outputs(name: str) -> list[str]:
    return re.findall(r"^output (\w+) ", template(name), re.MULTILINE)


def module_arguments(module: str) -> dict[str, str]:
    """Return what main.bicep passes to a module, by parameter."""
    body = re.search(rf"module \w+ 'modules/{module}\.bicep'.*?\n\}}", template("main"), re.DOTALL)
    assert body, f"main.bicep has no module {module}"
    inner = re.search(r"params: \{(.*?)(?:\n  \}| \}\n)", body[0], re.DOTALL)
    assert inner, f"module {module} has no params"
    return dict(re.findall(r"(\w+): ([^,\n]+)", inner[1]))
