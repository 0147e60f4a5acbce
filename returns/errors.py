"""Every way a return can fail for a business reason.

ReturnsError
├── CaseNotFound           this principal has no such case
├── OrderNotFound          this owner has no such order or line
├── StaleCase              someone else saved the case first; reload and decide again
├── CommandRefused         a rule said no; carries the code, what is concerned, and what to do
├── UnknownCurrency        not a currency this product settles in
├── CurrencyMismatch       two amounts of different currencies met
├── PaymentRefused         the payment provider said no for good
└── ParcelInUse            the carrier has scanned it; it can no longer be voided

MoneyInvariantBroken is a defect of ours, not a refusal: nothing is saved when it is raised. A
provider outage is not in this tree either: adapters raise BackendUnavailable, which is retryable,
and nothing in this package catches it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from returns.explain import Explanation


class ReturnsError(Exception):
    """Base of every expected failure. `code` is stable and safe to show a client."""

    code = "returns_error"


class CaseNotFound(ReturnsError):
    code = "case_not_found"

    def __init__(self, case_id: str) -> None:
        super().__init__(f"There is no return {case_id} for you.")
        self.case_id = case_id


class OrderNotFound(ReturnsError):
    code = "order_not_found"

    def __init__(self, order_id: str) -> None:
        super().__init__(f"Order {order_id} is not among your orders.")
        self.order_id = order_id


class StaleCase(ReturnsError):
    code = "stale_case"

    def __init__(self, case_id: str, expected_version: int) -> None:
        super().__init__(f"Return {case_id} has moved past version {expected_version}.")
        self.case_id = case_id


class CommandRefused(ReturnsError):
    """A rule refused a command. Nothing was changed.

    `cases` are those that came first; `explanation` holds the rules behind a verdict.
    """

    code = "command_refused"

    def __init__(
        self,
        code: str,
        subject: str = "",
        *,
        section: str = "",
        cases: tuple[str, ...] = (),
        explanation: Explanation | None = None,
    ) -> None:
        super().__init__(f"refused: {code} {subject}".strip())
        self.code = code
        self.subject = subject
        self.section = section
        self.cases = cases
        self.explanation = explanation


class UnknownCurrency(ReturnsError):
    code = "unknown_currency"

    def __init__(self, currency: str) -> None:
        super().__init__(f"{currency} is not a currency returns are settled in.")


class CurrencyMismatch(ReturnsError):
    code = "currency_mismatch"

    def __init__(self, ours: str, theirs: str) -> None:
        super().__init__(f"An amount of {theirs} cannot be added to one of {ours}.")


class PaymentRefused(ReturnsError):
    code = "payment_refused"

    def __init__(self, reference: str, why: str) -> None:
        super().__init__(f"Payment {reference} was refused: {why}")
        self.reference = reference


class ParcelInUse(ReturnsError):
    code = "parcel_in_use"

    def __init__(self, reference: str) -> None:
        super().__init__(f"Parcel {reference} has been scanned and cannot be voided.")
        self.reference = reference


class BackendUnavailable(Exception):
    """A provider is down or throttling us. Safe to retry; never a business answer."""

    def __init__(self, backend: str, why: str = "") -> None:
        super().__init__(f"{backend} is unavailable{': ' if why else ''}{why}")
        self.backend = backend


class MoneyInvariantBroken(Exception):
    """Rule 9 would not hold: a defect of ours, met before anything was saved."""

    def __init__(self, where: str, what: str) -> None:
        super().__init__(f"money of {where} would break the rule about its {what}")
        self.where = where
        self.what = what
