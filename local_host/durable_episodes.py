"""Runs one episode of an orchestration: read, replay the orchestrator, commit."""

import json
import logging
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from local_host import durable_events as events
from local_host.clock import HostClock
from local_host.crash_points import reached
from local_host.durable_actions import FeatureRefused, Reply, read_failure, read_reply
from local_host.durable_events import Event, dumps, iso, microseconds
from local_host.durable_inbox import Batch, choose
from local_host.durable_orders import orders
from local_host.durable_replay import NonDeterministic, Replay
from local_host.durable_store import Generation, Instance, InstanceStore, Step
from local_host.protos import TypedData
from local_host.worker import Function, InvocationFailed, Worker

_LOG = logging.getLogger("local_host.durable")


@dataclass(frozen=True, slots=True)
class _Episode:
    """What an episode starts from."""

    instance: Instance
    texts: list[str]
    history: list[Event]
    batch: Batch
    now: datetime

    @property
    def new_events(self) -> list[Event]:
        return [events.orchestrator_started(self.now), *self.batch.controls, *self.batch.events]

    @property
    def admitted(self) -> int:
        """How many actions the last episode had let in."""
        return self.history[-1]["Admitted"] if self.history else 0


class Episodes:
    """Brings instances forward, one episode at a time.

    Safe to repeat: an episode that was not committed leaves no trace and runs again.

    Args:
        functions: orchestrators by the name they are started by.
        ordered: told that new work rows are stored.
        timed: told the instance and the time of each timer that is stored.
        carry_events: keep events a generation did not consume for the next one.
        fail_on_reused_event: fail an instance, rather than hold it, when the SDK delivers one
            event to two waits.
    """

    def __init__(
        self,
        *,
        store: InstanceStore,
        worker: Worker,
        functions: Mapping[str, Function],
        clock: HostClock,
        ordered: Callable[[], None],
        timed: Callable[[str, int], None],
        carry_events: bool,
        fail_on_reused_event: bool,
    ) -> None:
        self._store = store
        self._worker = worker
        self._functions = functions
        self._clock = clock
        self._ordered = ordered
        self._timed = timed
        self._carry_events = carry_events
        self._fail_on_reused_event = fail_on_reused_event

    async def run(self, instance_id: str) -> bool:
        """Run one episode if there is anything to do; True when there is more."""
        instance, messages, texts = self._store.episode(instance_id)
        reached("episode.read")
        if instance is None or instance.ended:
            if messages:
                self._store.discard(instance_id)
            return False
        history: list[Event] = json.loads(f"[{','.join(texts)}]")
        now = self._clock.now()
        batch = choose(instance, messages, history, microseconds(now))
        episode = _Episode(instance, texts, history, batch, now)
        if batch.terminated is not None:
            reason = batch.terminated["Input"]
            return self._end(episode, "Terminated", None if reason == "null" else reason)
        if not batch.events:
            return self._obey(episode)
        reply = await self._reply(episode)
        reached("episode.replied")
        return self._conclude(episode, reply)

    async def _reply(self, episode: _Episode) -> Reply:
        name = episode.instance.name
        function = self._functions.get(name)
        if function is None:
            return Reply(
                actions=None,
                error=f"The function '{name}' doesn't exist, is disabled, or is not an"
                " orchestrator function.",
            )
        try:
            try:
                response = await self._worker.invoke(function, TypedData(json=_payload(episode)))
            except InvocationFailed as failed:
                return read_failure(name, failed.message)
            return read_reply(name, response.return_value.value)
        except FeatureRefused as refused:
            return Reply(actions=None, error=str(refused))

    def _obey(self, episode: _Episode) -> bool:
        """Store a change of suspension, which the orchestrator does not see."""
        batch = episode.batch
        if not batch.consumed:
            return False
        status = episode.instance.status
        if batch.controls:
            status = "Suspended" if batch.suspended else "Running"
        closing = events.orchestrator_completed(episode.now, episode.admitted)
        history = [*episode.new_events, closing] if batch.controls else []
        return self._commit(episode, self._step(episode, history, status))

    def _conclude(self, episode: _Episode, reply: Reply) -> bool:
        """Store what the orchestrator asked for and how it stands."""
        replay = Replay(reply.actions or ())
        error = reply.error
        if reply.actions is not None:
            try:
                replay.run(episode.history, episode.new_events)
            except NonDeterministic as difference:
                error = str(difference)
                replay = Replay(())
        if replay.blocked_on is not None:
            sentence = self._report(episode, replay)
            if not self._fail_on_reused_event:
                return self._commit(episode, self._ordering(episode, replay, reply))
            error = sentence
        step = self._ordering(episode, replay, reply)
        if error is not None:
            return self._fail(episode, step, error)
        if replay.continues is not None:
            return self._continue(episode, step, replay, replay.continues.input)
        if reply.done:
            return self._end(episode, "Completed", reply.output, step)
        return self._commit(episode, step)

    def _report(self, episode: _Episode, replay: Replay) -> str:
        sentence = (
            f"wait on '{replay.blocked_on}' has no event; the SDK reused an old one"
            f" (orchestrator '{episode.instance.name}')"
        )
        if replay.admitted > episode.admitted:
            _LOG.warning("Instance '%s': %s", episode.instance.id, sentence)
        return sentence

    def _ordering(self, episode: _Episode, replay: Replay, reply: Reply) -> Step:
        """Return the step that stores newly scheduled tasks and drops canceled timers."""
        known = {event["EventId"] for event in episode.history}
        new = orders(replay.scheduled, known, episode.batch.pending, episode.now)
        closing = events.orchestrator_completed(episode.now, replay.admitted)
        history = [*episode.new_events, *new.history, closing]
        step = self._step(episode, history, "Running")
        return replace(
            step,
            consumed=[*step.consumed, *new.dropped],
            activities=new.activities,
            timers=new.timers,
            custom_status=reply.custom_status or step.custom_status,
        )

    def _step(self, episode: _Episode, history: list[Event], status: str) -> Step:
        return Step(
            instance=episode.instance,
            position=len(episode.history),
            history=history,
            consumed=episode.batch.consumed,
            status=status,
            custom_status=episode.instance.custom_status,
            updated=iso(self._clock.now()),
        )

    def _commit(self, episode: _Episode, step: Step) -> bool:
        stored = self._store.commit(step)
        reached("episode.committed")
        if stored and step.activities:
            self._ordered()
        if stored:
            for timer in step.timers:
                self._timed(step.instance.id, timer.visible)
        return episode.batch.more

    def _continue(
        self, episode: _Episode, step: Step, replay: Replay, input_text: str | None
    ) -> bool:
        instance = episode.instance
        execution_id = uuid.uuid4().hex
        following_input = dumps(input_text)
        started = events.execution_started(
            episode.now,
            name=instance.name,
            version=instance.version,
            input_text=following_input,
            instance=instance.id,
            execution=execution_id,
        )
        carried = replay.unconsumed if self._carry_events else []
        stored = self._store.commit_generation(
            replace(step, history=(), timers=()),
            Generation(execution_id, following_input, [started, *carried]),
        )
        reached("generation.committed")
        if stored and step.activities:
            self._ordered()
        return stored

    def _fail(self, episode: _Episode, step: Step, error: str) -> bool:
        name = episode.instance.name
        text = events.shortened(f"Orchestrator function '{name}' failed: {error}")
        _LOG.error("Instance '%s': %s", episode.instance.id, text)
        return self._end(episode, "Failed", dumps(text), step)

    def _end(
        self, episode: _Episode, status: str, output: str | None, step: Step | None = None
    ) -> bool:
        if step is None:
            closing = events.orchestrator_completed(episode.now, episode.admitted)
            step = self._step(episode, [*episode.new_events, closing], status)
        completed = events.execution_completed(episode.now, status, output)
        history = [*step.history[:-1], completed, step.history[-1]]
        ended = replace(step, status=status, output=output, history=history, timers=())
        stored = self._store.commit_end(ended)
        reached("end.committed")
        if stored and ended.activities:
            self._ordered()
        return False


def _payload(episode: _Episode) -> str:
    """Return the orchestrator's input; old events are text already and stay as they are."""
    instance = episode.instance
    history = ",".join([*episode.texts, *map(dumps, episode.new_events)])
    rest = dumps(
        {
            "instanceId": instance.id,
            "isReplaying": bool(episode.texts),
            "parentInstanceId": None,
            "upperSchemaVersion": 1,
            "upperSchemaVersionNew": 2,
            "defaultHttpAsyncRequestSleepTimeMillseconds": 30_000,
        }
    )
    return f'{{"history":[{history}],"input":{instance.input or "null"},{rest[1:]}'
