"""The environment, typed and read once; every missing or unusable name is reported at once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Literal, cast, get_args

from backends.issuer import OidcTrust

# Published by the local host when its clock is moved; it has no place in the cloud.
CLOCK_OFFSET = "LOCAL_CLOCK_OFFSET_SECONDS"

_HTTPS = re.compile(r"https://[^\s/]+(/\S*)?")
# An issuer on this machine, for development.
_HTTP_HERE = re.compile(r"http://(127\.0\.0\.1|localhost)(:\d+)?(/\S*)?")
# What people can write into their own accounts says nothing about who they are.
_WRITTEN_BY_ANYBODY = {
    "name", "given_name", "family_name", "nickname", "preferred_username", "unique_name",
}  # fmt: skip


# How long a reasoning model may think; the spellings are the service's.
type Effort = Literal["none", "minimal", "low", "medium", "high"]


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
class OwnModel:
    """A Responses API of one's own, for development: any address, with a key."""

    base_url: str
    api_key: str = field(repr=False)
    model: str


@dataclass(frozen=True, slots=True)
class CloudSettings:
    """Where the services are. Every one is reached by the identity of the process, with no key.

    An empty `search_endpoint` means that searches run in the process.
    """

    cosmos_endpoint: str
    cosmos_database: str
    search_endpoint: str
    search_index_prefix: str
    openai_endpoint: str
    openai_chat_deployment: str
    openai_embedding_deployment: str
    openai_chat_effort: Effort | None
    blob_endpoint: str
    labels_container: str
    label_links: bool
    email_endpoint: str
    email_sender: str
    page_origin: str


@dataclass(frozen=True, slots=True)
class Settings:
    """`data` is the folder of everything local; in the cloud nothing is kept beside the app."""

    mode: Mode
    shop: Path
    console_telemetry: bool
    build: str
    data: Path | None = None
    model: OwnModel | None = None
    cloud: CloudSettings | None = None
    auth: OidcTrust | None = None


def read_settings(environment: Mapping[str, str], app_root: Path) -> Settings:
    """Return the settings, with folders relative to the app's root.

    Raises:
        SettingsUnusable: something is missing or wrong; nothing is guessed.
    """
    reading = _Reading(environment)
    mode = environment.get("RETURNS_MODE", "")
    if mode not in set(Mode):
        reading.problems.append("RETURNS_MODE must be 'local' (make run sets it) or 'cloud'.")
    shop = app_root / environment.get("RETURNS_SHOP", "")
    if not environment.get("RETURNS_SHOP"):
        reading.problems.append("RETURNS_SHOP must name a shop folder, such as shops/zava.")
    elif not (shop / "shop.toml").is_file():
        reading.problems.append(f"RETURNS_SHOP={environment['RETURNS_SHOP']} has no shop.toml.")
    cloud = _cloud(reading) if mode == Mode.CLOUD else None
    data = None if mode == Mode.CLOUD else _data(reading, app_root)
    model = None if mode == Mode.CLOUD else _own_model(reading)
    asked_for = mode == Mode.CLOUD or environment.get("AUTH_ISSUER", "").strip()
    auth = _auth(reading, mode) if asked_for else None
    otel = environment.get("OTEL", "")
    if otel not in {"", "console"}:
        reading.problems.append("OTEL must be 'console' or unset.")
    if reading.problems:
        raise SettingsUnusable(tuple(reading.problems))
    return Settings(
        mode=Mode(mode),
        shop=shop,
        console_telemetry=otel == "console",
        build=_safe(environment.get("RETURNS_BUILD", "development")),
        data=data,
        model=model,
        cloud=cloud,
        auth=auth,
    )


@dataclass(slots=True)
class _Reading:
    """The environment while it is read, with what is wrong so far."""

    environment: Mapping[str, str]
    problems: list[str] = field(default_factory=list[str])

    def text(self, name: str, meaning: str) -> str:
        value = self.environment.get(name, "").strip()
        if not value:
            self.problems.append(f"{name} must name {meaning}.")
        return value

    def address(self, name: str, meaning: str) -> str:
        """Return an https address without a slash at its end."""
        value = self.text(name, meaning)
        if value and not _HTTPS.fullmatch(value):
            self.problems.append(f"{name} must be an https address.")
        return value.rstrip("/")

    def issuer(self, name: str, meaning: str, mode: str) -> str:
        """Return an https address as it is; locally it may be one of this machine."""
        value = self.text(name, meaning)
        here = mode == Mode.LOCAL and _HTTP_HERE.fullmatch(value)
        if value and not here and not _HTTPS.fullmatch(value):
            self.problems.append(f"{name} must be an https address.")
        return value

    def choice(self, name: str, default: str) -> str:
        return self.environment.get(name, "").strip() or default

    def address_or_none(self, name: str, meaning: str) -> str:
        return self.address(name, meaning) if self.environment.get(name, "").strip() else ""


def _cloud(reading: _Reading) -> CloudSettings:
    if reading.environment.get(CLOCK_OFFSET):
        reading.problems.append(f"{CLOCK_OFFSET} belongs to the local host; unset it.")
    search = reading.address_or_none("SEARCH_ENDPOINT", "the AI Search service")
    return CloudSettings(
        cosmos_endpoint=reading.address("COSMOS_ENDPOINT", "the Cosmos DB account"),
        cosmos_database=reading.text("COSMOS_DATABASE", "the database in it"),
        search_endpoint=search,
        search_index_prefix=reading.text("SEARCH_INDEX_PREFIX", "what its indexes begin with")
        if search
        else "",
        openai_endpoint=reading.address("OPENAI_ENDPOINT", "the Azure OpenAI account"),
        openai_chat_deployment=reading.text("OPENAI_CHAT_DEPLOYMENT", "its chat deployment"),
        openai_embedding_deployment=reading.text(
            "OPENAI_EMBEDDING_DEPLOYMENT", "its embedding deployment"
        ),
        openai_chat_effort=_effort(reading),
        blob_endpoint=reading.address("BLOB_ENDPOINT", "the storage account's blob service"),
        labels_container=reading.text("LABELS_CONTAINER", "the container of return labels"),
        label_links=_label_links(reading),
        email_endpoint=reading.address("EMAIL_ENDPOINT", "the Communication Services resource"),
        email_sender=reading.text("EMAIL_SENDER", "the address notices come from"),
        page_origin=reading.address("PAGE_ORIGIN", "the origin of the chat page"),
    )


def _effort(reading: _Reading) -> Effort | None:
    """Return how long a reasoning model may think; None for a model that does not."""
    effort = reading.choice("OPENAI_CHAT_EFFORT", "")
    if effort and effort not in get_args(Effort.__value__):
        allowed = ", ".join(get_args(Effort.__value__))
        reading.problems.append(f"OPENAI_CHAT_EFFORT must be unset or one of {allowed}.")
        return None
    return cast("Effort | None", effort or None)


def _label_links(reading: _Reading) -> bool:
    """Whether customers' browsers reach the storage account, so that labels go by address."""
    links = reading.choice("LABEL_LINKS", "on")
    if links not in {"on", "off"}:
        reading.problems.append("LABEL_LINKS must be 'on' or 'off'.")
    return links == "on"


def _auth(reading: _Reading, mode: str) -> OidcTrust:
    claim = reading.choice("AUTH_CUSTOMER_CLAIM", "sub")
    if claim in _WRITTEN_BY_ANYBODY:
        reading.problems.append(f"AUTH_CUSTOMER_CLAIM={claim} is what anybody may call themselves.")
    guaranteed = reading.choice("AUTH_EMAIL_GUARANTEED", "false")
    if guaranteed not in {"true", "false"}:
        reading.problems.append("AUTH_EMAIL_GUARANTEED must be 'true' or 'false'.")
    authority = reading.environment.get("AUTH_AUTHORITY", "").strip()
    return OidcTrust(
        issuer=reading.issuer("AUTH_ISSUER", "the issuer of tokens, exactly as in `iss`", mode),
        audience=reading.text("AUTH_AUDIENCE", "the `aud` of tokens for this desk"),
        jwks_uri=reading.issuer("AUTH_JWKS_URI", "where the issuer publishes its keys", mode),
        client_id=reading.text("AUTH_CLIENT_ID", "the page's own client id at the issuer"),
        authority=reading.issuer("AUTH_AUTHORITY", "", mode) if authority else "",
        scope=reading.choice("AUTH_SCOPE", ""),
        customer_claim=claim,
        email_is_guaranteed=guaranteed == "true",
    )


def _data(reading: _Reading, app_root: Path) -> Path:
    return app_root / reading.text("RETURNS_DATA", "a folder for local data, such as .data")


def _own_model(reading: _Reading) -> OwnModel | None:
    """Return a model of one's own; all three names or none of them are set."""
    address = reading.environment.get("OPENAI_BASE_URL", "").strip()
    if not address:
        return None
    return OwnModel(
        base_url=address,
        api_key=reading.text("OPENAI_API_KEY", "the key of OPENAI_BASE_URL"),
        model=reading.text("OPENAI_MODEL", "a model of OPENAI_BASE_URL"),
    )


def _safe(build: str) -> str:
    """Return a build name that can stand in a health report whatever the environment says."""
    return re.sub(r"[^\w.+-]", "", build)[:40]
