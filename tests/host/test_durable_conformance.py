"""The management API, held to the real SDK 1.7 client over HTTP and to every code it handles."""

import json
from datetime import timedelta

import aiohttp
import azure.durable_functions as df
import pytest
from aiohttp import web
from azure.durable_functions.models.utils import http_utils

from tests.host.durable_harness import FakeClock, FakeWorker, Hub

pytestmark = [pytest.mark.allow_hosts(["127.0.0.1", "::1"]), pytest.mark.enable_socket]

STATUS = df.OrchestrationRuntimeStatus


class Server:
    """Serves an engine on a loopback port, as the host's front does."""

    def __init__(self, worker, path):
        self.worker, self.path, self.clock = worker, path, FakeClock()

    async def __aenter__(self):
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self.answer)
        self.runner = web.AppRunner(app)
        await self.runner.setup()
        site = web.TCPSite(self.runner, "127.0.0.1", 0)
        await site.start()
        port = site._server.sockets[0].getsockname()[1]
        self.base = f"http://127.0.0.1:{port}"
        self.hub = Hub(self.worker, self.path, self.clock, self.base, default_version="3")
        await self.hub.__aenter__()
        self.client = df.DurableOrchestrationClient(self.hub.durable.client_binding())
        self.http = aiohttp.ClientSession(self.base)
        return self

    async def __aexit__(self, *error):
        await self.http.close()
        await http_utils._close_session()
        await self.runner.cleanup()
        await self.hub.__aexit__(*error)

    async def answer(self, request):
        answer = await self.hub.durable.handle(
            request.method,
            request.path,
            dict(request.query),
            request.headers.get("content-type", ""),
            await request.read(),
        )
        body = b"" if answer.body is None else json.dumps(answer.body).encode()
        headers = {"content-type": "application/json", **answer.headers}
        return web.Response(status=answer.status, body=body, headers=headers)

    async def raw(self, method, path, **options):
        """Return status, body and headers of a request the client cannot make."""
        async with self.http.request(method, f"/durabletask/{path}", **options) as response:
            return response.status, await response.read(), response.headers


@pytest.fixture
async def server(tmp_path):
    worker = FakeWorker()
    for orchestrator in (waiting, adding, failing, versioned):
        worker.orchestrator(orchestrator)
    async with Server(worker, tmp_path / "durable.db") as server:
        yield server


async def test_start_and_status_of_a_run_to_its_end(server):
    instance_id = await server.client.start_new("adding", "sum", {"a": 1, "b": 2})
    await server.hub.until("sum", "Completed")
    status = await server.client.get_status(instance_id, show_input=True)
    assert instance_id == "sum"
    assert status.runtime_status is STATUS.Completed
    assert status.name == "adding"
    assert status.output == 3
    assert json.loads(status.input_) == {"a": 1, "b": 2}
    assert status.created_time <= status.last_updated_time


async def test_start_without_an_id_makes_one_and_answers_with_its_addresses(server):
    status, body, headers = await server.raw("POST", "orchestrators/waiting")
    addresses = json.loads(body)
    assert status == 202
    assert len(addresses["id"]) == 32
    assert headers["Location"] == addresses["statusQueryGetUri"]
    assert headers["Retry-After"] == "10"
    assert set(addresses) == set(server.client.create_http_management_payload("any"))


async def test_start_carries_the_version_given_or_the_default(server):
    await server.client.start_new("versioned", "plain")
    await server.client.start_new("versioned", "given", version="9")
    assert (await server.hub.until("plain", "Completed"))["output"] == "3"
    assert (await server.hub.until("given", "Completed"))["output"] == "9"


async def test_start_of_an_unknown_orchestrator_is_refused_by_name(server):
    with pytest.raises(Exception, match="The function 'missing' doesn't exist"):
        await server.client.start_new("missing")


async def test_start_on_a_live_id_is_refused(server):
    await server.client.start_new("waiting", "a")
    with pytest.raises(Exception, match="already exists"):
        await server.client.start_new("waiting", "a")


@pytest.mark.parametrize("bad", ["@a", "x" * 101, "a%23b", "a%07b", "a%5Cb"])
async def test_start_with_an_id_azure_would_not_take_is_refused(server, bad):
    status, body, _ = await server.raw("POST", f"orchestrators/waiting/{bad}")
    assert status == 400
    assert json.loads(body)["ExceptionMessage"].startswith("Instance IDs must not")


async def test_start_with_a_body_that_is_not_json_is_refused(server):
    status, body, _ = await server.raw("POST", "orchestrators/waiting", data=b"{oops")
    assert status == 400
    assert json.loads(body)["ExceptionMessage"] == "Invalid JSON content."


async def test_start_and_wait_is_refused_in_one_sentence(server):
    status, body, _ = await server.raw("POST", "orchestrators/waiting?timeout=3")
    assert status == 501
    assert "waiting for a new instance" in json.loads(body)["ExceptionMessage"]


async def test_status_of_an_unknown_id_is_falsy_and_its_body_empty(server):
    assert not await server.client.get_status("nobody")
    assert (await server.raw("GET", "instances/nobody"))[:2] == (404, b"")


async def test_status_of_a_live_instance_says_where_and_when_to_ask_again(server):
    await server.client.start_new("waiting", "a")
    status, body, headers = await server.raw("GET", "instances/a")
    assert status == 202
    assert "/instances/a?" in headers["Location"]
    assert headers["Retry-After"] == "5"
    assert set(json.loads(body)) == {
        "name",
        "instanceId",
        "runtimeStatus",
        "input",
        "customStatus",
        "output",
        "createdTime",
        "lastUpdatedTime",
    }


async def test_status_hides_the_input_when_asked_to(server):
    await server.client.start_new("waiting", "a", {"secret": 1})
    shown = json.loads((await server.raw("GET", "instances/a"))[1])
    hidden = json.loads((await server.raw("GET", "instances/a?showInput=false"))[1])
    assert json.loads(shown["input"]) == {"secret": 1}
    assert hidden["input"] is None


async def test_status_shows_the_history_with_and_without_results(server):
    await server.client.start_new("adding", "a", {"a": 1, "b": 2})
    await server.hub.until("a", "Completed")
    full = await server.client.get_status("a", show_history=True, show_history_output=True)
    brief = await server.client.get_status("a", show_history=True)
    assert [event["EventType"] for event in full.historyEvents] == [12, 0, 1, 13]
    assert [event.get("Result") for event in full.historyEvents][2] == "3"
    assert all("Result" not in event for event in brief.historyEvents)


async def test_status_of_a_failed_instance_is_500_only_when_asked_for(server):
    await server.client.start_new("failing", "a")
    await server.hub.until("a", "Failed")
    status = await server.client.get_status("a")
    assert status.runtime_status is STATUS.Failed
    assert status.output == "Orchestrator function 'failing' failed: no luck"
    assert (await server.raw("GET", "instances/a"))[0] == 200
    asked = await server.raw("GET", "instances/a?returnInternalServerErrorOnFailure=true")
    assert asked[0] == 500


async def test_the_list_can_be_filtered_by_status_prefix_and_time(server):
    await server.client.start_new("waiting", "case-1")
    await server.client.start_new("waiting", "case_2")
    await server.client.start_new("adding", "sum-1", {"a": 1, "b": 1})
    await server.hub.until("sum-1", "Completed")
    await server.hub.until("case_2", "Running")
    noon = server.clock.now() + timedelta(hours=1)
    server.clock.advance(7_200)
    await server.client.start_new("waiting", "case-3")
    await server.hub.until("case-3", "Running")

    async def ids(**filters):
        return [s.instance_id for s in await server.client.get_status_by(**filters)]

    everything = [s.instance_id for s in await server.client.get_status_all()]
    assert everything == ["case-1", "case-3", "case_2", "sum-1"]
    assert await ids(runtime_status=[STATUS.Running]) == ["case-1", "case-3", "case_2"]
    assert await ids(runtime_status=[STATUS.Completed, STATUS.Failed]) == ["sum-1"]
    assert await ids(instance_id_prefix="case-") == ["case-1", "case-3"]
    assert await ids(created_time_from=noon) == ["case-3"]
    assert await ids(created_time_to=noon) == ["case-1", "case_2", "sum-1"]
    assert await ids(created_time_from=noon, runtime_status=[STATUS.Completed]) == []


@pytest.mark.parametrize(
    "query", ["runtimeStatus=Sleeping", "createdTimeFrom=yesterday", "createdTimeTo=noon"]
)
async def test_a_filter_that_cannot_be_read_is_refused(server, query):
    status, body, _ = await server.raw("GET", f"instances/?{query}")
    assert status == 400
    assert query.partition("=")[2] in json.loads(body)["Message"]


async def test_paging_is_refused_rather_than_cut_short(server):
    assert (await server.raw("GET", "instances/?top=5"))[0] == 501


async def test_a_raised_event_reaches_the_orchestrator_as_text_and_a_posted_one_as_it_is(server):
    await server.client.start_new("waiting", "a")
    await server.client.raise_event("a", "go", {"ok": True})
    await server.client.start_new("waiting", "b")
    posted = await server.raw("POST", "instances/b/raiseEvent/go", json={"ok": True})
    assert posted[:2] == (202, b"")
    assert (await server.hub.until("a", "Completed"))["output"] == '{"ok": true}'
    assert (await server.hub.until("b", "Completed"))["output"] == {"ok": True}


async def test_an_event_for_nobody_or_for_an_ended_instance_says_so(server):
    await server.client.start_new("adding", "sum", {"a": 1, "b": 1})
    await server.hub.until("sum", "Completed")
    with pytest.raises(Exception, match="No instance with ID nobody found"):
        await server.client.raise_event("nobody", "go")
    with pytest.raises(Exception, match="is gone: either completed or failed"):
        await server.client.raise_event("sum", "go")
    assert (await server.raw("POST", "instances/nobody/raiseEvent/go", json=1))[:2] == (404, b"")
    assert (await server.raw("POST", "instances/sum/raiseEvent/go", json=1))[:2] == (410, b"")


async def test_an_event_must_be_json(server):
    await server.client.start_new("waiting", "a")
    text = await server.raw("POST", "instances/a/raiseEvent/go", data="hello")
    broken = await server.raw(
        "POST",
        "instances/a/raiseEvent/go",
        data=b"{oops",
        headers={"content-type": "application/json; charset=utf-8"},
    )
    assert (text[0], broken[0]) == (400, 400)
    assert (await server.client.get_status("a")).runtime_status is not STATUS.Completed


async def test_terminate_suspend_and_resume(server):
    await server.client.start_new("waiting", "a")
    await server.client.suspend("a", "a pause & a reason")
    await server.hub.until("a", "Suspended")
    await server.client.resume("a", "over")
    await server.hub.until("a", "Running")
    await server.client.terminate("a", "no longer wanted")
    assert (await server.hub.until("a", "Terminated"))["output"] == "no longer wanted"


@pytest.mark.parametrize("verb", ["terminate", "suspend", "resume"])
async def test_steering_nobody_fails_and_steering_the_ended_is_ignored(server, verb):
    await server.client.start_new("adding", "sum", {"a": 1, "b": 1})
    await server.hub.until("sum", "Completed")
    steer = getattr(server.client, verb)
    with pytest.raises(Exception, match="No instance with ID 'nobody' found"):
        await steer("nobody", "why")
    await steer("sum", "why")
    assert (await server.raw("POST", f"instances/sum/{verb}?reason=x"))[:2] == (410, b"")


async def test_restart_runs_the_same_input_under_a_new_id_or_the_old_one(server):
    await server.client.start_new("adding", "sum", {"a": 1, "b": 4})
    await server.hub.until("sum", "Completed")
    addresses = await server.client.restart("sum")
    assert addresses["id"] != "sum"
    assert (await server.hub.until(addresses["id"], "Completed"))["output"] == 5
    server.clock.advance(60)
    again = await server.client.restart("sum", restart_with_new_instance_id=False)
    ended = await server.hub.until("sum", "Completed")
    assert again["id"] == "sum"
    assert ended["createdTime"] > (await server.hub.status(addresses["id"]))["createdTime"]


async def test_restart_of_nobody_or_of_a_live_id_is_refused(server):
    await server.client.start_new("waiting", "a")
    with pytest.raises(Exception, match="unexpected status code 400"):
        await server.client.restart("nobody")
    with pytest.raises(Exception, match="unexpected status code 400"):
        await server.client.restart("a", restart_with_new_instance_id=False)


async def test_purge_by_id(server):
    await server.client.start_new("adding", "sum", {"a": 1, "b": 1})
    await server.hub.until("sum", "Completed")
    assert (await server.client.purge_instance_history("sum")).instances_deleted == 1
    assert (await server.client.purge_instance_history("sum")).instances_deleted == 0
    assert not await server.client.get_status("sum")


async def test_purge_by_filter_takes_ended_instances_only(server):
    begin = server.clock.now() - timedelta(seconds=1)
    await server.client.start_new("waiting", "live")
    for number in range(3):
        await server.client.start_new("adding", f"sum{number}", {"a": 1, "b": 1})
        await server.hub.until(f"sum{number}", "Completed")
    await server.client.start_new("failing", "bad")
    await server.hub.until("bad", "Failed")
    purge = server.client.purge_instance_history_by
    assert (await purge(begin, begin)).instances_deleted == 0
    assert (await purge(begin, runtime_status=[STATUS.Running])).instances_deleted == 0
    assert (await purge(begin, runtime_status=[STATUS.Failed])).instances_deleted == 1
    assert (await purge(begin)).instances_deleted == 3
    assert [s.instance_id for s in await server.client.get_status_all()] == ["live"]


async def test_purge_by_filter_needs_a_first_time(server):
    status, body, _ = await server.raw("DELETE", "instances/?runtimeStatus=Completed")
    assert status == 400
    assert "createdTimeFrom is required" in json.loads(body)["Message"]


async def test_rewind_is_refused_in_one_sentence(server):
    await server.client.start_new("waiting", "a")
    with pytest.raises(Exception, match="does not support rewind"):
        await server.client.rewind("a", "why")
    with pytest.raises(Exception, match="No instance with ID nobody found"):
        await server.client.rewind("nobody", "why")


async def test_another_task_hub_is_refused_in_one_sentence(server):
    await server.client.start_new("waiting", "a")
    await server.client.raise_event("a", "go", task_hub_name="testhub")
    with pytest.raises(Exception, match="unrecognized status code 501"):
        await server.client.raise_event("a", "go", task_hub_name="Elsewhere")


async def test_entities_are_refused_in_one_sentence(server):
    entity = df.EntityId("counter", "mine")
    with pytest.raises(Exception, match="unexpected status code 501"):
        await server.client.signal_entity(entity, "add", 1)
    with pytest.raises(Exception, match="unexpected status code 501"):
        await server.client.read_entity_state(entity)
    status, body, _ = await server.raw("GET", "entities/counter/mine")
    assert status == 501
    assert "does not support entities; entity 'counter/mine'" in json.loads(body)["Message"]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "orchestrators/waiting"),
        ("PUT", "instances/a"),
        ("POST", "instances/a/juggle"),
        ("POST", "instances/a/whisper/go"),
        ("GET", "elsewhere"),
    ],
)
async def test_any_other_route_is_not_found(server, method, path):
    assert (await server.raw(method, path))[:2] == (404, b"")


async def test_the_addresses_handed_out_are_served(server):
    await server.client.start_new("waiting", "a")
    addresses = server.client.create_http_management_payload("a")
    async with server.http.get(addresses["statusQueryGetUri"]) as response:
        assert (await response.json())["instanceId"] == "a"
    send = addresses["sendEventPostUri"].replace("{eventName}", "go")
    async with server.http.post(send, json=7) as response:
        assert response.status == 202
    assert (await server.hub.until("a", "Completed"))["output"] == 7
    async with server.http.delete(addresses["purgeHistoryDeleteUri"]) as response:
        assert await response.json() == {"instancesDeleted": 1}


def waiting(context):
    return (yield context.wait_for_external_event("go"))


def adding(context):
    return context.get_input()["a"] + context.get_input()["b"]


def failing(context):
    yield context.create_timer(context.current_utc_datetime)
    raise ValueError("no luck")


def versioned(context):
    return context.version
