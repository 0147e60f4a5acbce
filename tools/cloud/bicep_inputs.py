"""Writes the files the templates load: python -m tools.cloud.bicep_inputs.

The workbook is composed from `queries/*.kql`, so that each query exists once; the containers are
those the Cosmos adapter defines. A test fails when either file is stale.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from backends.documents_cosmos_containers import CONTAINERS, definition

BICEP = Path(__file__).resolve().parent.parent.parent / "infra" / "bicep"
WORKBOOK = BICEP / "workbook" / "operations.workbook.json"
LAYOUT = BICEP / "workbook" / "layout.json"
CONTAINER_FILE = BICEP / "containers.json"
# modules/workbook.bicep puts the workspace's id here.
WORKSPACE = "{workspace-id}"
_WORKSPACE_TYPE = "microsoft.operationalinsights/workspaces"


def main() -> int:
    """Write both files; return 0."""
    for path, text in files().items():
        path.write_text(text, encoding="utf-8")
        print(f"wrote {path.relative_to(BICEP)}")
    return 0


def files() -> dict[Path, str]:
    """Return what each file should say."""
    return {
        WORKBOOK: _text(workbook()),
        CONTAINER_FILE: _text([definition(collection) for collection in CONTAINERS]),
    }


def workbook() -> dict[str, Any]:
    """Return the workbook: a heading per section of the layout, and its queries below."""
    items: list[dict[str, Any]] = []
    for section in json.loads(LAYOUT.read_text(encoding="utf-8")):
        items.append(_heading(section["title"], section["says"]))
        items += [_panel(panel) for panel in section["panels"]]
    return {
        "version": "Notebook/1.0",
        "items": items,
        "fallbackResourceIds": [WORKSPACE],
        "$schema": "https://github.com/Microsoft/Application-Insights-Workbooks/blob/master/schema/workbook.json",
    }


def query(name: str) -> str:
    """Return a query of the folder."""
    return (BICEP / "queries" / f"{name}.kql").read_text(encoding="utf-8")


def _heading(title: str, says: str) -> dict[str, Any]:
    return {"type": 1, "name": title, "content": {"json": f"## {title}\n{says}"}}


def _panel(panel: dict[str, str]) -> dict[str, Any]:
    return {
        "type": 3,
        "name": panel["query"],
        "customWidth": panel.get("width", "50"),
        "content": {
            "version": "KqlItem/1.0",
            "query": query(panel["query"]),
            "size": 0,
            "title": panel["title"],
            "queryType": 0,
            "resourceType": _WORKSPACE_TYPE,
            "visualization": panel["shows"],
            "noDataMessage": "Nothing in this time range.",
        },
    }


def _text(content: Any) -> str:
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    raise SystemExit(main())
