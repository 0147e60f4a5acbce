"""The Durable management API: start, watch, signal, steer and purge instances."""

import uuid
from collections.abc import Callable, Mapping

from local_host import durable_events as events
from local_host.clock import HostClock
from local_host.crash_points import reached
from local_host.durable_answers import (
    Answer,
    Refused,
    checked_id,
    flag,
    json_value,
    moment,
    status_body,
    statuses,
    unsupported,
)
from local_host.durable_events import dumps, iso
from local_host.durable_store import TERMINAL, Instance, InstanceStore
from local_host.durable_urls import RPC, WEBHOOKS, Addresses

_NOT_FOUND = Answer(404)
_GONE = Answer(410)
_ACCEPTED = Answer(202)

type Query = Mapping[str, str]


class Management:
    """Serves the webhook and the RPC routes alike.

    Args:
        orchestrators: names that can be started.
        wake: told the instance that has something new in its inbox.
    """

    def __init__(
        self,
        *,
        store: InstanceStore,
        addresses: Addresses,
        orchestrators: frozenset[str],
        clock: HostClock,
        wake: Callable[[str], None],
        default_version: str,
    ) -> None:
        self._store = store
        self._addresses = addresses
        self._orchestrators = orchestrators
        self._clock = clock
        self._wake = wake
        self._default_version = default_version

    def handle(
        self, method: str, path: str, query: Query, content_type: str, body: bytes
    ) -> Answer:
        """Answer one request. `path` may still carry the prefix it came in on."""
        for prefix in (WEBHOOKS, RPC):
            path = path.removeprefix(prefix)
        try:
            hub = query.get("taskHub", "")
            if not self._addresses.serves(hub):
                raise unsupported("several task hubs", f"task hub '{hub}'")
            match method, path.strip("/").split("/"):
                case "POST", ["orchestrators", name]:
                    return self._start(name, "", query, body)
                case "POST", ["orchestrators", name, instance_id]:
                    return self._start(name, instance_id, query, body)
                case _, ["entities", *key]:
                    raise unsupported("entities", f"entity '{'/'.join(key)}'")
                case _, ["instances", *rest]:
                    return self._instances(method, rest, query, content_type, body)
                case _:
                    return _NOT_FOUND
        except Refused as refused:
            return refused.answer()

    def _instances(
        self, method: str, rest: list[str], query: Query, content_type: str, body: bytes
    ) -> Answer:
        match method, rest:
            case "GET", []:
                return self._list(query)
            case "DELETE", []:
                return self._purge_many(query)
            case "GET", [instance_id]:
                return self._status(instance_id, query)
            case "DELETE", [instance_id]:
                return self._purge_one(instance_id)
            case "POST", [instance_id, verb, event]:
                if verb.lower() == "raiseevent":
                    return self._raise(instance_id, event, content_type, body)
                return _NOT_FOUND
            case "POST", [instance_id, verb]:
                return self._steer(instance_id, verb.lower(), query)
            case _:
                return _NOT_FOUND

    def _start(self, name: str, instance_id: str, query: Query, body: bytes) -> Answer:
        if name not in self._orchestrators:
            raise Refused(
                f"The function '{name}' doesn't exist, is disabled, or is not an orchestrator"
                " function."
            )
        if "timeout" in query:
            raise unsupported("waiting for a new instance", f"orchestrator '{name}'")
        value = json_value(body)
        return self._begin(
            name,
            checked_id(instance_id) or uuid.uuid4().hex,
            None if value is None else dumps(value),
            query.get("version", self._default_version),
        )

    def _begin(self, name: str, instance_id: str, input_text: str | None, version: str) -> Answer:
        now = self._clock.now()
        execution_id = uuid.uuid4().hex
        started = events.execution_started(
            now,
            name=name,
            version=version,
            input_text=input_text,
            instance=instance_id,
            execution=execution_id,
        )
        instance = Instance(
            id=instance_id,
            execution_id=execution_id,
            name=name,
            version=version,
            input=input_text,
            output=None,
            custom_status=None,
            status="Pending",
            created=iso(now),
            updated=iso(now),
        )
        live = self._store.start(instance, started)
        if live is not None:
            raise Refused(
                f"An Orchestration instance with the status {live.status} already exists."
            )
        reached("start.committed")
        self._wake(instance_id)
        addresses = self._addresses.management(instance_id)
        headers = {"Location": addresses["statusQueryGetUri"], "Retry-After": "10"}
        return Answer(202, addresses, headers)

    def _status(self, instance_id: str, query: Query) -> Answer:
        instance = self._store.instance(instance_id)
        if instance is None:
            return _NOT_FOUND
        shown = flag(query, "showHistory", default=False)
        body = status_body(
            instance,
            show_input=flag(query, "showInput", default=True),
            history=self._store.history(instance_id) if shown else None,
            show_output=flag(query, "showHistoryOutput", default=False),
        )
        if not instance.ended:
            address = self._addresses.management(instance_id)["statusQueryGetUri"]
            return Answer(202, body, {"Location": address, "Retry-After": "5"})
        failing = flag(query, "returnInternalServerErrorOnFailure", default=False)
        return Answer(500 if failing and instance.status == "Failed" else 200, body)

    def _list(self, query: Query) -> Answer:
        if "top" in query:
            raise unsupported("paging (the query parameter 'top')", "the list of instances")
        show_input = flag(query, "showInput", default=False)
        found = self._select(query, statuses(query), query.get("instanceIdPrefix", ""))
        bodies = [
            status_body(instance, show_input=show_input, history=None, show_output=False)
            for instance in found
        ]
        return Answer(200, bodies)

    def _select(self, query: Query, wanted: list[str], prefix: str = "") -> list[Instance]:
        earliest, latest = moment(query, "createdTimeFrom"), moment(query, "createdTimeTo")
        conditions = ["substr(id, 1, ?) = ?"]
        values: list[object] = [len(prefix), prefix]
        if wanted:
            conditions.append(f"status IN ({','.join('?' * len(wanted))})")
            values += wanted
        if earliest is not None:
            conditions.append("created >= ?")
            values.append(iso(earliest))
        if latest is not None:
            conditions.append("created <= ?")
            values.append(iso(latest))
        return self._store.instances(" AND ".join(conditions), values)

    def _purge_one(self, instance_id: str) -> Answer:
        if self._store.instance(instance_id) is None:
            return _NOT_FOUND
        return Answer(200, {"instancesDeleted": self._store.purge([instance_id])})

    def _purge_many(self, query: Query) -> Answer:
        if "createdTimeFrom" not in query:
            raise Refused("createdTimeFrom is required to purge several instances.")
        # A live instance is never purged by a filter, whatever the filter says.
        wanted = [name for name in statuses(query) or sorted(TERMINAL) if name in TERMINAL]
        found = self._select(query, wanted) if wanted else []
        if not found:
            return _NOT_FOUND
        purged = self._store.purge([instance.id for instance in found])
        return Answer(200, {"instancesDeleted": purged})

    def _raise(self, instance_id: str, name: str, content_type: str, body: bytes) -> Answer:
        if content_type.partition(";")[0].strip().lower() != "application/json":
            instance = self._store.instance(instance_id)
            if instance is None or instance.ended:
                return _NOT_FOUND if instance is None else _GONE
            raise Refused("Only application/json request content is supported")
        text = dumps(json_value(body))
        return self._post(instance_id, events.event_raised(self._clock.now(), name, text))

    def _steer(self, instance_id: str, verb: str, query: Query) -> Answer:
        now, reason = self._clock.now(), query.get("reason")
        match verb:
            case "terminate":
                return self._post(instance_id, events.execution_terminated(now, reason))
            case "suspend":
                return self._post(instance_id, events.execution_suspended(now, reason))
            case "resume":
                return self._post(instance_id, events.execution_resumed(now, reason))
            case "restart":
                return self._restart(instance_id, query)
            case "rewind":
                return self._refuse_rewind(instance_id)
            case _:
                return _NOT_FOUND

    def _post(self, instance_id: str, event: events.Event) -> Answer:
        instance = self._store.post(instance_id, event)
        if instance is None:
            return _NOT_FOUND
        if instance.ended:
            return _GONE
        reached("post.committed")
        if instance.status != "Suspended" or event["EventType"] in events.CONTROLS:
            self._wake(instance_id)
        return _ACCEPTED

    def _restart(self, instance_id: str, query: Query) -> Answer:
        instance = self._store.instance(instance_id)
        if instance is None:
            raise Refused(f"InstanceId '{instance_id}' does not match a valid orchestration.")
        if instance.name not in self._orchestrators:
            raise Refused(
                f"The function '{instance.name}' doesn't exist, is disabled, or is not an"
                " orchestrator function."
            )
        renamed = flag(query, "restartWithNewInstanceId", default=True)
        target = uuid.uuid4().hex if renamed else instance_id
        return self._begin(instance.name, target, instance.input, instance.version)

    def _refuse_rewind(self, instance_id: str) -> Answer:
        instance = self._store.instance(instance_id)
        if instance is None:
            return _NOT_FOUND
        raise unsupported("rewind", f"instance '{instance_id}' of orchestrator '{instance.name}'")
