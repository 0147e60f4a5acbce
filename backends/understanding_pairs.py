"""Which thing each of several answers belongs to: "refund the hub, swap the cable"."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby

from backends.understanding_items import Named
from backends.understanding_slots import Choice

_JOINT = re.compile(r"[,;.!?\n]|\b(?:and|but|und|aber|sowie|et|mais)\b")
_FIELDS = {"reasons": "reason", "resolutions": "resolution"}


def with_own_answers(
    named: tuple[Named, ...], choices: Iterable[Choice], folded: str
) -> tuple[tuple[Named, ...], frozenset[str]]:
    """Return the things with the answers said of each alone, and the slots so answered.

    A slot is answered so only where it was given several answers, and each of them stands in a
    clause of its own with one thing; anything less clear is left as it was.
    """
    joints = [joint.start() for joint in _JOINT.finditer(folded)]
    answered: set[str] = set()
    for slot, chosen in groupby(sorted(choices, key=lambda n: n.slot), key=lambda n: n.slot):
        pairs = _paired(named, tuple(chosen), joints) if slot in _FIELDS else {}
        if pairs:
            answered.add(slot)
            named = tuple(
                replace(each, mention=replace(each.mention, **{_FIELDS[slot]: pairs[each.start]}))
                if each.start in pairs
                else each
                for each in named
            )
    return named, frozenset(answered)


def _paired(
    named: tuple[Named, ...], chosen: tuple[Choice, ...], joints: list[int]
) -> dict[int, str]:
    """Return the code for each thing by its place; empty where a choice has no thing of its own."""
    texts = {each.mention.text.casefold() for each in named}
    if len({choice.code for choice in chosen}) < len("ab") or len(texts) < len(named):
        return {}
    pairs: dict[int, str] = {}
    for choice in chosen:
        clause = bisect(joints, choice.start)
        beside = [each for each in named if bisect(joints, each.start) == clause]
        if len(beside) != 1 or beside[0].start in pairs:
            return {}
        pairs[beside[0].start] = choice.code
    return pairs
