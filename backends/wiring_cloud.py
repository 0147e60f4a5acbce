"""The hosted backends: each service by the identity of the process, and no key anywhere.

What has no service of its own yet is served by its stand-in over the document store: payments,
carrier, order system and stock. Each says so by name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backends.carrier_embedded import EmbeddedCarrier
from backends.case_store import DocumentCaseStore
from backends.credentials import credential
from backends.documents_cosmos import CosmosDocuments
from backends.embeddings_azure import AzureEmbeddings
from backends.interpreter_azure import HostedInterpreter
from backends.interpreter_embedded import EmbeddedInterpreter
from backends.inventory_embedded import EmbeddedInventory
from backends.issuer_oidc import oidc_issuer
from backends.label_document import ReportlabPrinter
from backends.labels_blob import BlobLabelFiles
from backends.model_azure import model_client
from backends.notices_email import EmailNotices
from backends.one_rule_book import OneRuleBook
from backends.order_system_embedded import EmbeddedOrderSystem
from backends.payments_embedded import EmbeddedPayments
from backends.policy_file import read_policy
from backends.policy_search_embedded import EmbeddedPolicySearch
from backends.product_search_embedded import EmbeddedProductSearch
from backends.quote_key import quote_signer
from backends.shop_files import read_catalog, read_past_cases
from backends.shop_folder import read_shop
from backends.similar_cases_embedded import EmbeddedSimilarCases
from backends.wiring import Backends
from returns.rules import Rules

if TYPE_CHECKING:
    from openai import AsyncOpenAI

    from backends.documents import Documents
    from backends.policy_file import Policy
    from backends.settings import CloudSettings, Settings
    from returns import ports as p
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
    return await hosted(settings, cloud, documents)


async def hosted(settings: Settings, cloud: CloudSettings, documents: Documents) -> Backends:
    """Return the hosted backends over a document store that is open; nothing else is asked yet.

    Raises:
        BackendUnavailable: the document store does not answer.
    """
    if settings.auth is None:
        raise AssertionError("cloud settings always name an issuer")
    policy = read_policy(settings.shop)
    shop = read_shop(settings.shop, read_catalog(settings.shop), policy.version)
    client = model_client(cloud.openai_endpoint, credential())
    searches = _searches(settings, cloud, shop, policy, client)
    inventory = EmbeddedInventory(documents)
    return Backends(
        shop=shop,
        rules=OneRuleBook(Rules(shop, await quote_signer(documents, shop.shop_id))),
        documents=documents,
        cases=DocumentCaseStore(documents),
        interpreter=HostedInterpreter(
            client,
            cloud.openai_chat_deployment,
            EmbeddedInterpreter(shop.locales),
            effort=cloud.openai_chat_effort,
        ),
        policy_search=searches.policy,
        similar_cases=searches.similar_cases,
        product_search=searches.products,
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
    )


@dataclass(frozen=True, slots=True)
class _Searches:
    policy: p.PolicySearch
    products: p.ProductSearch
    similar_cases: p.SimilarCases


def _searches(
    settings: Settings, cloud: CloudSettings, shop: Shop, policy: Policy, client: AsyncOpenAI
) -> _Searches:
    """Return the searches of AI Search where there is one, else those of this process."""
    if not cloud.search_endpoint:
        return _Searches(
            EmbeddedPolicySearch(policy.clauses),
            EmbeddedProductSearch(tuple(shop.catalog.values())),
            EmbeddedSimilarCases(read_past_cases(settings.shop)),
        )
    from backends.searches_azure import open_searches  # noqa: PLC0415 - where it is switched on

    embeddings = AzureEmbeddings(
        client,
        cloud.openai_embedding_deployment,
        dimensions=_DIMENSIONS,
        budget_s=_EMBEDDING_BUDGET_S,
    )
    found = open_searches(
        cloud.search_endpoint,
        credential(),
        cloud.search_index_prefix,
        embeddings,
        shop,
        policy.clauses,
    )
    return _Searches(found.policy, found.products, found.similar_cases)


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
