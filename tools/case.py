"""Prints one case with its timeline and its instance: python -m tools.case CASE (make case)."""

from __future__ import annotations

import argparse
import json
import sqlite3
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from tools.page import ROOT


def main() -> int:
    asked = _arguments()
    found = stored(ROOT / asked.data / "returns.db", asked.case)
    if found is None:
        print(f"No case with the id or return number {asked.case} in {asked.data}.")
        return 1
    case, commits = found
    print(f"Case      {case['case_id']}   {case['case']['return_number'] or 'no number yet'}")
    print(f"State     {case['state']}   revision {case['case']['revision']}, "
          f"version {case['case']['version']}")  # fmt: skip
    print(f"Next wake {case['due_at'] or 'never: it is over'}")
    print(f"Instance  {instance(asked.port, case['case_id'])}")
    print("\nTimeline")
    for event in (event for commit in commits for event in commit["events"]):
        details = {k: v for k, v in event["event"].items() if k != "type" and v not in (None, "")}
        print(f"  {event['at'][:19]}  {event['source']:<7} {event['event']['type']:<20} "
              f"{json.dumps(details, ensure_ascii=False)[:110]}")  # fmt: skip
    return 0


def stored(path: Path, wanted: str) -> tuple[dict[str, Any], list[dict[str, Any]]] | None:
    """Return the case with this id or return number, and its commits in order."""
    if not path.exists():
        return None
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as db:
        row = db.execute(
            "select pk, body from docs where coll = 'cases'"
            " and json_extract(body, '$.kind') = 'case' and (json_extract(body, '$.case_id') = ?1"
            " or json_extract(body, '$.case.return_number') = upper(?1))",
            (wanted,),
        ).fetchone()
        if row is None:
            return None
        case = json.loads(row[1])
        commits = db.execute(
            "select body from docs where coll = 'cases' and pk = ? and"
            " json_extract(body, '$.kind') = 'commit' and json_extract(body, '$.case_id') = ?"
            " order by json_extract(body, '$.version')",
            (row[0], case["case_id"]),
        ).fetchall()
    return case, [json.loads(body) for (body,) in commits]


def instance(port: int, case_id: str) -> str:
    """Return what the running host says of the case's orchestration."""
    url = f"http://127.0.0.1:{port}/runtime/webhooks/durabletask/instances/{case_id}"
    # Loopback: whatever proxy the environment names has no part in it.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=3) as answer:
            status = json.load(answer)
    except urllib.error.HTTPError as refused:
        return "none" if refused.code == 404 else f"the host answered {refused.code}"  # noqa: PLR2004
    except OSError:
        return "the host is not running (make run)"
    return f"{status['runtimeStatus']}  {json.dumps(status['customStatus'])}"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Show one case.")
    parser.add_argument("case")
    parser.add_argument("--data", default=".data")
    parser.add_argument("--port", type=int, default=7071)
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
