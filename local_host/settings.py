"""What host.json and local.settings.json tell the host."""

import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from local_host.asgi import BODY_LIMIT_BYTES
from local_host.duration import parse_time_span

# The hub name the field's own tools fall back to on a developer's machine.
DEFAULT_HUB = "TestHubName"

_VARIABLE = re.compile(r"%([^%\s]+)%")


class SettingsInvalid(Exception):
    """A settings file cannot be used; the text names the file, the place and the remedy."""


@dataclass(frozen=True)
class HostSettings:
    """The part of host.json a local host honors."""

    route_prefix: str
    hub: str
    max_activities: int
    max_orchestrations: int
    default_version: str
    timeout_seconds: float | None
    log_level: str
    body_limit_bytes: int


@dataclass(frozen=True)
class LocalSettings:
    """local.settings.json: values for the app's environment and for the host itself."""

    values: Mapping[str, str]
    port: int | None
    cors_origins: tuple[str, ...]


def read_host_settings(app_dir: Path, environment: Mapping[str, str]) -> HostSettings:
    """Read host.json; an absent file means the defaults.

    Raises:
        SettingsInvalid: the file is not JSON, or a value in it is not usable.
    """
    path = app_dir / "host.json"
    document = _read_object(path)
    if document.get("version", "2.0") != "2.0":
        raise SettingsInvalid(f'{path}: "version" must be "2.0".')
    extensions = _object(path, document, "extensions")
    prefix = _object(path, extensions, "http").get("routePrefix", "api")
    if not isinstance(prefix, str):
        raise SettingsInvalid(f'{path}: "routePrefix" must be a string; "" means none.')
    durable_task = _object(path, extensions, "durableTask")
    return HostSettings(
        route_prefix=prefix.strip("/"),
        hub=_hub(str(durable_task.get("hubName", "")), environment),
        max_activities=_count(path, durable_task, "maxConcurrentActivityFunctions", 10),
        max_orchestrations=_count(path, durable_task, "maxConcurrentOrchestratorFunctions", 20),
        default_version=str(durable_task.get("defaultVersion", "")),
        timeout_seconds=_timeout(path, document.get("functionTimeout")),
        log_level=_log_level(_object(path, _object(path, document, "logging"), "logLevel")),
        body_limit_bytes=_body_limit(environment),
    )


def read_local_settings(app_dir: Path) -> LocalSettings:
    """Read local.settings.json; an absent file means no values.

    Raises:
        SettingsInvalid: the file is not JSON, is encrypted, or holds a value of another kind.
    """
    path = app_dir / "local.settings.json"
    document = _read_object(path)
    if document.get("IsEncrypted", False) is True:
        raise SettingsInvalid(
            f'{path} is encrypted; decrypt it and set "IsEncrypted" to false to use it here.'
        )
    values = _object(path, document, "Values")
    for name, value in values.items():
        if not isinstance(value, str | int | float | bool):
            raise SettingsInvalid(f"{path}: the value of {name!r} must be a string.")
    host = _object(path, document, "Host")
    port = host.get("LocalHttpPort")
    if port is not None and not isinstance(port, int):
        raise SettingsInvalid(f'{path}: "LocalHttpPort" must be a number.')
    origins = str(host.get("CORS", "")).split(",")
    return LocalSettings(
        values={name: _environment_text(value) for name, value in values.items()},
        port=port,
        cors_origins=tuple(origin.strip() for origin in origins if origin.strip()),
    )


def publish(values: Mapping[str, str], app_dir: Path) -> None:
    """Put local settings into the environment, where what is set already wins.

    Safe to repeat: a variable once present is left alone.
    """
    for name, value in values.items():
        os.environ.setdefault(name, value)
    os.environ.setdefault("AZURE_FUNCTIONS_ENVIRONMENT", "Development")
    os.environ.setdefault("FUNCTIONS_WORKER_RUNTIME", "python")
    os.environ["AzureWebJobsScriptRoot"] = str(app_dir)  # noqa: SIM112 - the platform's own name


def expand(text: str, environment: Mapping[str, str]) -> str:
    """Replace each `%NAME%` by the setting of that name.

    Raises:
        SettingsInvalid: a named setting is not set.
    """

    def value(match: re.Match[str]) -> str:
        if match[1] not in environment:
            raise SettingsInvalid(
                f"'{match[0]}' has no value: set {match[1]} in the environment or in"
                " local.settings.json."
            )
        return environment[match[1]]

    return _VARIABLE.sub(value, text)


def is_disabled(function_name: str, environment: Mapping[str, str]) -> bool:
    """Tell whether `AzureWebJobs.<function>.Disabled` switches a function off."""
    value = environment.get(f"AzureWebJobs.{function_name}.Disabled", "")
    return value.strip().lower() in {"true", "1"}


def _read_object(path: Path) -> dict[str, Any]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsInvalid(f"{path} cannot be read: {error}.") from None
    try:
        document: object = json.loads(text)
    except json.JSONDecodeError as error:
        raise SettingsInvalid(
            f"{path}, line {error.lineno}, column {error.colno}: {error.msg}."
        ) from None
    if not isinstance(document, dict):
        raise SettingsInvalid(f"{path} must hold one JSON object.")
    return cast("dict[str, Any]", document)


def _object(path: Path, parent: Mapping[str, Any], name: str) -> dict[str, Any]:
    value: object = parent.get(name) or {}
    if not isinstance(value, dict):
        raise SettingsInvalid(f'{path}: "{name}" must be an object.')
    return cast("dict[str, Any]", value)


def _count(path: Path, parent: Mapping[str, Any], name: str, default: int) -> int:
    value: object = parent.get(name, default)
    if not isinstance(value, int) or value < 1:
        raise SettingsInvalid(f'{path}: "{name}" must be a number above zero.')
    return value


def _hub(name: str, environment: Mapping[str, str]) -> str:
    try:
        return expand(name, environment) or DEFAULT_HUB
    except SettingsInvalid:
        # In the cloud the variable names the task hub; one machine needs no name of its own.
        return DEFAULT_HUB


def _timeout(path: Path, text: object) -> float | None:
    if text is None or text == "-1":
        return None
    try:
        return parse_time_span(str(text)).total_seconds()
    except ValueError as error:
        raise SettingsInvalid(f'{path}: "functionTimeout": {error}') from None


def _log_level(levels: Mapping[str, Any]) -> str:
    names = {"Trace": "DEBUG", "Debug": "DEBUG", "Information": "INFO", "Warning": "WARNING"}
    names |= {"Error": "ERROR", "Critical": "CRITICAL", "None": "CRITICAL"}
    return names.get(str(levels.get("default", "Information")), "INFO")


def _body_limit(environment: Mapping[str, str]) -> int:
    text = environment.get("FUNCTIONS_REQUEST_BODY_SIZE_LIMIT", "")
    return int(text) if text.isascii() and text.isdigit() else BODY_LIMIT_BYTES


def _environment_text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
