"""What every card shares: its case, and how words, amounts and days are written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal
from zoneinfo import ZoneInfo

from chatkit_adapter.widgets.words import day_text, words_of
from returns.amounts import amount_text
from returns.explain import Change
from returns.explained import change_of
from returns.money import Money
from returns.rulebook import Localized
from returns.shop import Shop, localized

type Action = dict[str, str | dict[str, str | int]]

_LONGEST_NAME = 80


def clipped(text: str, longest: int = _LONGEST_NAME) -> str:
    """Return a text on one line, cut with a mark when it is longer than a card can hold."""
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"


@dataclass(frozen=True, slots=True)
class Frame:
    """The case and the revision its buttons carry, and the language of the reader."""

    case_id: str
    revision: int
    locale: str
    shop: Shop

    def say(self, key: str, **facts: str | int) -> str:
        """Return words of the cards with facts filled in.

        Raises:
            KeyError: no language has these words.
        """
        return words_of(self.locale)[key].format(**facts)

    def count(self, key: str, number: int) -> str:
        """Return words that differ for one and for many."""
        return self.say(f"{key}.one" if number == 1 else f"{key}.many", n=number)

    def label(self, texts: Localized) -> str:
        """Return a text of the shop in the reader's language."""
        return localized(texts, self.locale)

    def cited(self, text: str, section: str) -> str:
        """Return a text with the section of the policy it rests on, if there is one."""
        return f"{text} · {self.say('policy', section=section)}" if section else text

    def change(self, change: Change) -> str:
        """Return what would change an outcome, in the reader's language."""
        return change_of(change, self.locale, self.shop).text

    def amount(self, minor: int, currency: str) -> str:
        return amount_text(Money(minor, currency), self.locale)

    def percent(self, rate: str) -> str:
        """Return a rate such as "0.15" as a percentage, without decimals it does not need."""
        number = f"{(Decimal(rate) * 100).normalize():f}"
        return self.say("percent", n=number.replace(".", self.say("decimal_mark")))

    def day(self, moment: datetime) -> str:
        """Return the calendar day of a moment at the shop, as it stands in a sentence."""
        return day_text(self.shop.day(moment), self.locale)

    def time(self, moment: datetime) -> str:
        """Return the time of day of a moment at the shop."""
        return f"{moment.astimezone(ZoneInfo(self.shop.time_zone)):%H:%M}"

    def server(self, kind: str, **ids: str | int) -> Action:
        """Return an action for the server: ids only, everything else is read again there."""
        payload = {"case_id": self.case_id, "revision": self.revision, **ids}
        return _action(kind, payload, "server") | {"loadingBehavior": "container"}

    def client(self, kind: str, **ids: str | int) -> Action:
        """Return an action for the page itself."""
        return _action(kind, {"case_id": self.case_id, **ids}, "client")


def _action(
    kind: str, payload: dict[str, str | int], handler: Literal["server", "client"]
) -> Action:
    return {"type": kind, "payload": payload, "handler": handler}
