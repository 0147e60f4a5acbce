"""The environment, typed and read once; every missing or unusable name is reported at once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

# Published by the local host when its clock is moved; it has no place in the cloud.
CLOCK_OFFSET = "LOCAL_CLOCK_OFFSET_SECONDS"


class Mode(StrEnum):
    """`local` trusts sample sign-ins and simulates carriers; the cloud does neither."""

    LOCAL = "local"
    CLOUD = "cloud"


class SettingsUnusable(Exception):
    """The app cannot start; `problems` names every setting and what to do about it."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("The settings cannot be used:\n" + "\n".join(f"- {p}" for p in problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Settings:
    mode: Mode
    shop: Path
    data: Path
    console_telemetry: bool
    build: str


def read_settings(environment: Mapping[str, str], app_root: Path) -> Settings:
    """Return the settings, with folders relative to the app's root.

    Raises:
        SettingsUnusable: something is missing or wrong; nothing is guessed.
    """
    problems: list[str] = []
    mode = environment.get("RETURNS_MODE", "")
    if mode not in set(Mode):
        problems.append("RETURNS_MODE must be 'local' (make run sets it) or 'cloud'.")
    if mode == Mode.CLOUD:
        problems.append("RETURNS_MODE=cloud needs adapters this release does not have; use local.")
        if environment.get(CLOCK_OFFSET):
            problems.append(f"{CLOCK_OFFSET} belongs to the local host; unset it.")
    shop = app_root / environment.get("RETURNS_SHOP", "")
    if not environment.get("RETURNS_SHOP"):
        problems.append("RETURNS_SHOP must name a shop folder, such as shops/zava.")
    elif not (shop / "shop.toml").is_file():
        problems.append(f"RETURNS_SHOP={environment['RETURNS_SHOP']} has no shop.toml.")
    if not environment.get("RETURNS_DATA"):
        problems.append("RETURNS_DATA must name a folder for local data, such as .data.")
    otel = environment.get("OTEL", "")
    if otel not in {"", "console"}:
        problems.append("OTEL must be 'console' or unset.")
    if problems:
        raise SettingsUnusable(tuple(problems))
    return Settings(
        mode=Mode(mode),
        shop=shop,
        data=app_root / environment["RETURNS_DATA"],
        console_telemetry=otel == "console",
        build=_safe(environment.get("RETURNS_BUILD", "development")),
    )


def _safe(build: str) -> str:
    """Return a build name that can stand in a health report whatever the environment says."""
    return re.sub(r"[^\w.+-]", "", build)[:40]
