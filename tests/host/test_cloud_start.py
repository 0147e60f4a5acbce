"""The product under the real worker with cloud settings and no network."""

import pytest

from tests.host.cloud_settings import CLOUD
from tests.host.process import ROOT, HostProcess

pytestmark = [
    pytest.mark.allow_hosts(["127.0.0.1"]),
    pytest.mark.enable_socket,
    pytest.mark.timeout(120),
]


@pytest.fixture(scope="module")
def host(tmp_path_factory):
    # A token has to come from somewhere; without a place to ask, none is asked for.
    alone = {"AZURE_TOKEN_CREDENTIALS": "EnvironmentCredential"}
    host = HostProcess(ROOT, tmp_path_factory.mktemp("cloud") / "data", environment=CLOUD | alone)
    host.client.timeout = 60
    yield host.ready()
    host.kill()


def test_every_function_is_indexed(host):
    names = {entry["name"] for entry in host.get("/admin/functions").json()}
    assert {"chatkit", "session", "return_case", "sweep", "make_label", "pay_refund"} <= names
    assert len(names) > 30


def test_health_says_that_it_cannot_serve_and_when_to_ask_again(host):
    answer = host.get("/api/health")
    assert answer.status_code == 503
    assert answer.json()["code"] == "unavailable"
    assert answer.headers["retry-after"] == "5"


def test_nobody_is_told_what_is_wrong_inside(host):
    for path in ("/api/health", "/api/shop", "/api/cases"):
        answer = host.get(path)
        assert answer.status_code == 503
        assert "127.0.0.1" not in answer.text
        assert "Credential" not in answer.text


def test_nobody_plays_the_world_there(host):
    assert host.post("/api/simulate/scan", json={"case_id": "x"}).status_code in {401, 404, 503}
    assert host.post("/api/session", json={"email": "a@b.example"}).status_code in {404, 503}
