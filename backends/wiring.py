"""Connects every port to its implementation, once per process; the only place that chooses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backends.observed import observe_ports
from returns import ports as p
from returns.interpretation import Interpreter
from returns.shop import Shop

if TYPE_CHECKING:
    from backends.carrier_embedded import EmbeddedCarrier
    from backends.case_store import DocumentCaseStore
    from backends.documents import Documents
    from backends.editions import Searches, ShopBook
    from backends.issuer import Issuer
    from backends.issuer_local import LocalIssuer
    from backends.notices_embedded import EmbeddedNotices
    from backends.settings import Settings
    from backends.switchboard import Switchboard


@dataclass(frozen=True, slots=True)
class Backends:
    """Everything outside the process, ready to use; `names` says which implementation each is.

    `samples` is the issuer once more where sample people sign in, and None where customers do.
    """

    rules: ShopBook
    documents: Documents
    cases: DocumentCaseStore
    interpreter: Interpreter
    payments: p.Payments
    carrier: p.Carrier
    label_printer: p.LabelPrinter
    label_files: p.LabelFiles
    notices: p.Notices
    orders: p.OrderSystem
    inventory: p.Inventory
    build: str
    names: dict[str, str]
    issuer: Issuer
    switchboard: Switchboard
    samples: LocalIssuer | None = None
    simulated: Simulated | None = None

    @property
    def shop(self) -> Shop:
        """Return the live version of the shop; a case is told and decided by its own."""
        return self.rules.live.shop

    @property
    def searches(self) -> Searches:
        """Return the searches of the live version."""
        return self.rules.live.searches


@dataclass(frozen=True, slots=True)
class Simulated:
    """The stand-ins themselves, for the local panel that plays carrier and warehouse."""

    carrier: EmbeddedCarrier
    notices: EmbeddedNotices


async def connect(settings: Settings, clock: p.Clock) -> Backends:
    """Open the backends the settings choose, and load the shop.

    Raises:
        ShopSettingsUnusable | ShopUnreadable | PolicyUnreadable: what to correct, by path.
        BackendUnavailable: a service does not answer; the next request tries again.
    """
    # Neither world is imported into the other: an Azure client costs a cold start its time.
    if settings.cloud:
        from backends.wiring_cloud import connect_cloud  # noqa: PLC0415 - see above

        return observe_ports(await connect_cloud(settings, settings.cloud, clock))
    from backends.wiring_local import connect_local  # noqa: PLC0415 - see above

    return observe_ports(await connect_local(settings, clock))
