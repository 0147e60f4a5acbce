"""A real host process dies eleven times, and what it had promised is done all the same."""

import time

import httpx
import pytest

from tests.host.process import APPS, HostProcess, eventually

pytestmark = [
    pytest.mark.kill,
    pytest.mark.allow_hosts(["127.0.0.1"]),
    pytest.mark.enable_socket,
    pytest.mark.timeout(120),
]

HOOKS = "/runtime/webhooks/durabletask"


class Journey:
    """The folder every process of the story shares, and the process alive now."""

    def __init__(self, folder):
        self.folder = folder
        (folder / "log").touch()
        self.host = None

    def live(self, crash_at=None):
        """Start the next process; with a crash point it dies there by itself."""
        environment = {"JOURNEY": str(self.folder)}
        if crash_at is not None:
            environment["LOCAL_HOST_CRASH_AT"] = crash_at
        data = self.folder / "data"
        self.host = HostProcess(APPS / "durable_journey", data, environment=environment)
        return self.host if crash_at else self.host.ready()

    def dies(self):
        assert self.host.exit_code() == 137, self.host.output
        self.host.close()

    def count(self, line):
        return (self.folder / "log").read_text().splitlines().count(line)

    def status(self, instance_id):
        return self.host.get(f"{HOOKS}/instances/{instance_id}").json()

    def start(self, name, instance_id):
        # The input is JSON inside JSON, as the SDK's client sends it.
        answer = self.host.post(f"{HOOKS}/orchestrators/{name}/{instance_id}", json="0")
        assert answer.status_code == 202, answer.text

    def ring(self, instance_id, event, payload="any"):
        path = f"{HOOKS}/instances/{instance_id}/raiseEvent/{event}"
        assert self.host.post(path, json=payload).status_code in (202, 410)


@pytest.fixture
def story(tmp_path):
    story = Journey(tmp_path)
    yield story
    if story.host is not None:
        story.host.kill()


def test_a_host_killed_at_the_worst_moments_ends_every_story(story):
    story.live()
    story.start("journey", "j")
    eventually(lambda: story.count("slow j-0") == 1)
    # An activity is in flight.
    story.host.kill()

    story.live()
    eventually(lambda: story.count("slow j-0") == 2)
    (story.folder / "release").touch()
    # A timer is pending as soon as the activity's result has been heard.
    eventually(lambda: "TimerCreated" in kinds(story))
    story.host.kill()

    story.live()
    assert story.status("j")["runtimeStatus"] == "Running"
    assert "TimerFired" not in kinds(story)
    story.host.post("/admin/clock", json={"advance_seconds": 3_601})
    eventually(lambda: "TimerFired" in kinds(story))
    # An event is awaited.
    story.host.kill()

    story.live(crash_at="activity.committing").ready()
    story.ring("j", "go", {"ok": True})
    story.dies()
    for point in ("timer.woken", "generation.committing", "generation.committed:1"):
        story.live(crash_at=point)
        story.dies()
    story.live(crash_at="end.committing")
    story.dies()

    story.live()
    ended = eventually(lambda: ended_status(story, "j"))
    assert ended["output"] == ["done", 2]
    assert ended["customStatus"] == {"heard": {"ok": True}}
    assert story.count("slow j-0") == 2
    for generation in range(3):
        assert story.count(f"effect j-{generation}") in (1, 2)


def test_a_host_killed_in_the_middle_of_traffic_loses_no_instance(story):
    ids = [f"c{number}" for number in range(20)]
    for life in range(3):
        story.live()
        if life == 0:
            for instance_id in ids:
                story.start("counter", instance_id)
        until = time.monotonic() + 0.3
        while time.monotonic() < until:
            for instance_id in ids[:5]:
                story.ring(instance_id, "bell")
        story.host.kill()

    story.live()
    for instance_id in ids:
        ended = eventually(lambda name=instance_id: ended_status(story, name))
        assert ended["output"] == 20
        assert ended["customStatus"] == {"number": 20}
        for number in range(21):
            assert story.count(f"effect {instance_id}-{number}") >= 1


def kinds(story):
    names = {10: "TimerCreated", 11: "TimerFired"}
    try:
        shown = story.host.get(f"{HOOKS}/instances/j", params={"showHistory": "true"}).json()
    except httpx.TransportError:
        return []
    return [names.get(event["EventType"], "") for event in shown["historyEvents"]]


def ended_status(story, instance_id):
    status = story.status(instance_id)
    return status if status["runtimeStatus"] in ("Completed", "Failed") else None
