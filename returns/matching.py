"""Which order lines a customer's words name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from returns.commands import Units
from returns.interpretation import ItemMention, ScreenItem

EVERYTHING = frozenset(
    {
        *("everything", "all", "all of it", "all of them", "it all", "all items", "them all"),
        *("the whole order", "the entire order", "whole order", "entire order"),
        *("alles", "alle", "die ganze bestellung", "tout", "toute la commande"),
    }
)

# Words that name nothing by themselves.
_EMPTY = frozenset(
    {
        *("a", "an", "the", "my", "our", "your", "this", "that", "these", "those", "some", "any"),
        *("of", "from", "for", "in", "it", "its", "one", "ones", "please"),
        *("item", "items", "product", "products", "order"),
        *("der", "die", "das", "den", "dem", "ein", "eine", "einen", "mein", "meine", "meinen"),
        *("le", "la", "les", "un", "une", "des", "mon", "ma", "mes", "artikel", "article"),
    }
)
_JOINTS = re.compile(r"\s*(?:,|&|\+|\b(?:and|plus|und|et)\b)\s*")
_WORD = re.compile(r"[^\W_]+")
_FUZZY, _UNKNOWN_WEIGHT, _HEAD_WEIGHT, _MARGIN = 0.85, 0.3, 1.5, 0.1
# Words shorter than these have no plural, and no slip can be told from another word.
_SHORTEST_PLURAL, _SHORTEST_SLIP = 4, 5
# Letters that carry no accent to drop.
_PLAIN = {"ß": "s", "ø": "o", "ł": "l", "œ": "o", "æ": "a"}
_MEASURES = re.compile(r"\(.*?\)|\d\S*(\s+(ft|in|inch|cm|m)\b)?")
# Heads that say nothing without the word before them.
_WEAK_HEADS = frozenset({"set", "kit", "pack", "pair", "box"})


@dataclass(frozen=True, slots=True)
class Match:
    """What the mentions select, and what has to be asked about.

    `ambiguous` holds the customer's words with the lines they could mean. `foreign_orders` are
    order numbers not among the items; whether they exist is never known here.
    """

    units: tuple[Units, ...] = ()
    unmatched: tuple[str, ...] = ()
    ambiguous: tuple[tuple[str, tuple[ScreenItem, ...]], ...] = ()
    foreign_orders: tuple[str, ...] = ()


def match_items(mentions: Iterable[ItemMention], items: tuple[ScreenItem, ...]) -> Match:
    """Match mentions against the lines on screen; a line shares a word with what selected it."""
    found = Match()
    for mention in mentions:
        found = _join(found, _match_one(mention, items))
    return found


def fold(text: str) -> str:
    """Lower the case and drop accents, keeping the length."""
    if text.isascii():
        return text.lower()
    return "".join(map(_fold_letter, text))


def words_of(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(fold(text)))


def name_words(name: str) -> frozenset[str]:
    """The words of a product name, and its neighbors written as one ("usbc", "tshirt")."""
    words = words_of(name)
    return frozenset(words) | {first + second for first, second in pairwise(words)}


def likeness(word: str, of: Iterable[str]) -> float:
    """1.0 for a word or its plural, less for one typing slip, 0.0 for anything else."""
    known = frozenset(of)
    if word in known:
        return 1.0
    stem = _stem(word)
    if any(_stem(other) == stem for other in known):
        return 1.0
    return _FUZZY if any(_slip(word, other) for other in known) else 0.0


@lru_cache(maxsize=4096)
def _fold_letter(letter: str) -> str:
    base = unicodedata.normalize("NFKD", letter)[:1].lower()
    return _PLAIN.get(base, base) if len(base) == 1 else letter


def _stem(word: str) -> str:
    if len(word) < _SHORTEST_PLURAL or word.endswith("ss"):
        return word
    if len(word) > _SHORTEST_PLURAL and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > _SHORTEST_PLURAL and word.endswith(("ses", "xes", "shes", "ches")):
        return word[:-2]
    return word.removesuffix("s")


def _slip(word: str, other: str) -> bool:
    """Whether one letter was missed, added, changed or swapped; short words must be exact."""
    if max(len(word), len(other)) < _SHORTEST_SLIP or abs(len(word) - len(other)) > 1:
        return False
    if word[0] != other[0] or word.isdigit() or other.isdigit():
        return False
    start = _shared(word, other)
    end = _shared(word[start:][::-1], other[start:][::-1])
    left, right = word[start : len(word) - end], other[start : len(other) - end]
    if max(len(left), len(right)) <= 1:
        return True
    return len(left) == len(right) == len("ab") and left == right[::-1]


def _shared(first: str, second: str) -> int:
    """The length of the common beginning."""
    count = 0
    for a, b in zip(first, second, strict=False):
        if a != b:
            break
        count += 1
    return count


def _join(first: Match, second: Match) -> Match:
    units = {(unit.order_id, unit.line_id): unit for unit in first.units}
    for unit in second.units:
        units[unit.order_id, unit.line_id] = unit
    return Match(
        tuple(units.values()),
        first.unmatched + second.unmatched,
        first.ambiguous + second.ambiguous,
        tuple(dict.fromkeys(first.foreign_orders + second.foreign_orders)),
    )


def _match_one(mention: ItemMention, items: tuple[ScreenItem, ...]) -> Match:
    pool = items
    if mention.order_id:
        named = mention.order_id.casefold()
        pool = tuple(item for item in items if item.order_id.casefold() == named)
        if not pool:
            return Match(foreign_orders=(mention.order_id,))
    text = " ".join(fold(mention.text).split())
    if text in EVERYTHING:
        return _whole_order(mention, pool)
    if not _content(text):
        return _only_line(mention, pool) if mention.order_id else Match()
    if not _JOINTS.search(text) or _names_one(text, pool):
        return _best(mention, pool)
    found = Match()
    # Where only the plain spelling has the joint ("Ét"), it is the plain text that is divided.
    divided = mention.text if _JOINTS.search(mention.text) else text
    for part in filter(None, _JOINTS.split(divided)):
        # A number said of several things at once belongs to none of them.
        found = _join(found, _match_one(ItemMention(part, mention.order_id), pool))
    return found


def _content(text: str) -> tuple[str, ...]:
    return tuple(word for word in words_of(text) if word not in _EMPTY)


def _names_one(text: str, pool: tuple[ScreenItem, ...]) -> bool:
    """Whether the joint belongs to a product's name ("Salt & Pepper Mill")."""
    words = _content(_JOINTS.sub(" ", text))
    return bool(words) and any(set(words) <= name_words(item.name) for item in pool)


def _whole_order(mention: ItemMention, pool: tuple[ScreenItem, ...]) -> Match:
    chosen = _eligible(pool) or pool
    if len({item.order_id for item in chosen}) > 1:
        return Match(ambiguous=((mention.text, chosen),))
    return Match(tuple(_all_of(item) for item in chosen))


def _only_line(mention: ItemMention, pool: tuple[ScreenItem, ...]) -> Match:
    chosen = _eligible(pool) or pool
    if len(chosen) > 1:
        return Match(ambiguous=((mention.text or mention.order_id, chosen),))
    return Match(tuple(Units(it.order_id, it.line_id, mention.quantity) for it in chosen))


def _eligible(items: tuple[ScreenItem, ...]) -> tuple[ScreenItem, ...]:
    return tuple(item for item in items if item.eligible and item.remaining > 0)


def _all_of(item: ScreenItem) -> Units:
    return Units(item.order_id, item.line_id, max(item.remaining, 1))


def _best(mention: ItemMention, pool: tuple[ScreenItem, ...]) -> Match:
    words = _content(mention.text)
    scores = _scores(words, tuple(dict.fromkeys(item.name for item in pool)))
    if not scores:
        return Match(unmatched=(mention.text,))
    top = max(scores.values())
    names = [name for name, score in scores.items() if score >= top - _MARGIN]
    exact = [name for name in names if _covers(words, name)]
    if len(exact) == 1:
        names = exact
    lines = tuple(item for item in pool if item.name in names)
    return (
        _one_line(mention, lines) if len(names) == 1 else Match(ambiguous=((mention.text, lines),))
    )


def _one_line(mention: ItemMention, lines: tuple[ScreenItem, ...]) -> Match:
    """Choose among lines of one product; several that could come back have to be asked about."""
    free = _eligible(lines)
    chosen = free or lines
    if len(chosen) == 1:
        return Match((Units(chosen[0].order_id, chosen[0].line_id, mention.quantity),))
    if mention.quantity is not None and mention.quantity == sum(item.remaining for item in free):
        return Match(tuple(_all_of(item) for item in free))
    return Match(ambiguous=((mention.text, chosen),))


def _covers(words: tuple[str, ...], name: str) -> bool:
    return all(likeness(word, words) for word in words_of(name) if word not in _EMPTY)


def _scores(words: tuple[str, ...], names: tuple[str, ...]) -> dict[str, float]:
    """How well each product fits the words; rare words and the last one count for more."""
    likes = {name: _likes(words, name) for name in names}
    known = [sum(1 for name in names if likes[name][at]) for at in range(len(words))]
    weights = [1 / count if count else _UNKNOWN_WEIGHT for count in known]
    weights[-1] *= _HEAD_WEIGHT
    total = sum(weights)
    return {
        name: sum(weight * like for weight, like in zip(weights, likes[name], strict=True)) / total
        for name in names
        if _acceptable(words, likes[name], name)
    }


def _likes(words: tuple[str, ...], name: str) -> tuple[float, ...]:
    of = name_words(name)
    pairs = [*pairwise(words), ("", "")]
    return tuple(
        max(likeness(word, of), 1.0 if first and first + second in of else 0.0)
        for word, (first, second) in zip(words, pairs, strict=True)
    )


def _acceptable(words: tuple[str, ...], likes: tuple[float, ...], name: str) -> bool:
    """A shared side word is not enough: the head must be shared, or every word."""
    if not any(likes):
        return False
    return all(likes) or bool(likes[-1]) or _any_like(words, heads(name))


def _any_like(words: tuple[str, ...], of: frozenset[str]) -> bool:
    return any(likeness(word, of) for word in words)


def heads(name: str) -> frozenset[str]:
    """Return what a product is called by: its last word that is no measure or pack size."""
    plain = words_of(_MEASURES.sub(" ", name)) or words_of(name)
    return frozenset(plain[-2:] if plain and plain[-1] in _WEAK_HEADS else plain[-1:])
