"""What azd's hooks do: check first, address the page, wait for a role, ask whether it serves."""

import json
from datetime import UTC, datetime

import pytest

from backends.documents_sqlite import SqliteDocuments
from backends.inventory_embedded import EmbeddedInventory
from backends.load import LoadReport
from backends.shop_files import read_catalog
from returns.errors import BackendUnavailable
from tests.contract.clocks import StandingClock
from tools.cloud import page, preflight, seed, smoke
from tools.cloud.smoke import Answer
from tools.page_policy import issuer_of, keep_local, opened_to, origin_of, policed

API = "https://func-1.azurewebsites.net"
LOGIN = "https://login.example"
PAGE = "https://web-1.azurestaticapps.net"
COMPLETE = {
    "AUTH_ISSUER": "https://login.example/v2.0",
    "AUTH_AUDIENCE": "api://returns",
    "AUTH_JWKS_URI": "https://login.example/keys",
    "AUTH_CLIENT_ID": "the-page",
    "ALERT_EMAIL": "operators@shop.example",
}
POLICY = "default-src 'none'; connect-src 'self'; img-src 'self'"
NOW = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)


def test_a_complete_environment_has_no_problem():
    assert preflight.problems(COMPLETE, preflight.ROOT) == []


@pytest.mark.parametrize("name", COMPLETE)
def test_what_is_missing_is_named_with_its_remedy(name):
    environment = {key: value for key, value in COMPLETE.items() if key != name}
    (problem,) = preflight.problems(environment, preflight.ROOT)
    assert f"azd env set {name}" in problem


def test_every_problem_is_named_at_once():
    environment = {
        "AUTH_ISSUER": "http://login.example",
        "AUTH_AUDIENCE": "api://returns",
        "AUTH_JWKS_URI": "https://login.example/keys",
        "AUTH_CLIENT_ID": "the-page",
        "AUTH_AUTHORITY": "login.example",
        "ALERT_EMAIL": "nobody",
        "RETURNS_SHOP": "shops/none",
        "LOCAL_CLOCK_OFFSET_SECONDS": "60",
    }
    assert len(preflight.problems(environment, preflight.ROOT)) == 5


def test_the_budget_keeps_the_month_it_began_with():
    first = preflight.settled({}, "abc", NOW)
    later = preflight.settled({"BUDGET_START": "2026-01-01"}, "abc", NOW)
    assert first == {"RETURNS_BUILD": "abc", "BUDGET_START": "2026-11-01"}
    assert later == {"RETURNS_BUILD": "abc"}


def test_a_region_is_compared_however_it_is_written():
    provider = {"resourceTypes": [{"resourceType": "schedulers", "locations": ["West Europe"]}]}
    assert preflight.offered(provider, "Schedulers", "westeurope") is True
    assert preflight.offered(provider, "schedulers", "eastus") is False
    assert preflight.offered(provider, "environments", "westeurope") is None


@pytest.fixture
def built(tmp_path):
    """A page as the build leaves it, with its sources beside."""
    (tmp_path / "public").mkdir()
    (tmp_path / "dist").mkdir()
    (tmp_path / "public" / "config.json").write_text('{"api_origin": "", "ui": "builtin"}')
    hosting = {"globalHeaders": {"Content-Security-Policy": POLICY}, "routes": []}
    (tmp_path / "staticwebapp.config.json").write_text(json.dumps(hosting))
    (tmp_path / "dist" / "index.html").write_text("<!doctype html>")
    (tmp_path / "dist" / ".built").write_text("digest")
    return tmp_path


def test_the_page_is_told_its_api_and_may_reach_that_and_the_issuer_alone(built):
    assert page.address(built / "dist", built, API, f"{LOGIN}/tenant/v2.0") == ""
    config = json.loads((built / "dist" / "config.json").read_text())
    hosting = json.loads((built / "dist" / "staticwebapp.config.json").read_text())
    assert config == {"api_origin": API, "ui": "builtin"}
    policy = hosting["globalHeaders"]["Content-Security-Policy"]
    assert policy == POLICY.replace("connect-src 'self'", f"connect-src 'self' {API} {LOGIN}")


def test_the_next_local_start_builds_the_page_again(built):
    page.address(built / "dist", built, API, LOGIN)
    assert not (built / "dist" / ".built").exists()


@pytest.mark.parametrize("origin", ["", "http://func-1", f"{API}/", f"{API}/api", "func-1"])
def test_an_address_that_is_no_origin_is_refused(built, origin):
    assert "API_ORIGIN" in page.address(built / "dist", built, origin, LOGIN)


@pytest.mark.parametrize(
    "issuer", ["", "login.example", "http://login.example", "https://login.example;script-src", "*"]
)
def test_an_issuer_that_is_no_https_address_is_refused(built, issuer):
    assert "AUTH_ISSUER" in page.address(built / "dist", built, API, issuer)
    assert not (built / "dist" / "staticwebapp.config.json").exists()


def test_a_page_that_was_not_built_is_refused(built):
    (built / "dist" / "index.html").unlink()
    assert "not built" in page.address(built / "dist", built, API, LOGIN)


def test_a_policy_that_says_nothing_of_reaching_is_refused():
    with pytest.raises(ValueError, match="connect-src"):
        opened_to({"globalHeaders": {"Content-Security-Policy": "default-src 'none'"}}, API)


def test_the_page_of_this_repository_can_be_addressed():
    opened = policed(page.PAGE, API, LOGIN)["globalHeaders"]["Content-Security-Policy"]
    assert f"connect-src 'self' {API} {LOGIN};" in opened


def test_the_issuer_of_an_environment_is_its_authority_if_it_has_one():
    named = {"AUTH_ISSUER": "https://7.login.example", "AUTH_AUTHORITY": "https://login.example/7"}
    assert issuer_of(named) == "https://login.example/7"
    assert issuer_of({"AUTH_ISSUER": "https://7.login.example"}) == "https://7.login.example"
    assert issuer_of({}) == ""


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("https://Login.Example/t1/v2.0", "https://login.example"),
        ("http://127.0.0.1:9000/t1?x#y", "http://127.0.0.1:9000"),
        ("https://somebody@login.example/", "https://login.example"),
    ],
)
def test_an_origin_is_scheme_host_and_port(address, origin):
    assert origin_of(address) == origin


def test_a_local_page_reaches_a_trusted_issuer_until_none_is_trusted(built):
    hosting = built / "dist" / "staticwebapp.config.json"
    keep_local(built / "dist", built, "http://127.0.0.1:9000/t1")
    policy = json.loads(hosting.read_text())["globalHeaders"]["Content-Security-Policy"]
    assert "connect-src 'self' http://127.0.0.1:9000;" in policy
    for _ in range(2):
        keep_local(built / "dist", built, "")
        assert not hosting.exists()


def test_without_a_built_page_there_is_no_policy_to_keep(tmp_path):
    keep_local(tmp_path / "dist", tmp_path, "https://login.example")
    assert not (tmp_path / "dist").exists()


def served(**changed):
    """Answer as a healthy deployment does, but for what is changed."""
    answers = {
        ("GET", f"{API}/api/health", ""): Answer(200, '{"status": "ok", "build": "abc"}'),
        ("GET", f"{API}/api/cases", ""): Answer(401),
        ("GET", f"{API}/api/shop", ""): Answer(200, '{"sign_in": {"mode": "oidc"}}'),
        ("OPTIONS", f"{API}/api/chatkit", PAGE): Answer(
            200, headers={"access-control-allow-origin": PAGE}
        ),
        ("GET", f"{PAGE}/config.json", ""): Answer(200, json.dumps({"api_origin": API})),
    }
    answers |= changed.get("answers", {})
    return lambda method, address, headers: answers.get(
        (method, address, headers.get("Origin", "")), Answer(200)
    )


def test_a_deployment_that_serves_has_no_problem():
    assert smoke.problems(served(), API, PAGE, "abc") == []


@pytest.mark.parametrize(
    ("asked", "answer", "problem"),
    [
        (("GET", f"{API}/api/health", ""), Answer(200, '{"build": "old"}'), "build 'old'"),
        (("GET", f"{API}/api/cases", ""), Answer(200, "[]"), "not signed in"),
        (("GET", f"{API}/api/shop", ""), Answer(200, '{"sign_in": {"mode": "sample"}}'), "issuer"),
        (("GET", f"{API}/api/shop", ""), Answer(500), "issuer"),
        (("OPTIONS", f"{API}/api/chatkit", PAGE), Answer(200), "CORS refuses"),
        (
            ("OPTIONS", f"{API}/api/chatkit", "https://stranger.example"),
            Answer(200, headers={"access-control-allow-origin": "*"}),
            "CORS allows",
        ),
        (("GET", f"{PAGE}/config.json", ""), Answer(200, "<html>"), "the page talks to None"),
    ],
)
def test_what_does_not_serve_is_named(asked, answer, problem):
    (found,) = smoke.problems(served(answers={asked: answer}), API, PAGE, "abc")
    assert problem in found


def test_a_slow_first_start_is_waited_for_and_an_endless_one_is_not():
    answers = iter([Answer(0), Answer(503), Answer(200)])
    pauses = []
    assert smoke.awake(lambda *_: next(answers), API, pauses.append)
    assert len(pauses) == 2
    assert not smoke.awake(lambda *_: Answer(503), API, lambda _: None)


async def test_loading_waits_until_the_role_is_known():
    report = LoadReport(files=(), refused=(), warnings=(), written=True)
    refusals = 2
    pauses = []

    async def work():
        nonlocal refusals
        if refusals:
            refusals -= 1
            raise BackendUnavailable("documents", "403")
        return report

    async def pause(seconds):
        pauses.append(seconds)

    assert await seed.patiently(work, pause) is report
    assert pauses == [30.0, 30.0]


async def test_a_store_that_never_lets_us_in_is_reported():
    async def work():
        raise BackendUnavailable("documents", "403")

    async def pause(_):
        pass

    with pytest.raises(BackendUnavailable):
        await seed.patiently(work, pause)


async def test_a_shop_is_seeded_with_its_stock_and_twice_changes_nothing():
    documents = await SqliteDocuments.open(":memory:", StandingClock())
    folder = preflight.ROOT / "shops" / "zava"
    first = await seed.load_with_stock(folder, documents, NOW)
    stock = EmbeddedInventory(documents)
    product = next(iter(read_catalog(folder).values()))

    assert not first.refused
    assert await stock.stock(product.product_id) == product.stock > 1
    await stock.take(reference="r", product_id=product.product_id, quantity=1)
    await seed.load_with_stock(folder, documents, NOW)
    assert await stock.stock(product.product_id) == product.stock - 1
    await documents.close()
