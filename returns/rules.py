"""What a decision goes by: one version of the shop, its signature, and its switches."""

from __future__ import annotations

from dataclasses import dataclass, field

from returns.shop import Shop
from returns.signature import Signer


@dataclass(frozen=True, slots=True)
class Switches:
    """What operators turn off and on without a deployment; every change is audited.

    `rules_only` calls no hosted model; `pause_refunds` defers every payment; `no_new_returns`
    refuses to start one and says why.
    """

    rules_only: bool = False
    pause_refunds: bool = False
    no_new_returns: bool = False


@dataclass(frozen=True, slots=True)
class Rules:
    shop: Shop
    signer: Signer
    switches: Switches = field(default_factory=Switches)
