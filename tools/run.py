"""Starts the product on this machine: python -m tools.run (make run)."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

from tools.page import PAGE, ROOT, build
from tools.page_policy import issuer_of, keep_local

_PEOPLE = 3


def main() -> None:
    """Prepare the page, then become the local host; its exit status is ours."""
    asked = _arguments()
    shop = ROOT / asked.shop
    if not (shop / "shop.toml").is_file():
        raise SystemExit(f"{asked.shop} is not a shop folder: it has no shop.toml.")
    problem = build()
    if problem:
        print(problem, file=sys.stderr)
    keep_local(PAGE / "dist", PAGE, issuer_of(os.environ))
    environment = os.environ | {
        "RETURNS_MODE": "local",
        "RETURNS_SHOP": asked.shop,
        "RETURNS_DATA": asked.data,
        "TASKHUB_NAME": os.environ.get("TASKHUB_NAME", "OrderReturns"),
        "LOCAL_HOST_BANNER": banner(asked, shop, issuer_of(os.environ)),
    }
    command = [
        sys.executable, "-m", "local_host", str(ROOT),
        "--port", str(asked.port), "--host", asked.host,
        "--data", str(ROOT / asked.data), "--static", str(PAGE / "dist"),
        *(["--no-reload"] if asked.no_reload else []),
    ]  # fmt: skip
    os.chdir(ROOT)
    os.execve(command[0], command, environment)  # noqa: S606 - our own module, by its own Python


def banner(asked: argparse.Namespace, shop: Path, issuer: str) -> str:
    """Return what a newcomer needs: where to look, how to sign in, what is real here."""
    url = f"http://{asked.host}:{asked.port}"
    lines = [
        "",
        f"  Chat           {url}/",
        f"  Staff          {url}/ (sign in as a member of staff; the console comes later)",
        f"  Health         {url}/api/health",
        "",
        *sign_in(shop, issuer),
        "",
        "  Backends       all embedded: SQLite, interpreter, search, payments, carrier, outbox",
        f"  Data           {asked.data}/  (make reset starts over)",
        "  Stop           Ctrl+C",
        "",
    ]
    return "\n".join(lines)


def sign_in(shop: Path, issuer: str) -> list[str]:
    """Return where to sign in, or as whom."""
    if issuer:
        return [f"  Sign in        at {issuer}"]
    sample = (f"    {email:<32} {shows}" for email, shows in people(shop))
    return ["  Sign in as, for example:", *sample]


def people(shop: Path) -> list[tuple[str, str]]:
    """Return the first people whose row says what signing in as them shows."""
    found: list[tuple[str, str]] = []
    path = shop / "customers.jsonl"
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
        row = json.loads(line) if line.strip() else {}
        if row.get("shows"):
            found.append((row["email"], row["shows"]))
    return found[:_PEOPLE]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Run Order Returns on this machine.")
    parser.add_argument("--port", type=int, default=7071)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--shop", default="shops/zava")
    parser.add_argument("--data", default=".data")
    parser.add_argument("--no-reload", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    main()
