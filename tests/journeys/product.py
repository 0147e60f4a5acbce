"""The running product of a journey: a real process, fresh customers, and a look into its stores."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from backends.issuer_local import issue_token
from backends.people import Person
from tests.customer import Customer
from tests.host.process import ROOT, HostProcess, eventually
from tests.journeys.records import Records
from tests.journeys.shop_copy import MANY, Twin, copy_shop

# Journeys talk to their own product and to nothing else.
LOOPBACK = [
    pytest.mark.allow_hosts(["127.0.0.1"]),
    pytest.mark.enable_socket,
    pytest.mark.timeout(150),
]

# A product starts in five seconds; on a machine busy with other tests in many more.
_PATIENCE_SECONDS = 90

INSTANCES = "/runtime/webhooks/durabletask/instances"

type Launch = Callable[[Path, dict[str, str]], HostProcess]


def _launched(data: Path, environment: dict[str, str]) -> HostProcess:
    return HostProcess(ROOT, data, environment=environment)


def _up(host: HostProcess) -> bool:
    assert host._process.poll() is None, f"the product ended: {host.output[-3000:]}"
    return host.answers()


class Product:
    """One product on a data folder of its own; every customer it hands out is a fresh one."""

    def __init__(self, folder: Path, twins: Mapping[str, int] = MANY) -> None:
        self.data = folder / "data"
        self.records = Records(self.data)
        self.shop = folder / "shop"
        self._twins = copy_shop(self.shop, twins)
        self.host: HostProcess | None = None

    @property
    def environment(self) -> dict[str, str]:
        return {
            "RETURNS_MODE": "local",
            "RETURNS_SHOP": str(self.shop),
            "RETURNS_DATA": str(self.data),
            "TASKHUB_NAME": "Journeys",
        }

    @property
    def url(self) -> str:
        assert self.host is not None
        return self.host.url

    @property
    def key(self) -> bytes:
        return (self.data / "session.key").read_bytes()

    def start(self, launch: Launch | None = None, **environment: str) -> "Product":
        """Start the process, in the usual way unless told another, and wait until it answers."""
        host = self.host = (launch or _launched)(self.data, self.environment | environment)
        try:
            eventually(lambda: _up(host), within=_PATIENCE_SECONDS)
            # The first answer loads the shop and makes the signing key.
            host.client.timeout = _PATIENCE_SECONDS
            assert host.get("/api/health").status_code == 200, host.output
        except BaseException:
            host.kill()
            raise
        return self

    def stop(self) -> None:
        if self.host is not None:
            self.host.kill()

    # --- people ----------------------------------------------------------------------------

    def fresh(self, name: str = "robert") -> Twin:
        """Return a customer nobody has been yet."""
        return self._twins[name].pop()

    def visit(self, twin: Twin | None = None, thread_id: str | None = None) -> Customer:
        """Return a signed-in browser of a customer, a fresh one unless told whose."""
        who = twin or self.fresh()
        token = self.token(who.customer_id, who.email)
        return Customer(self.url, who.email, thread_id, token=token, twin=who)

    def token(self, person_id: str, email: str, role: str = "customer", **claims: Any) -> str:
        # Signing in over HTTP is throttled by network address, and tests share one.
        person = Person(person_id, email, email, role, **claims)  # type: ignore[arg-type]
        return issue_token(person, self.key, self.now())

    def staff(self) -> Customer:
        token = self.token("STAFF-01", "nora.whitfield@zava.example", "staff")
        return Customer(self.url, token=token)

    # --- time and instances ----------------------------------------------------------------

    def now(self) -> datetime:
        return datetime.fromisoformat(self._host.get("/admin/clock").json()["now"])

    def advance(self, **by: float) -> None:
        seconds = timedelta(**by).total_seconds()
        moved = self._host.post("/admin/clock", json={"advance_seconds": seconds})
        assert moved.status_code == 200, moved.text

    def sweep(self) -> None:
        assert self._host.post("/admin/functions/sweep").status_code == 202

    def steer(self, instance_id: str, verb: str, status: str) -> None:
        """Suspend, resume or terminate an instance, as an operator could, and see it done."""
        answered = self._host.post(f"{INSTANCES}/{instance_id}/{verb}?reason=test")
        assert answered.status_code in (202, 410), answered.text
        eventually(lambda: self.instance(instance_id)["runtimeStatus"] == status)

    def terminate(self, instance_id: str) -> None:
        self.steer(instance_id, "terminate", "Terminated")

    def purge(self, instance_id: str) -> None:
        self.terminate(instance_id)
        purged = self._host.client.delete(f"{INSTANCES}/{instance_id}")
        assert purged.status_code == 200, purged.text
        assert not self.instance(instance_id)

    def instance(self, instance_id: str) -> dict[str, Any]:
        found = self._host.get(f"{INSTANCES}/{instance_id}", params={"showHistory": "true"})
        return found.json() if found.status_code != 404 else {}

    @property
    def _host(self) -> HostProcess:
        assert self.host is not None
        return self.host
