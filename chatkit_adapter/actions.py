"""Every click there is: one schema each, and the commands it becomes. Ids only, never amounts."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from returns import commands as c

type Id = Annotated[str, Field(min_length=1, max_length=80)]
type Code = Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9_]{1,39}$")]
type Slot = Literal["item", "reason", "resolution", "variant", "shipping"]

_LINE_FIELD = "line:"
_MOST_LINES = 20


class Click(BaseModel):
    """What every button carries; anything else in a payload is dropped."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    case_id: Id
    revision: Annotated[int, Field(ge=0)]

    def commands(self) -> tuple[c.Command, ...]:
        """Return the commands of this click; none for one that only shows something."""
        return ()


class SelectItem(Click):
    """`sealed` stands on a button that says so: pressing it is the customer's word."""

    order_id: Id
    line_id: Id
    sealed: Literal[0, 1] = 0

    def commands(self) -> tuple[c.Command, ...]:
        units = c.Units(self.order_id, self.line_id, sealed=bool(self.sealed))
        return (c.SelectUnits((units,)),)


class SelectItems(Click):
    """A form whose checkboxes are named `line:<order>:<line>`."""

    model_config = ConfigDict(extra="allow", frozen=True)

    def commands(self) -> tuple[c.Command, ...]:
        fields = self.model_extra or {}
        names = [name for name, value in fields.items() if value not in {False, "", None, "false"}]
        parts = [name.removeprefix(_LINE_FIELD).rpartition(":") for name in names
                 if name.startswith(_LINE_FIELD)]  # fmt: skip
        units = tuple(c.Units(order, line) for order, _, line in parts[:_MOST_LINES])
        return (c.SelectUnits(units),)


class SetQuantity(Click):
    quantity: Annotated[int, Field(ge=1, le=999)]

    def commands(self) -> tuple[c.Command, ...]:
        return (c.SetQuantity(self.quantity),)


class SelectReason(Click):
    code: Code
    details: Annotated[str, Field(max_length=500)] = ""

    def commands(self) -> tuple[c.Command, ...]:
        return (c.ChooseReason(self.code, self.details),)


class SelectResolution(Click):
    code: Code

    def commands(self) -> tuple[c.Command, ...]:
        return (c.ChooseResolution(self.code),)


class AcceptOffer(Click):
    def commands(self) -> tuple[c.Command, ...]:
        return (c.AnswerOffer(accepted=True),)


class DeclineOffers(Click):
    def commands(self) -> tuple[c.Command, ...]:
        return (c.AnswerOffer(accepted=False),)


class TakeApart(Click):
    """Answer the slot for each item by itself."""

    slot: Literal["reason", "resolution"]

    def commands(self) -> tuple[c.Command, ...]:
        return (c.TakeApart(self.slot),)


class SelectVariant(Click):
    product_id: Id
    variant: Annotated[str, Field(max_length=80)] = ""

    def commands(self) -> tuple[c.Command, ...]:
        return (c.ChooseVariant(self.product_id, self.variant),)


class ChangeMethod(Click):
    code: Code

    def commands(self) -> tuple[c.Command, ...]:
        return (c.ChangeMethod(self.code),)


class AcceptDecision(Click):
    def commands(self) -> tuple[c.Command, ...]:
        return (c.AcceptDecision(),)


class Dispute(Click):
    details: Annotated[str, Field(max_length=500)] = ""

    def commands(self) -> tuple[c.Command, ...]:
        return (c.Dispute(self.details),)


class SelectShipping(Click):
    code: Code

    def commands(self) -> tuple[c.Command, ...]:
        return (c.ChooseShipping(self.code),)


class ConfirmReturn(Click):
    def commands(self) -> tuple[c.Command, ...]:
        return (c.Confirm(),)


class CancelReturn(Click):
    def commands(self) -> tuple[c.Command, ...]:
        return (c.Cancel(),)


class ContinueWithoutPhotos(Click):
    def commands(self) -> tuple[c.Command, ...]:
        return (c.ContinueWithoutPhotos(),)


class ContactSupport(Click):
    def commands(self) -> tuple[c.Command, ...]:
        return (c.HandOff(),)


class StartReturn(Click):
    """Another return in the same conversation; the case of the card stays as it is."""


class EditSlot(Click):
    """Show the card of a slot that is filled already."""

    slot: Slot


class ViewStatus(Click):
    pass


REGISTRY: dict[str, type[Click]] = {
    "select_return_item": SelectItem,
    "select_return_items": SelectItems,
    "set_quantity": SetQuantity,
    "select_reason": SelectReason,
    "take_apart": TakeApart,
    "accept_offer": AcceptOffer,
    "decline_offers": DeclineOffers,
    "select_resolution": SelectResolution,
    "select_variant": SelectVariant,
    "select_shipping": SelectShipping,
    "confirm_return": ConfirmReturn,
    "cancel_return": CancelReturn,
    "change_method": ChangeMethod,
    "accept_decision": AcceptDecision,
    "dispute": Dispute,
    "continue_without_photos": ContinueWithoutPhotos,
    "contact_support": ContactSupport,
    "start_return": StartReturn,
    "edit_slot": EditSlot,
    "view_return_status": ViewStatus,
}

# Clicks that only show something, as often as it is wanted.
LOOKS = frozenset({"edit_slot", "view_return_status"})


def click_of(action_type: str, payload: Any) -> Click | None:
    """Return the click a request states, or None when there is no such click."""
    kind = REGISTRY.get(action_type)
    if kind is None:
        return None
    try:
        return kind.model_validate(payload)
    except ValidationError:
        return None
