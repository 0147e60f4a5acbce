"""The hosted backends: each service by the identity of the process, and no key anywhere.

What has no service of its own yet is served by its stand-in over the document store: payments,
carrier, order system and stock. Each says so by name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from backends.carrier_embedded import EmbeddedCarrier
from backends.case_store import DocumentCaseStore
from backends.credentials import credential
from backends.documents_cosmos import CosmosDocuments
from backends.editions import Searches
from backends.embeddings_azure import AzureEmbeddings
from backends.interpreter_azure import HostedInterpreter
from backends.interpreter_embedded import EmbeddedInterpreter
from backends.interpreter_switched import SwitchedInterpreter
from backends.inventory_embedded import EmbeddedInventory
from backends.issuer_oidc import oidc_issuer
from backends.label_document import ReportlabPrinter
from backends.labels_blob import BlobLabelFiles
from backends.model_azure import model_client
from backends.notices_email import EmailNotices
from backends.observed import observed
from backends.order_system_embedded import EmbeddedOrderSystem
from backends.payments_embedded import EmbeddedPayments
from backends.switchboard import Switchboard
from backends.telemetry import DOCUMENTS
from backends.wiring import Backends
from backends.wiring_shop import Search, embedded_search, open_editions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openai import AsyncOpenAI

    from backends.documents import Documents
    from backends.settings import CloudSettings, Settings
    from returns import ports as p
    from returns.ports import PolicyClause
    from returns.shop import Shop

_DIMENSIONS = 1536
_EMBEDDING_BUDGET_S = 4.0
_STAND_IN = "stand-in: {}"


async def connect_cloud(settings: Settings, cloud: CloudSettings, clock: p.Clock) -> Backends:
    """Open the services and the shop of the package.

    Raises:
        SettingsUnusable: there is no issuer to trust.
        ShopSettingsUnusable | ShopUnreadable | PolicyUnreadable: what to correct, by path.
        BackendUnavailable: the document store does not answer; the next request tries again.
    """
    documents = await CosmosDocuments.open(
        cloud.cosmos_endpoint, credential(), cloud.cosmos_database, clock
    )
    return await hosted(settings, cloud, observed(documents, DOCUMENTS), clock)


async def hosted(
    settings: Settings, cloud: CloudSettings, documents: Documents, clock: p.Clock
) -> Backends:
    """Return the hosted backends over a document store that is open; nothing else is asked yet.

    Raises:
        BackendUnavailable: the document store does not answer.
    """
    if settings.auth is None:
        raise AssertionError("cloud settings always name an issuer")
    client = model_client(cloud.openai_endpoint, credential())
    search = _search(settings, cloud, client)
    editions = await open_editions(documents, settings.shop, clock, search)
    embedded = EmbeddedInterpreter(editions.live.shop.locales)
    model = HostedInterpreter(
        client, cloud.openai_chat_deployment, embedded, effort=cloud.openai_chat_effort
    )
    inventory = EmbeddedInventory(documents)
    return Backends(
        rules=editions,
        documents=documents,
        cases=DocumentCaseStore(documents),
        interpreter=SwitchedInterpreter(model, embedded, editions),
        payments=EmbeddedPayments(documents),
        carrier=EmbeddedCarrier(documents),
        label_printer=ReportlabPrinter(simulated=True),
        label_files=BlobLabelFiles.open(
            cloud.blob_endpoint, credential(), cloud.labels_container, links=cloud.label_links
        ),
        notices=EmailNotices.open(
            cloud.email_endpoint, credential(), cloud.email_sender, cloud.page_origin
        ),
        orders=EmbeddedOrderSystem(documents, inventory),
        inventory=inventory,
        build=settings.build,
        names=_names(cloud),
        issuer=oidc_issuer(settings.auth, documents),
        switchboard=Switchboard(documents, editions.live.shop.shop_id),
    )


def _search(settings: Settings, cloud: CloudSettings, client: AsyncOpenAI) -> Search:
    """Return the searches of AI Search where there is one, else those of this process."""
    if not cloud.search_endpoint:
        return embedded_search(settings.shop)
    from backends.searches_azure import open_searches  # noqa: PLC0415 - where it is switched on

    embeddings = AzureEmbeddings(
        client,
        cloud.openai_embedding_deployment,
        dimensions=_DIMENSIONS,
        budget_s=_EMBEDDING_BUDGET_S,
    )

    def search(shop: Shop, clauses: Sequence[PolicyClause]) -> Searches:
        found = open_searches(
            cloud.search_endpoint,
            credential(),
            cloud.search_index_prefix,
            embeddings,
            shop,
            clauses,
        )
        return Searches(found.policy, found.products, found.similar_cases)

    return search


def _names(cloud: CloudSettings) -> dict[str, str]:
    return {
        "documents": "Azure Cosmos DB",
        "search": "Azure AI Search" if cloud.search_endpoint else "embedded BM25 + vectors",
        "model": f"Azure OpenAI, deployment {cloud.openai_chat_deployment}",
        "payments": _STAND_IN.format("a ledger that moves no money"),
        "carrier": _STAND_IN.format("labels not valid for postage"),
        "notices": "Azure Communication Services e-mail",
        "labels": "Azure Blob Storage",
        "orders": _STAND_IN.format("statuses on our own order documents"),
        "sign_in": "OpenID Connect",
    }
