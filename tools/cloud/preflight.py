"""Checks what a deployment needs before anything is made: python -m tools.cloud.preflight."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlparse

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).resolve().parent.parent.parent
NEEDED = {
    "AUTH_ISSUER": "the issuer of your customers' tokens, exactly as in their iss claim",
    "AUTH_AUDIENCE": "the aud claim that means this desk",
    "AUTH_JWKS_URI": "where that issuer publishes its signing keys",
    "AUTH_CLIENT_ID": "the page's own client id at that issuer",
    "ALERT_EMAIL": "who gets alerts and budget notices",
}
# Refused by Flex Consumption, or never true in the cloud.
_UNWELCOME = ("LOCAL_CLOCK_OFFSET_SECONDS",)


def main() -> int:
    """Name every problem at once, or settle this build's name and the budget's first month."""
    found = problems(os.environ, ROOT)
    found += _region_problems(os.environ.get("AZURE_LOCATION", ""))
    for problem in found:
        print(f"- {problem}", file=sys.stderr)
    if found:
        return 1
    now = datetime.now(UTC)  # noqa: TID251 - a tool on a desk; no product clock runs here
    for name, value in settled(os.environ, _commit(), now).items():
        _keep(name, value)
    return 0


def problems(environment: Mapping[str, str], root: Path) -> list[str]:
    """Return what is missing or unusable, each with what to do about it."""
    found = [
        f"{name} is missing: {meaning}. azd env set {name} <value>"
        for name, meaning in NEEDED.items()
        if not environment.get(name)
    ]
    for name in ("AUTH_ISSUER", "AUTH_JWKS_URI", "AUTH_AUTHORITY"):
        value = environment.get(name, "")
        if value and (urlparse(value).scheme != "https" or not urlparse(value).netloc):
            found.append(f"{name} must be an https address; it is {value!r}.")
    email = environment.get("ALERT_EMAIL", "")
    if email and "@" not in email:
        found.append(f"ALERT_EMAIL must be an address; it is {email!r}.")
    shop = environment.get("RETURNS_SHOP") or "shops/zava"
    if not (root / shop / "shop.toml").is_file():
        found.append(f"RETURNS_SHOP={shop} has no shop.toml.")
    found += [
        f"{name} belongs to the local host; unset it."
        for name in _UNWELCOME
        if environment.get(name)
    ]
    return found


def settled(environment: Mapping[str, str], commit: str, now: datetime) -> dict[str, str]:
    """Return what the environment should remember: the build, and once the budget's first month."""
    values = {"RETURNS_BUILD": commit}
    if not environment.get("BUDGET_START"):
        values["BUDGET_START"] = now.strftime("%Y-%m-01")
    return values


def offered(provider: Mapping[str, Any], resource: str, location: str) -> bool | None:
    """Return whether a provider offers a resource in a region; None when it does not say."""
    for kind in provider.get("resourceTypes", []):
        if kind.get("resourceType", "").lower() == resource.lower():
            places = {place.replace(" ", "").lower() for place in kind.get("locations", [])}
            return location.replace(" ", "").lower() in places if places else None
    return None


def _region_problems(location: str) -> list[str]:
    az = shutil.which("az")
    if az is None or not location:
        print("not checked: what the region offers (the az command line is not here)")
        return []
    found: list[str] = []
    for namespace, resource in (
        ("Microsoft.DurableTask", "schedulers"),
        ("Microsoft.App", "environments"),
    ):
        answer = subprocess.run(
            [az, "provider", "show", "--namespace", namespace, "--output", "json"],
            capture_output=True,
            text=True,
            check=False,
        )
        if answer.returncode:
            print(f"not checked: {namespace} in {location} (az is not signed in)")
        elif offered(json.loads(answer.stdout), resource, location) is False:
            found.append(
                f"{location} lacks {namespace}/{resource}: azd env set AZURE_LOCATION <region>"
            )
    return found


def _commit() -> str:
    git = shutil.which("git")
    if git is None:
        return "unknown"
    told = subprocess.run(
        [git, "describe", "--always", "--dirty", "--abbrev=12"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return told.stdout.strip() or "unknown"


def _keep(name: str, value: str) -> None:
    azd = shutil.which("azd")
    if azd is None:
        print(f"not kept: {name}={value} (azd is not here)")
        return
    subprocess.run([azd, "env", "set", name, value], check=True)


if __name__ == "__main__":
    raise SystemExit(main())
