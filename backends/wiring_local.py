"""The embedded backends: everything in this process and one data folder, nothing installed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backends.carrier_embedded import EmbeddedCarrier
from backends.case_store import DocumentCaseStore
from backends.documents_sqlite import SqliteDocuments
from backends.interpreter_embedded import EmbeddedInterpreter
from backends.interpreter_switched import SwitchedInterpreter
from backends.inventory_embedded import EmbeddedInventory
from backends.issuer_local import LocalIssuer
from backends.issuer_oidc import oidc_issuer
from backends.label_document import ReportlabPrinter
from backends.labels_embedded import EmbeddedLabelFiles
from backends.load import load_shop
from backends.notices_embedded import EmbeddedNotices
from backends.observed import observed
from backends.order_system_embedded import EmbeddedOrderSystem
from backends.payments_embedded import EmbeddedPayments
from backends.people import SamplePeople
from backends.policy_file import read_policy
from backends.session_key import session_key
from backends.shop_files import ShopUnreadable, read_catalog
from backends.shop_folder import read_shop
from backends.switchboard import Switchboard
from backends.telemetry import DOCUMENTS
from backends.wiring import Backends, Simulated
from backends.wiring_shop import embedded_search, open_editions

if TYPE_CHECKING:
    from pathlib import Path

    from backends.documents import Documents
    from backends.editions import ShopBook
    from backends.issuer import Issuer
    from backends.settings import Settings
    from returns.interpretation import Interpreter
    from returns.ports import Clock

_CONNECT_SECONDS, _ANSWER_SECONDS = 2.0, 8.0


async def connect_local(settings: Settings, clock: Clock) -> Backends:
    """Open the embedded backends and load the shop; a shop loaded before is left as it is.

    Raises:
        ShopSettingsUnusable | ShopUnreadable | PolicyUnreadable: what to correct, by path.
    """
    data = _data(settings)
    catalog = read_catalog(settings.shop)
    read_shop(settings.shop, catalog, read_policy(settings.shop).version)
    search = embedded_search(settings.shop)
    data.mkdir(parents=True, exist_ok=True)
    documents = observed(await SqliteDocuments.open(data / "returns.db", clock), DOCUMENTS)
    report = await load_shop(settings.shop, documents, clock.now())
    if not report.written:
        # A desk without its orders would tell every customer that they have none.
        raise ShopUnreadable(report.refused)
    editions = await open_editions(documents, settings.shop, clock, search)
    inventory = EmbeddedInventory(documents)
    await inventory.seed_stock({product.product_id: product.stock for product in catalog.values()})
    return embedded(settings, editions, documents)


def embedded(settings: Settings, rules: ShopBook, documents: Documents) -> Backends:
    """Return the embedded backends over a document store that is open already."""
    data = _data(settings)
    inventory = EmbeddedInventory(documents)
    carrier, notices = EmbeddedCarrier(documents), EmbeddedNotices(documents)
    issuer, samples = _issuer(settings, documents)
    return Backends(
        rules=rules,
        documents=documents,
        cases=DocumentCaseStore(documents),
        interpreter=_interpreter(settings, rules),
        payments=EmbeddedPayments(documents),
        carrier=carrier,
        label_printer=ReportlabPrinter(simulated=True),
        label_files=EmbeddedLabelFiles(data / "labels"),
        notices=notices,
        orders=EmbeddedOrderSystem(documents, inventory),
        inventory=inventory,
        build=settings.build,
        names={
            "documents": "SQLite",
            "search": "embedded BM25 + vectors",
            "model": _model_name(settings),
            "payments": "embedded ledger",
            "carrier": "simulated",
            "notices": "outbox in the data folder",
            "labels": "files in the data folder",
            "sign_in": "OpenID Connect" if settings.auth else "sample people",
        },
        issuer=issuer,
        switchboard=Switchboard(documents, rules.live.shop.shop_id),
        samples=samples,
        simulated=Simulated(carrier, notices),
    )


def _issuer(settings: Settings, documents: Documents) -> tuple[Issuer, LocalIssuer | None]:
    """Return the trusted issuer; it is also the second when it is that of the sample people."""
    if settings.auth:
        return oidc_issuer(settings.auth, documents), None
    people = SamplePeople(settings.shop, documents)
    samples = LocalIssuer(people, session_key(_data(settings)))
    return samples, samples


def _data(settings: Settings) -> Path:
    if settings.data is None:
        raise AssertionError("local settings always name a data folder")
    return settings.data


def _interpreter(settings: Settings, book: ShopBook) -> Interpreter:
    """Return the embedded interpreter, or a model of one's own with it as the fallback."""
    embedded_interpreter = EmbeddedInterpreter(book.live.shop.locales)
    if settings.model is None:
        return embedded_interpreter
    from openai import AsyncOpenAI, Timeout  # noqa: PLC0415 - loaded only by who brings a model

    from backends.interpreter_azure import HostedInterpreter  # noqa: PLC0415 - as above

    own = settings.model
    client = AsyncOpenAI(
        base_url=own.base_url,
        api_key=own.api_key,
        timeout=Timeout(_ANSWER_SECONDS, connect=_CONNECT_SECONDS),
        max_retries=0,  # the interpreter asks again, within the budget of a turn
    )
    hosted = HostedInterpreter(client, own.model, embedded_interpreter)
    return SwitchedInterpreter(hosted, embedded_interpreter, book)


def _model_name(settings: Settings) -> str:
    return f"{settings.model.model} of one's own" if settings.model else "embedded interpreter"
