"""In-memory ports for unit tests, held to the same contracts as the real ones."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from backends.label_names import label_name
from returns import events as e
from returns.case import Case, CaseRef
from returns.decide import Decision
from returns.desk import AlreadyApplied
from returns.errors import BackendUnavailable, CaseNotFound, StaleCase
from returns.ledger import UnitLedger
from returns.owner_file import OwnerFile


class MemoryCaseStore:
    """Conditional like the real one: every write names the version of what it read."""

    def __init__(self, *files: OwnerFile) -> None:
        self._files = {file.customer.customer_id: file for file in files}
        self._cases: dict[CaseRef, Case] = {}
        self._ledgers: dict[tuple[str, str], tuple[UnitLedger, int]] = {
            (owner, order_id): (ledger, 1)
            for owner, file in self._files.items()
            for order_id, ledger in file.ledgers.items()
        }
        self._commits: dict[tuple[str, str], tuple[e.Recorded, ...]] = {}
        self._due: dict[CaseRef, datetime] = {}
        self._found: dict[str, CaseRef] = {}

    async def open(self, owner_id: str, case_id: str | None) -> OwnerFile:
        if owner_id not in self._files:
            raise CaseNotFound(case_id or "")
        case = self._cases.get(CaseRef(owner_id, case_id)) if case_id else None
        mine = {key[1]: kept for key, kept in self._ledgers.items() if key[0] == owner_id}
        etags = {f"ledger:{order_id}": str(version) for order_id, (_, version) in mine.items()}
        if case:
            etags[f"case:{case_id}"] = str(case.version)
        ledgers = {order_id: ledger for order_id, (ledger, _) in mine.items()}
        return replace(self._files[owner_id], case=case, ledgers=ledgers, etags=etags)

    async def load(self, ref: CaseRef) -> Case:
        try:
            return self._cases[ref]
        except KeyError:
            raise CaseNotFound(ref.case_id) from None

    async def save(
        self, file: OwnerFile, decision: Decision, batch_id: str, due: datetime | None
    ) -> Case:
        before = decision.case
        assert before is not None
        ref, owner = before.ref, before.ref.owner_id
        stored = self._cases.get(ref)
        if file.etags.get(f"case:{ref.case_id}") != (str(stored.version) if stored else None):
            raise StaleCase(ref.case_id, before.version)
        if (ref.case_id, batch_id) in self._commits:
            raise AlreadyApplied(ref.case_id, batch_id)
        for order_id in decision.ledgers:
            kept = self._ledgers.get((owner, order_id))
            if file.etags.get(f"ledger:{order_id}") != (str(kept[1]) if kept else None):
                raise StaleCase(ref.case_id, before.version)
        for order_id, ledger in decision.ledgers.items():
            _, version = self._ledgers.get((owner, order_id), (ledger, 0))
            self._ledgers[owner, order_id] = (ledger, version + 1)
        return self._keep(replace(before, version=before.version + 1), decision, batch_id, due)

    def _keep(self, case: Case, decision: Decision, batch_id: str, due: datetime | None) -> Case:
        self._cases[case.ref] = case
        self._commits[case.ref.case_id, batch_id] = decision.recorded
        self._due.pop(case.ref, None)
        if due:
            self._due[case.ref] = due
        for recorded in decision.recorded:
            if isinstance(recorded.event, e.Approved):
                self._found[f"rma:{recorded.event.return_number}"] = case.ref
            if isinstance(recorded.event, e.LabelMade) and recorded.event.tracking_number:
                self._found[f"tracking:{recorded.event.tracking_number}"] = case.ref
        return case

    async def history(self, ref: CaseRef) -> tuple[e.Recorded, ...]:
        return tuple(
            recorded
            for (case_id, _), events in self._commits.items()
            for recorded in events
            if case_id == ref.case_id
        )

    async def cases_of(self, owner_id: str, limit: int = 50) -> tuple[Case, ...]:
        mine = [case for case in self._cases.values() if case.ref.owner_id == owner_id]
        newest = sorted(mine, key=lambda case: case.updated_at or case.started_at, reverse=True)
        return tuple(newest[:limit])

    async def due(self, before: datetime, limit: int) -> tuple[tuple[CaseRef, datetime], ...]:
        late = [(ref, due) for ref, due in self._due.items() if due <= before]
        return tuple(sorted(late, key=lambda entry: entry[1])[:limit])

    async def find(self, key: str) -> CaseRef | None:
        return self._found.get(key)

    def put(self, case: Case) -> None:
        """Put a case there that no command leads to."""
        self._cases[case.ref] = case


class LinkedLabelFiles:
    """Hands each document out by an address of its own; `asked` holds for which, in order."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self._kept: dict[str, bytes] = {}

    async def put(self, name: str, content: bytes) -> None:
        self._kept.setdefault(label_name(name), content)

    async def get(self, name: str) -> bytes | None:
        return self._kept.get(name)

    async def delete(self, name: str) -> None:
        self._kept.pop(name, None)

    async def link(self, name: str, now: datetime) -> str | None:
        self.asked.append(name)
        address = f"https://labels.example/{name}?se={now:%H:%M:%S}&sig=secret"
        return address if name in self._kept else None


class DyingStore:
    """Passes everything on to a store, but the next saves fail: before acting, or after."""

    def __init__(self, inner: Any, *, before: int = 0, after: int = 0) -> None:
        self._inner = inner
        self._before, self._after = before, after

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    async def save(self, *arguments: Any) -> Case:
        if self._before:
            self._before -= 1
            raise BackendUnavailable("cases", "died before saving")
        saved = await self._inner.save(*arguments)
        if self._after:
            self._after -= 1
            raise BackendUnavailable("cases", "the answer was lost")
        return saved


class CountingBell:
    def __init__(self) -> None:
        self.woken: list[CaseRef] = []

    async def wake(self, ref: CaseRef) -> None:
        self.woken.append(ref)


class MemoryInstances:
    """A Durable client that refuses as the 1.7.0 one does: a bare Exception and a sentence."""

    def __init__(self, *, running: bool = False, gone: bool = False, raced: bool = False) -> None:
        self.running, self.gone, self.raced = running, gone, raced
        self.down = False
        self.calls: list[tuple[str, str]] = []
        self.inputs: list[Any] = []

    async def raise_event(self, instance_id: str, event_name: str) -> None:
        self.calls.append((event_name, instance_id))
        if self.down:
            raise Exception("Webhook returned unrecognized status code 503")  # noqa: TRY002
        if self.gone:
            raise Exception(  # noqa: TRY002
                f"Instance with ID {instance_id} is gone: either completed or failed"
            )
        if not self.running:
            raise Exception(f"No instance with ID {instance_id} found.")  # noqa: TRY002

    async def start_new(
        self, orchestration_function_name: str, instance_id: str, client_input: Any
    ) -> str:
        self.calls.append((orchestration_function_name, instance_id))
        if self.running or self.raced:
            self.running, self.gone = True, False
            raise Exception(  # noqa: TRY002
                f"An Orchestration instance with the status Running already exists: {instance_id}"
            )
        self.running, self.gone = True, False
        self.inputs.append(client_input)
        return instance_id


@dataclass(slots=True)
class ScriptedTimer:
    at: datetime
    canceled: bool = False

    def cancel(self) -> None:
        self.canceled = True


class ScriptedContext:
    """Stands in for the Durable context; the test says what the case shows and who wins a wait.

    Each round shows the next step, and an empty one after the last. An effect answers True unless
    `replies` says otherwise; an exception as a reply is raised where the effect is awaited.
    """

    def __init__(
        self, *steps: dict[str, Any], bell_rings: bool = True, replies: dict[str, Any] | None = None
    ) -> None:
        self.current_utc_datetime = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
        self._steps = list(steps)
        self._replies = replies or {}
        self._bell_rings = bell_rings
        self.performed: list[str] = []
        self.jobs: list[dict[str, Any]] = []
        self.statuses: list[Any] = []
        self.events: list[str] = []
        self.timers: list[ScriptedTimer] = []
        self.generations: list[Any] = []

    def get_input(self) -> dict[str, str]:
        return {"owner_id": "ann", "case_id": "case-1"}

    def call_activity_with_retry(self, name: str, _retry: object, payload: dict[str, Any]) -> Any:
        self.performed.append(name)
        self.jobs.append(payload)
        if name == "read_case":
            return self._steps.pop(0) if self._steps else a_step()
        return self._replies.get(name, True)

    def task_all(self, replies: list[Any]) -> Any:
        failed = [reply for reply in replies if isinstance(reply, Exception)]
        return failed[0] if failed else replies

    def task_any(self, tasks: list[Any]) -> Any:
        bell, timer = tasks
        return bell if self._bell_rings else timer

    def set_custom_status(self, status: Any) -> None:
        self.statuses.append(status)

    def wait_for_external_event(self, name: str) -> str:
        self.events.append(name)
        return name

    def create_timer(self, at: datetime) -> ScriptedTimer:
        self.timers.append(ScriptedTimer(at))
        return self.timers[-1]

    def continue_as_new(self, case: Any) -> None:
        self.generations.append(case)


def a_step(*owed: str, over: bool = False) -> dict[str, Any]:
    """Return what `read_case` shows of a case that owes these effects."""
    return {
        "owed": [{"effect": effect, "key": f"case-1:{effect}:x.1"} for effect in owed],
        "over": over,
        "wake_at": "2026-03-03T12:00:00+00:00",
    }


def played(orchestrator: Any, context: ScriptedContext) -> ScriptedContext:
    """Drive one generation to its end, answering each yield with itself."""
    story = orchestrator.build().get_user_function().orchestrator_function(context)
    reply = None
    try:
        while True:
            failed = isinstance(reply, Exception)
            reply = story.throw(reply) if failed else story.send(reply)
    except StopIteration:
        return context
