from pathlib import Path

import pytest

from backends.issuer import OidcTrust
from backends.settings import CLOCK_OFFSET, Mode, SettingsUnusable, read_settings


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shop = tmp_path / "shops" / "zava"
    shop.mkdir(parents=True)
    (shop / "shop.toml").touch()
    return tmp_path


GOOD = {"RETURNS_MODE": "local", "RETURNS_SHOP": "shops/zava", "RETURNS_DATA": ".data"}


def problems_of(root: Path, **changes: str) -> list[str]:
    environment = {key: value for key, value in (GOOD | changes).items() if value != "unset"}
    with pytest.raises(SettingsUnusable) as refused:
        read_settings(environment, root)
    assert all(problem in str(refused.value) for problem in refused.value.problems)
    return [problem.partition(" ")[0].partition("=")[0] for problem in refused.value.problems]


def test_settings_name_folders_relative_to_the_app(root):
    settings = read_settings(GOOD, root)
    assert settings.mode is Mode.LOCAL
    assert (settings.shop, settings.data) == (root / "shops/zava", root / ".data")
    assert (settings.console_telemetry, settings.build) == (False, "development")


def test_every_missing_name_is_listed_at_once(root):
    with pytest.raises(SettingsUnusable) as refused:
        read_settings({}, root)
    named = {problem.partition(" ")[0] for problem in refused.value.problems}
    assert named == {"RETURNS_MODE", "RETURNS_SHOP", "RETURNS_DATA"}


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"RETURNS_MODE": "prod"}, ["RETURNS_MODE"]),
        ({"RETURNS_MODE": "LOCAL"}, ["RETURNS_MODE"]),
        ({"RETURNS_SHOP": "shops/nowhere"}, ["RETURNS_SHOP"]),
        ({"RETURNS_SHOP": "unset"}, ["RETURNS_SHOP"]),
        ({"RETURNS_SHOP": ""}, ["RETURNS_SHOP"]),
        ({"RETURNS_DATA": ""}, ["RETURNS_DATA"]),
        ({"OTEL": "yes"}, ["OTEL"]),
        ({"RETURNS_MODE": "prod", "OTEL": "yes"}, ["RETURNS_MODE", "OTEL"]),
    ],
)
def test_an_unusable_value_is_named_with_what_to_do(root, changes, named):
    assert problems_of(root, **changes) == named


def test_the_cloud_does_not_start_with_a_moved_clock(root):
    named = problems_of(root, RETURNS_MODE="cloud", **{CLOCK_OFFSET: "60"})
    assert CLOCK_OFFSET in named


CLOUD = GOOD | {
    "RETURNS_MODE": "cloud",
    "RETURNS_DATA": "unset",
}
SERVICES = {
    "COSMOS_ENDPOINT", "COSMOS_DATABASE", "OPENAI_ENDPOINT", "OPENAI_CHAT_DEPLOYMENT",
    "OPENAI_EMBEDDING_DEPLOYMENT", "BLOB_ENDPOINT", "LABELS_CONTAINER", "EMAIL_ENDPOINT",
    "EMAIL_SENDER", "PAGE_ORIGIN", "AUTH_ISSUER", "AUTH_AUDIENCE", "AUTH_JWKS_URI",
    "AUTH_CLIENT_ID",
}  # fmt: skip


def test_the_cloud_names_every_service_it_needs_and_no_data_folder(root):
    named = problems_of(root, **CLOUD)
    assert set(named) >= SERVICES
    assert not {"RETURNS_DATA", "SEARCH_ENDPOINT", "SEARCH_INDEX_PREFIX"} & set(named)


def test_services_of_the_cloud_are_reached_by_https_only(root):
    problems = problems_of(root, **CLOUD, COSMOS_ENDPOINT="http://cosmos.example")
    assert "COSMOS_ENDPOINT" in problems


ISSUER = {
    "AUTH_ISSUER": "https://login.example/t1/",
    "AUTH_AUDIENCE": "api://order-returns",
    "AUTH_JWKS_URI": "https://login.example/keys",
    "AUTH_CLIENT_ID": "the-page",
}


def test_sample_people_sign_in_locally_unless_an_issuer_is_named(root):
    assert read_settings(GOOD, root).auth is None
    assert read_settings(GOOD | {"AUTH_ISSUER": " "}, root).auth is None
    trust = read_settings(GOOD | ISSUER, root).auth
    assert trust == OidcTrust(
        "https://login.example/t1/", "api://order-returns", "https://login.example/keys", "the-page"
    )


def test_an_issuer_is_described_whole(root):
    more = {
        "AUTH_AUTHORITY": "https://shop.login.example/t1",
        "AUTH_SCOPE": "api://order-returns/returns.use",
        "AUTH_CUSTOMER_CLAIM": "email",
        "AUTH_EMAIL_GUARANTEED": "true",
    }
    trust = read_settings(GOOD | ISSUER | more, root).auth
    assert trust is not None
    assert (trust.authority, trust.scope, trust.customer_claim, trust.email_is_guaranteed) == (
        "https://shop.login.example/t1", "api://order-returns/returns.use", "email", True,
    )  # fmt: skip


def test_an_issuer_that_is_named_is_named_with_everything_else_about_it(root):
    named = problems_of(root, AUTH_ISSUER="https://login.example")
    assert named == ["AUTH_AUDIENCE", "AUTH_JWKS_URI", "AUTH_CLIENT_ID"]


@pytest.mark.parametrize(
    "changes",
    [
        {"AUTH_ISSUER": "http://login.example"},
        {"AUTH_ISSUER": "login.example"},
        {"AUTH_JWKS_URI": "http://127.0.0.1.login.example/keys"},
        {"AUTH_JWKS_URI": "file:///keys.json"},
        {"AUTH_AUTHORITY": "http://login.example"},
        {"AUTH_CUSTOMER_CLAIM": "preferred_username"},
        {"AUTH_CUSTOMER_CLAIM": "name"},
        {"AUTH_EMAIL_GUARANTEED": "yes"},
    ],
)
def test_an_issuer_is_trusted_over_https_and_by_what_nobody_can_invent(root, changes):
    assert problems_of(root, **ISSUER | changes) == list(changes)


def test_an_issuer_on_this_machine_is_for_local_mode_only(root):
    here = {
        "AUTH_ISSUER": "http://127.0.0.1:9000/t1",
        "AUTH_JWKS_URI": "http://localhost:9000/keys",
        "AUTH_AUTHORITY": "http://127.0.0.1:9000/t1",
    }
    trust = read_settings(GOOD | ISSUER | here, root).auth
    assert trust is not None
    assert trust.page.authority == "http://127.0.0.1:9000/t1"
    assert set(problems_of(root, **CLOUD | ISSUER | here)) >= here.keys()


def test_a_model_of_ones_own_needs_its_key_and_its_name(root):
    assert problems_of(root, OPENAI_BASE_URL="http://127.0.0.1:1/v1") == [
        "OPENAI_API_KEY",
        "OPENAI_MODEL",
    ]


def test_no_key_shows_when_settings_are_printed(root):
    own = {"OPENAI_BASE_URL": "http://127.0.0.1:1", "OPENAI_API_KEY": "s3cret", "OPENAI_MODEL": "m"}
    assert "s3cret" not in repr(read_settings(GOOD | own, root))


def test_telemetry_goes_to_the_console_only_when_asked(root):
    assert read_settings(GOOD | {"OTEL": "console"}, root).console_telemetry


def test_a_build_name_is_safe_to_show(root):
    told = read_settings(GOOD | {"RETURNS_BUILD": "<b>v1.2+3</b>\n" + "x" * 99}, root).build
    assert told.startswith("bv1.2+3b")
    assert len(told) == 40
