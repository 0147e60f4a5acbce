"""Asks the model, or the rules alone while operators have switched the model off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from backends.editions import ShopBook
    from returns.interpretation import Interpreter, Screen, Understanding


@dataclass(frozen=True, slots=True)
class SwitchedInterpreter:
    """An `Interpreter` that calls no model while the switch `rules-only` is on."""

    model: Interpreter
    rules: Interpreter
    book: ShopBook

    async def interpret(self, text: str, screen: Screen) -> Understanding:
        chosen = self.rules if self.book.switches.rules_only else self.model
        return await chosen.interpret(text, screen)
