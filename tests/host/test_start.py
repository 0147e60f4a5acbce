"""What stands in the way of a start is said in one sentence, and the exit status is 1."""

import shutil
import socket
from pathlib import Path

import pytest

from local_host.server import bind
from tests.host.process import APPS, HostProcess, eventually

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


def refused(app: Path, data: Path, *options: str, **more) -> str:
    host = HostProcess(app, data, *options, **more)
    assert host.exit_code() == 1
    host.close()
    return host.output


def test_an_app_that_does_not_load_is_shown_with_its_text(tmp_path):
    output = refused(APPS / "broken", tmp_path / "data")
    assert "The app does not load: RuntimeError: the shelf is empty" in output
    assert "broken/function_app.py" in output


def test_an_unsupported_trigger_is_named_with_its_function(tmp_path):
    output = refused(APPS / "queue", tmp_path / "data")
    assert "Function take_order uses the trigger or input binding 'queueTrigger'" in output
    assert "Traceback" not in output


def test_a_broken_settings_file_is_named_with_its_line(tmp_path):
    app = tmp_path / "app"
    shutil.copytree(APPS / "classic", app)
    (app / "host.json").write_text('{\n  "version": "2.0",\n  "extensions": {,}\n}')
    assert f"{app / 'host.json'}, line 3, column 18: " in refused(app, tmp_path / "data")


def test_a_taken_port_is_named_and_a_free_one_suggested(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        output = refused(APPS / "classic", tmp_path / "data", port=port)
    assert f"Port {port} on 127.0.0.1 is taken. Try --port " in output


def test_a_folder_without_an_app_is_refused(tmp_path):
    host = HostProcess(tmp_path, tmp_path / "data")
    assert host.exit_code() == 2
    host.close()
    assert "holds no function_app.py" in host.output


def test_a_second_host_on_one_data_folder_is_refused_until_the_first_is_gone(tmp_path):
    first = HostProcess(APPS / "classic", tmp_path / "data").ready()
    output = refused(APPS / "classic", tmp_path / "data")
    assert f"Another local host (process {first.pid}, port {first.port}) is using" in output

    first.kill()
    third = HostProcess(APPS / "classic", tmp_path / "data").ready()
    assert third.stop() == 0


def test_a_port_may_be_taken_again_at_once(tmp_path):
    first = HostProcess(APPS / "classic", tmp_path / "data").ready()
    first.get("/text")
    first.stop()
    second = HostProcess(APPS / "classic", tmp_path / "data", port=first.port).ready()
    assert second.get("/text").status_code == 200
    second.stop()


@pytest.fixture
def reloading(tmp_path):
    app = tmp_path / "app"
    shutil.copytree(APPS / "classic", app)
    host = HostProcess(app, tmp_path / "data", reload=True)
    yield host.ready(), app / "function_app.py"
    host.stop()


def test_a_changed_file_restarts_the_host_and_a_mended_one_starts_it_again(reloading):
    host, source = reloading
    text = source.read_text()

    source.write_text(text.replace("plain text", "new text"))
    assert eventually(lambda: host.answers() and text_of(host) == "new text")

    source.write_text("raise RuntimeError('half written')")
    assert eventually(lambda: "half written" in host.output)

    source.write_text(text)
    assert eventually(lambda: host.answers() and text_of(host) == "plain text")


def test_no_child_outlives_a_killed_supervisor(reloading):
    host, _ = reloading
    host.kill()
    assert eventually(lambda: not host.answers())


def test_stopping_the_supervisor_stops_the_host(reloading):
    host, _ = reloading
    assert host.stop() == 0
    assert not host.answers()


def text_of(host: HostProcess) -> str | None:
    try:
        return host.get("/text").text
    except OSError:
        return None


def test_small_answers_are_sent_without_delay():
    with bind("127.0.0.1", 0) as listener:
        assert listener.proto == socket.IPPROTO_TCP
