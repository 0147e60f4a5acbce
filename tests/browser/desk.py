"""The product the browser tests visit: the local host, the built page and a copy of the shop."""

import json
import shutil
from datetime import datetime
from pathlib import Path

from backends.issuer_local import issue_token
from backends.people import Person
from tests.customer import Customer
from tests.host.process import ROOT, HostProcess, eventually, free_port
from tests.journeys.shop_copy import ZAVA, Twin, copy_shop
from tools.page_policy import HOSTING

PAGE = ROOT / "static_web"
DIST = PAGE / "dist"

# On a machine that does much else at the same time.
_START_SECONDS = 60

HOSTILE_NAME = "<img src=x onerror=document.title='owned'>"
_HOSTILE = Twin("CUST-8001", "mallory@example.com", {"ORD-79006": "ORD-88001"})

_GERMAN = """
[texts.de]
greeting = "Guten Tag {first_name}, kümmern wir uns um Ihre Rückgabe."
placeholder = "Beschreiben Sie, was Sie zurückgeben möchten"
card_hint = "Oder sagen Sie es in eigenen Worten"
disclaimer = "Beträge und Entscheidungen stammen aus den Rückgaberegeln."
acknowledge = "{item}: {reason}. Wie möchten Sie entschädigt werden?"

[[prompts.de]]
label = "Rückgabe beginnen"
icon = "package"
text = "Rückgabe beginnen"
command = "start"
"""


class Desk:
    """One running product on a data folder of its own; every customer it names is a fresh one."""

    def __init__(self, folder: Path) -> None:
        self.data = folder / "data"
        # The page may be built anew while the tests run.
        self.site = folder / "site"
        # A policy that `make run` wrote for an issuer is not the page's own.
        shutil.copytree(DIST, self.site / "dist", ignore=shutil.ignore_patterns(HOSTING))
        shutil.copy(PAGE / HOSTING, self.site)
        self._shop = folder / "shop"
        self._twins = copy_shop(self._shop, {"robert": 60}) | {"mallory": [_HOSTILE]}
        _only_the_sample_people_are_suggested(self._shop)
        _speak_german_too(self._shop)
        _sell_something_with_a_hostile_name(self._shop)
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        # Where a test may serve the page apart from the API.
        self.other_port = free_port()
        self.other_url = f"http://127.0.0.1:{self.other_port}"
        self.host: HostProcess | None = None

    def start(self, **more: str) -> "Desk":
        environment = {
            "RETURNS_MODE": "local",
            "RETURNS_SHOP": str(self._shop),
            "RETURNS_DATA": str(self.data),
            "TASKHUB_NAME": "Browser",
        } | more
        options = ("--static", str(self.site / "dist"), "--cors", self.other_url)
        self.host = HostProcess(ROOT, self.data, *options, port=self.port, environment=environment)
        eventually(self.host.answers, within=_START_SECONDS)
        # The first answer loads the shop and makes the signing key.
        self.host.client.timeout = _START_SECONDS
        assert self.host.get("/api/health").status_code == 200, self.host.output
        return self

    def stop(self) -> None:
        if self.host is not None:
            self.host.kill()

    def fresh(self, name: str = "robert") -> Twin:
        """Return a customer nobody has been yet."""
        return self._twins[name].pop()

    def customer(self, twin: Twin, thread_id: str | None = None) -> Customer:
        """Return a customer at the API, to arrange what a test then looks at."""
        return Customer(self.url, twin.email, thread_id, token=self._token(twin), twin=twin)

    def signed_in(self, twin: Twin) -> str:
        """Return a script that signs a customer in once per tab.

        Signing in over HTTP is throttled by network address, and tests share one.
        """
        principal = {"id": twin.customer_id, "name": self._name(twin), "role": "customer"}
        session = json.dumps(json.dumps({"token": self._token(twin), "principal": principal}))
        return (
            "if (location.protocol.startsWith('http') && !sessionStorage.getItem('test')) {"
            f" sessionStorage.setItem('test', '1');"
            f" sessionStorage.setItem('order-returns.session', {session}); }}"
        )

    def _token(self, twin: Twin) -> str:
        assert self.host is not None
        now = datetime.fromisoformat(self.host.get("/admin/clock").json()["now"])
        person = Person(twin.customer_id, self._name(twin), twin.email, "customer")
        return issue_token(person, (self.data / "session.key").read_bytes(), now)

    def _name(self, twin: Twin) -> str:
        rows = _rows(self._shop / "customers.jsonl")
        return next(row["name"] for row in rows if row["customer_id"] == twin.customer_id)


def _only_the_sample_people_are_suggested(shop: Path) -> None:
    sample = {row["customer_id"] for row in _rows(ZAVA / "customers.jsonl")}
    rows = _rows(shop / "customers.jsonl")
    for row in rows:
        if row["customer_id"] not in sample:
            row["shows"] = ""
    _write(shop / "customers.jsonl", rows)


def _speak_german_too(shop: Path) -> None:
    settings = shop / "shop.toml"
    text = settings.read_text(encoding="utf-8")
    assert 'locales = ["en"]' in text
    settings.write_text(text.replace('locales = ["en"]', 'locales = ["en", "de"]') + _GERMAN)


def _sell_something_with_a_hostile_name(shop: Path) -> None:
    products = _rows(shop / "products.jsonl")
    speaker = next(row for row in products if row["product_id"] == "PRD-1018")
    products.append(speaker | {"product_id": "PRD-8001", "name": HOSTILE_NAME})
    _write(shop / "products.jsonl", products)
    customers = _rows(shop / "customers.jsonl")
    who = {"customer_id": _HOSTILE.customer_id, "email": _HOSTILE.email, "shows": ""}
    customers.append(customers[1] | who | {"name": "<b>Mallory</b> [x](javascript:alert(1))"})
    _write(shop / "customers.jsonl", customers)
    orders = _rows(shop / "orders.jsonl")
    order = next(row for row in orders if row["order_id"] == "ORD-79006")
    line = order["lines"][0] | {"product_id": "PRD-8001", "name": HOSTILE_NAME}
    own = {"order_id": _HOSTILE.order("ORD-79006"), "customer_id": _HOSTILE.customer_id}
    orders.append(order | own | {"lines": [line]})
    _write(shop / "orders.jsonl", orders)


def _rows(path: Path) -> list[dict]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def _write(path: Path, rows: list[dict]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))
