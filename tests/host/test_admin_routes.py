"""The host's own routes, timers and the movable clock, on a real host."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.host.process import APPS, HostProcess, eventually

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

ENVIRONMENT = {"YEARLY": "0 0 0 31 12 *"}


@pytest.fixture(scope="module")
def clock_host(tmp_path_factory):
    data = tmp_path_factory.mktemp("clock") / "data"
    running = HostProcess(APPS / "timed", data, environment=ENVIRONMENT)
    yield running.ready()
    running.stop()


@pytest.fixture
def host(tmp_path):
    running = HostProcess(APPS / "timed", tmp_path / "data", environment=ENVIRONMENT)
    yield running.ready()
    running.stop()


def runs(host: HostProcess, timer: str) -> list[dict]:
    return [run for run in host.get("/api/runs").json() if run["timer"] == timer]


def test_status_ping_and_listing_answer(clock_host):
    host = clock_host
    assert host.get("/admin/host/ping").status_code == 200
    assert host.get("/admin/host/status").json()["state"] == "Running"
    assert host.get("/admin/functions/yearly").json()["name"] == "yearly"
    assert [entry["name"] for entry in host.get("/admin/functions").json()] == [
        "all_runs",
        "at_start",
        "clock",
        "yearly",
    ]
    assert host.get("/admin/nothing").status_code == 404


def test_a_timer_runs_at_start_up_and_when_it_is_told_to(host):
    assert eventually(lambda: runs(host, "at_start"))[0]["past_due"] is False
    assert runs(host, "yearly") == []

    assert host.post("/admin/functions/yearly", json={"input": ""}).status_code == 202
    assert eventually(lambda: runs(host, "yearly"))[0]["past_due"] is False


def test_what_cannot_be_run_from_here_is_said(clock_host):
    host = clock_host
    assert host.post("/admin/functions/nobody", json={}).status_code == 404
    refusal = host.post("/admin/functions/clock", json={})
    assert refusal.status_code == 400
    assert "clock has a httpTrigger" in refusal.json()["error"]


def test_an_advanced_clock_moves_the_host_the_app_and_the_timers(host):
    before = host.get("/admin/clock").json()
    after = host.post("/admin/clock", json={"advance": "P366D"}).json()
    app = host.get("/api/clock").json()

    assert before["offset_seconds"] == 0
    assert after["offset_seconds"] == 366 * 86_400
    assert app["offset"] == str(366 * 86_400)
    machine = datetime.now(UTC)  # noqa: TID251 - the process under test has a real clock
    ahead = datetime.fromisoformat(app["now"]) - machine
    assert abs(ahead - timedelta(days=366)) < timedelta(seconds=10)
    assert eventually(lambda: runs(host, "yearly"))[0]["past_due"] is True
    assert runs(host, "yearly")[0]["status"]["Last"] == "0001-01-01T00:00:00+00:00"


def test_the_clock_takes_seconds_and_a_target(host):
    assert host.post("/admin/clock", json={"advance_seconds": 90}).json()["offset_seconds"] == 90
    answer = host.post("/admin/clock", json={"offset_seconds": 3600})
    assert answer.json()["offset_seconds"] == 3600


@pytest.mark.parametrize(
    "wish",
    [
        {"advance": "P1M"},
        {"advance": "PT0S"},
        {"advance_seconds": -5},
        {"advance_seconds": True},
        {"offset_seconds": -1},
        {"offset_seconds": 1e300},
        {"advance": "P1D", "advance_seconds": 1},
        {},
        [],
    ],
)
def test_the_clock_refuses_what_is_no_step_forward(clock_host, wish):
    answer = clock_host.post("/admin/clock", json=wish)
    assert answer.status_code == 400
    assert answer.json()["error"]


@pytest.mark.parametrize("path", ["/admin/clock", "/durabletask/instances/", "/admin/host/ping"])
@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://elsewhere.example"},
        {"origin": "http://localhost:5173"},
        {"origin": "null"},
        {"host": "elsewhere.example"},
        {"host": "elsewhere.example:7071"},
    ],
)
def test_another_site_cannot_drive_the_host(clock_host, path, headers):
    answer = clock_host.get(path, headers=headers)
    assert answer.status_code == 403


@pytest.mark.parametrize("path", ["/", "/api/now", "/assets/chat.js"])
def test_a_name_made_to_point_here_reaches_nothing(clock_host, path):
    answer = clock_host.get(path, headers={"host": "rebound.example:7071"})
    assert answer.status_code == 403
    assert "rebound.example" in answer.text


def test_the_hosts_own_page_may(clock_host):
    headers = {"host": f"localhost:{clock_host.port}"}
    headers["origin"] = f"http://localhost:{clock_host.port}"
    assert clock_host.get("/admin/clock", headers=headers).status_code == 200


def test_the_clock_and_the_timers_survive_a_restart(tmp_path):
    first = HostProcess(APPS / "timed", tmp_path / "data", environment=ENVIRONMENT).ready()
    first.post("/admin/clock", json={"advance": "P10D"})
    first.kill()

    # A year passes while the host is down.
    offset = tmp_path / "data" / "clock_offset_seconds"
    offset.write_text(str(376 * 86_400))
    second = HostProcess(APPS / "timed", tmp_path / "data", environment=ENVIRONMENT).ready()
    assert second.get("/api/clock").json()["offset"] == str(376 * 86_400)
    assert eventually(lambda: runs(second, "yearly"))[0]["past_due"] is True
    assert "seconds ahead" in second.output
    second.stop()
