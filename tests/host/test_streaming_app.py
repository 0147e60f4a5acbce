"""An app on the FastAPI extension, served by a real host."""

import asyncio
import json
import socket
from pathlib import Path

import httpx
import pytest

from tests.host.process import APPS, HostProcess, eventually

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


@pytest.fixture(scope="module")
def host(tmp_path_factory):
    pages = tmp_path_factory.mktemp("pages")
    (pages / "index.html").write_text("<!doctype html><title>page</title>")
    (pages / "api").mkdir()
    (pages / "api" / "seen.html").write_text("a page in the API's place")
    running = HostProcess(
        APPS / "streaming",
        tmp_path_factory.mktemp("streaming") / "data",
        "--static",
        str(pages),
        "--page-config",
        '{"api": "/api"}',
        environment={
            "OVERRIDDEN": "from the environment",
            "FUNCTIONS_REQUEST_BODY_SIZE_LIMIT": "100000",
            "LOCAL_HOST_BANNER": "Sign in as sam@example.com",
        },
    )
    yield running.ready()
    running.stop()


def seen(host: HostProcess) -> list[str]:
    return host.get("/api/seen").json()


def test_the_functions_and_the_address_are_printed(host):
    assert f"echo         GET,POST  {host.url}/api/echo/{{who}}/{{n:int?}}" in host.output
    assert f"Listening on {host.url}: port {host.port}, 13 functions," in host.output
    assert "Sign in as sam@example.com" in host.output


def test_a_function_reads_its_path_query_and_body(host):
    answer = host.post("/api/echo/ann%20lee/5?color=red", content=b"12345")
    assert answer.status_code == 201
    assert answer.headers["x-echo"] == "yes"
    assert answer.json() == {
        "params": {"who": "ann lee", "n": "5"},
        "query": {"color": "red"},
        "bytes": 5,
    }


def test_a_literal_route_wins_over_a_parameter_declared_before_it(host):
    assert host.get("/api/echo/me").json() == {"literal": True}


def test_an_unknown_path_under_the_prefix_is_not_found(host):
    assert host.get("/api/nothing").status_code == 404


def test_a_known_path_with_another_method_is_not_allowed(host):
    answer = host.client.delete("/api/echo/bob")
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, POST"


def test_a_sync_function_answers(host):
    assert host.get("/api/blocking").json() == {"ok": True}


def test_a_local_setting_reaches_the_app(host):
    assert host.get("/api/setting/GREETING").json() == "hello from the file"


def test_the_real_environment_wins_over_a_local_setting(host):
    assert host.get("/api/setting/OVERRIDDEN").json() == "from the environment"


def test_a_part_of_a_stream_arrives_before_the_next_is_made(host):
    with host.client.stream("GET", "/api/gated") as answer:
        parts = answer.iter_text()
        first = next(parts)
        host.post("/api/gate/gated")
        rest = "".join(parts)
    assert (first, rest) == ("first\n", "second\n")


def test_a_client_that_leaves_cancels_the_generator(host):
    with host.client.stream("GET", "/api/endless") as answer:
        next(answer.iter_text())

    assert eventually(lambda: {"endless canceled", "endless cleaned up"} <= set(seen(host)))


def test_a_shielded_task_outlives_the_request_that_began_it(host):
    with host.client.stream("GET", "/api/kept") as answer:
        next(answer.iter_text())

    host.post("/api/gate/kept")
    assert eventually(lambda: "kept finished" in seen(host))


def test_a_function_that_raises_answers_500_and_is_logged_once(host):
    assert host.get("/api/boom").status_code == 500
    # The answer leaves before the log line is written.
    eventually(lambda: "Function boom failed: ValueError: kaboom" in host.output)
    assert host.get("/api/seen").status_code == 200
    assert host.output.count("Function boom failed: ValueError: kaboom") == 1
    assert "broke off" not in host.output.partition("boom failed")[2].partition("half")[0]


def test_a_generator_that_raises_leaves_the_answer_unfinished(host):
    with pytest.raises(httpx.RemoteProtocolError):
        host.get("/api/half")
    assert "The response of half broke off" in host.output


def test_a_function_that_overruns_its_timeout_answers_500(host):
    assert host.get("/api/stuck").status_code == 500
    assert "stuck ran longer than the functionTimeout of 2 seconds" in host.output


def test_a_client_cannot_name_its_own_invocation(host):
    answer = host.get("/api/blocking", headers={"x-ms-invocation-id": "mine"})
    assert answer.status_code == 200


def test_the_worker_forgets_finished_requests(host):
    for _ in range(20):
        host.get("/api/blocking")

    # The one left is the request that asks, beside streams other tests still close.
    assert eventually(lambda: host.get("/api/meetings").json() == 1)


def test_a_declared_body_over_the_limit_is_refused(host):
    answer = host.post("/api/echo/ann", content=b"x" * 100_001)
    assert answer.status_code == 413


def test_a_body_that_grows_over_the_limit_is_refused(host):
    answer = host.post("/api/echo/ann", content=(b"x" * 10_000 for _ in range(11)))
    assert answer.status_code == 413


def test_pages_are_served_beside_the_api_and_never_over_it(host):
    assert "<title>page</title>" in host.get("/").text
    assert isinstance(seen(host), list)
    assert host.get("/api/seen.html").status_code == 404
    assert host.get("/config.json").json() == {"api": "/api"}


def test_an_origin_that_is_named_may_call_across(host):
    origin = {"origin": "http://localhost:5173"}
    asked = {"access-control-request-method": "POST", "access-control-request-headers": "x-a"}
    before = host.client.options("/api/echo/ann", headers=origin | asked)
    answer = host.get("/api/seen", headers=origin)
    assert before.status_code == 204
    assert before.headers["access-control-allow-headers"] == "x-a"
    assert answer.headers["access-control-allow-origin"] == "http://localhost:5173"


def test_an_origin_that_is_not_named_may_not(host):
    answer = host.get("/api/seen", headers={"origin": "http://elsewhere.example"})
    assert "access-control-allow-origin" not in answer.headers


def test_requests_at_the_same_time_do_not_mix(host):
    async def ask(client: httpx.AsyncClient, n: int) -> int:
        answer = await client.get(f"/api/echo/ann/{n}")
        return int(answer.json()["params"]["n"])

    async def ask_all() -> list[int]:
        async with httpx.AsyncClient(base_url=host.url, trust_env=False) as client:
            return await asyncio.gather(*(ask(client, n) for n in range(40)))

    assert asyncio.run(ask_all()) == list(range(40))


def test_stopping_ends_open_streams_and_leaves_nothing_behind(tmp_path: Path):
    host = HostProcess(APPS / "streaming", tmp_path / "data").ready()
    with socket.create_connection(("127.0.0.1", host.port)) as connection:
        connection.sendall(b"GET /api/endless HTTP/1.1\r\nhost: localhost\r\n\r\n")
        received = b""
        while b"first" not in received:
            received += connection.recv(4096)
        status = host.stop()
    assert status == 0
    assert "Traceback" not in host.output
    assert not host.answers()


def test_the_functions_are_listed_for_programs(host):
    functions = {entry["name"]: entry for entry in host.get("/admin/functions").json()}
    assert functions["gated"]["invoke_url_template"] == f"{host.url}/api/gated"
    assert json.dumps(functions["gated"]["config"]["bindings"]).count("httpTrigger") == 1
