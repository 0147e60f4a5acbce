"""Connects every port to its implementation, once per process; the only place that chooses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backends.carrier_embedded import EmbeddedCarrier
from backends.case_store import DocumentCaseStore
from backends.documents import Documents
from backends.documents_sqlite import SqliteDocuments
from backends.interpreter_embedded import EmbeddedInterpreter
from backends.inventory_embedded import EmbeddedInventory
from backends.label_document import ReportlabPrinter
from backends.labels_embedded import EmbeddedLabelFiles
from backends.load import load_shop
from backends.notices_embedded import EmbeddedNotices
from backends.order_system_embedded import EmbeddedOrderSystem
from backends.payments_embedded import EmbeddedPayments
from backends.people import SamplePeople
from backends.policy_file import read_policy
from backends.policy_search_embedded import EmbeddedPolicySearch
from backends.product_search_embedded import EmbeddedProductSearch
from backends.session_key import session_key
from backends.shop_files import ShopUnreadable, read_catalog, read_past_cases
from backends.shop_folder import read_shop
from backends.similar_cases_embedded import EmbeddedSimilarCases
from returns import ports as p
from returns.interpretation import Interpreter
from returns.shop import Shop

if TYPE_CHECKING:
    from backends.settings import Settings


@dataclass(frozen=True, slots=True)
class Backends:
    """Everything outside the process, ready to use."""

    shop: Shop
    documents: Documents
    cases: DocumentCaseStore
    people: SamplePeople
    session_key: bytes
    interpreter: Interpreter
    policy_search: p.PolicySearch
    similar_cases: p.SimilarCases
    product_search: p.ProductSearch
    payments: p.Payments
    carrier: p.Carrier
    label_printer: p.LabelPrinter
    label_files: p.LabelFiles
    notices: p.Notices
    orders: p.OrderSystem
    inventory: p.Inventory
    build: str
    names: dict[str, str]
    simulated: Simulated | None = None


@dataclass(frozen=True, slots=True)
class Simulated:
    """The stand-ins themselves, for the local panel that plays carrier and warehouse."""

    carrier: EmbeddedCarrier
    notices: EmbeddedNotices


async def connect(settings: Settings, clock: p.Clock) -> Backends:
    """Open the embedded backends and load the shop; a shop loaded before is left as it is.

    Raises:
        ShopSettingsUnusable | ShopUnreadable | PolicyUnreadable: what to correct, by path.
    """
    catalog = read_catalog(settings.shop)
    policy = read_policy(settings.shop)
    shop = read_shop(settings.shop, catalog, policy.version)
    settings.data.mkdir(parents=True, exist_ok=True)
    documents = await SqliteDocuments.open(settings.data / "returns.db", clock)
    report = await load_shop(settings.shop, documents, clock.now())
    if not report.written:
        # A desk without its orders would tell every customer that they have none.
        raise ShopUnreadable(report.refused)
    inventory = EmbeddedInventory(documents)
    await inventory.seed_stock({product.product_id: product.stock for product in catalog.values()})
    return embedded(settings, shop, documents)


def embedded(settings: Settings, shop: Shop, documents: Documents) -> Backends:
    """Return the embedded backends over a document store that is open already."""
    inventory = EmbeddedInventory(documents)
    carrier, notices = EmbeddedCarrier(documents), EmbeddedNotices(documents)
    return Backends(
        shop=shop,
        documents=documents,
        cases=DocumentCaseStore(documents),
        people=SamplePeople(settings.shop, documents),
        session_key=session_key(settings.data),
        interpreter=EmbeddedInterpreter(),
        policy_search=EmbeddedPolicySearch(read_policy(settings.shop).clauses),
        similar_cases=EmbeddedSimilarCases(read_past_cases(settings.shop)),
        product_search=EmbeddedProductSearch(tuple(shop.catalog.values())),
        payments=EmbeddedPayments(documents),
        carrier=carrier,
        label_printer=ReportlabPrinter(simulated=True),
        label_files=EmbeddedLabelFiles(settings.data / "labels"),
        notices=notices,
        orders=EmbeddedOrderSystem(documents, inventory),
        inventory=inventory,
        build=settings.build,
        names={
            "documents": "SQLite",
            "search": "embedded BM25 + vectors",
            "model": "embedded interpreter",
            "payments": "embedded ledger",
            "carrier": "simulated",
            "notices": "outbox in the data folder",
            "labels": "files in the data folder",
        },
        simulated=Simulated(carrier, notices),
    )
