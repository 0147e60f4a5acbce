"""The things a statement names as coming back, and how many of each."""

from __future__ import annotations

import re
from dataclasses import dataclass

from backends.understanding_lexicon import Lexicon
from backends.understanding_segments import Segment, Word, segments
from backends.understanding_text import Said
from returns.interpretation import ItemMention, Screen
from returns.matching import heads, likeness, match_items, name_words

_NUMBERED_NAME = re.compile(r"[ -]?(pack|ft|feet|foot|in|inch|inches|cm|mm|piece|er)\b|-?in-\d")
_LONGEST_UNKNOWN = 3


@dataclass(frozen=True, slots=True)
class Named:
    """One thing named at a place; `denied` when it was named to be left out."""

    mention: ItemMention
    start: int
    end: int
    denied: bool = False


@dataclass(frozen=True, slots=True)
class Context:
    """How sure a statement makes it that its nouns are things coming back.

    `wanted` when something is asked to come back, be changed or be added; `returning` when a
    word for returning itself was said.
    """

    wanted: bool
    returning: bool
    corrected: bool


def read_items(said: Said, screen: Screen, context: Context, lexicon: Lexicon) -> tuple[Named, ...]:
    """Return what is named, in order; things that are not on screen in the customer's words."""
    known = frozenset(word for item in screen.items for word in name_words(item.name))
    leading = frozenset(word for item in screen.items for word in heads(item.name))
    reader = _Reader(said, screen, context, lexicon, known, leading)
    found = tuple(named for each in segments(said, lexicon) for named in reader.read(each))
    if len(found) > 1:
        # "Both the hub and the cable" counts things, not units.
        return tuple(_without_both(each, said, lexicon) for each in found)
    return found


def _without_both(named: Named, said: Said, lexicon: Lexicon) -> Named:
    words = said.folded[max(0, named.start - 12) : named.start]
    if not lexicon.has("both", words):
        return named
    mention = ItemMention(named.mention.text, named.mention.order_id)
    return Named(mention, named.start, named.end, named.denied)


@dataclass(frozen=True, slots=True)
class _Reader:
    said: Said
    screen: Screen
    context: Context
    lexicon: Lexicon
    known: frozenset[str]
    leading: frozenset[str]

    def read(self, segment: Segment) -> tuple[Named, ...]:
        words = segment.words
        hits = [at for at in range(len(words)) if self._names_something(words, at)]
        if not hits:
            return self._unknown(segment)
        first = self._first_hit(words, hits)
        last = self._last(words, hits[-1])
        if not self._is_meant(segment, first, last):
            return ()
        start, end = words[first].start, words[last].end
        text = self.said.text[start:end]
        lead = self._lead(words, first)
        denied = self.lexicon.denied(self.said.folded, words[lead].start)
        return (Named(self._counted(text, words, first), start, end, denied),)

    def _names_something(self, words: tuple[Word, ...], at: int) -> bool:
        word = words[at].text
        if self.lexicon.is_word("fillers", word) and word not in self.leading:
            return False
        if word.isdecimal():
            return word in self.known and at > 0 and likeness(words[at - 1].text, self.known) > 0
        if self.lexicon.is_word("generic_things", word) and word not in self.known:
            return False
        if likeness(word, self.known):
            return True
        joined = word + words[at + 1].text if at + 1 < len(words) else ""
        return joined in self.known or (at > 0 and words[at - 1].text + word in self.known)

    def _first_hit(self, words: tuple[Word, ...], hits: list[int]) -> int:
        """A number before its pack belongs to the name ("3-pack"); else it is a count."""
        first = hits[0]
        if first > 0 and words[first - 1].text.isdecimal() and self._is_size(words[first - 1]):
            return first - 1
        return first

    def _is_size(self, word: Word) -> bool:
        return _NUMBERED_NAME.match(self.said.folded, word.end) is not None

    def _last(self, words: tuple[Word, ...], last: int) -> int:
        """Take along an unknown noun right behind ("smart *fridge*"): it is what was named."""
        at = last
        while at + 1 < len(words) and at < last + 2 and self._is_new(words[at + 1].text):
            at += 1
        return at

    def _is_new(self, word: str) -> bool:
        return not (
            word.isdecimal()
            or re.fullmatch(r"x?\d+x?", word)
            or any(
                self.lexicon.is_word(part, word)
                for part in ("fillers", "generic_things", "verbs", "prepositions", "corrections")
            )
        )

    def _lead(self, words: tuple[Word, ...], first: int) -> int:
        """Return where the words that belong to a thing begin ("*two of the* hubs")."""
        at = first
        if at > 1 and self._is_new(words[at - 1].text) and self._introduces(words[at - 2].text):
            # "My *old* hub".
            at -= 1
        while at > 0 and (
            self.lexicon.is_word("determiners", words[at - 1].text)
            or self.lexicon.number.fullmatch(words[at - 1].text)
            or words[at - 1].text in {"of", "x"}
        ):
            at -= 1
        return at

    def _is_meant(self, segment: Segment, first: int, last: int) -> bool:
        words = segment.words
        lead = self._lead(words, first)
        named = [word.text for word in words[first : last + 1]]
        has_head = any(likeness(text, self.leading) for text in named)
        placed = lead > 0 and self.lexicon.is_word("prepositions", words[lead - 1].text)
        if self.context.wanted and not segment.aside:
            if placed and segment.after_read and lead == 1:
                return self._is_for(words[0].text)
            return has_head or lead < first or not placed
        bare = all(self.lexicon.is_word("fillers", word.text) for word in words[:lead])
        if placed:
            return False
        return has_head and (lead < first or bare)

    def _is_for(self, word: str) -> bool:
        """Tell "a refund *for* the hub", which names the hub, from "works *with* the hub"."""
        return word in {"for", "on", "of", "fur", "pour"}

    def _counted(self, text: str, words: tuple[Word, ...], first: int) -> ItemMention:
        mention = ItemMention(text)
        for word in reversed(words[self._lead(words, first) : first]):
            if self._is_size(word):
                continue
            count = self._count(word.text, mention)
            if count is not None:
                return ItemMention(text, quantity=count)
        digits = self._digits_beside(text, words[first].start)
        return ItemMention(text, quantity=self._count(digits, mention) if digits else None)

    def _digits_beside(self, text: str, start: int) -> str:
        """Find "hub x2", "2x hub", and "*two* broken hubs", where the reason is read already."""
        before, behind = self.said.folded[:start], self.said.folded[start + len(text) :]
        found = (
            re.match(r" ?(?:x ?|\()(\d{1,3})\)?(?!\w)", behind)
            or re.search(r"(?<!\w)(\d{1,3}) ?x ?$", before)
            or re.search(r"(?<!\w)(\w+) \|+ $", before)
        )
        return found.group(1) if found else ""

    def _count(self, word: str, mention: ItemMention) -> int | None:
        if self.lexicon.is_word("both", word):
            return 2
        if not self.lexicon.is_word("all", word):
            return self.lexicon.count(word)
        units = match_items((mention,), self.screen.items).units
        remaining = {(item.order_id, item.line_id): item.remaining for item in self.screen.items}
        total = sum(remaining[unit.order_id, unit.line_id] for unit in units)
        return total or None

    def _unknown(self, segment: Segment) -> tuple[Named, ...]:
        """Something with an article, asked to come back, that is not on screen."""
        invited = self.context.returning or self.screen.awaiting == "item"
        if not invited or segment.aside:
            return ()
        words = segment.words
        at = 0
        while at < len(words) and self.lexicon.is_word("fillers", words[at].text):
            at += 1
        if at == 0 or at == len(words) or not self._introduces(words[at - 1].text):
            return ()
        end = at
        while end < len(words) and self._is_new(words[end].text):
            end += 1
        complete = all(self.lexicon.is_word("fillers", word.text) for word in words[end:])
        if not complete or not 0 < end - at <= _LONGEST_UNKNOWN:
            return ()
        start, stop = words[at].start, words[end - 1].end
        return (Named(ItemMention(self.said.text[start:stop]), start, stop),)

    def _introduces(self, word: str) -> bool:
        return self.lexicon.is_word("determiners", word) or self.lexicon.count(word) is not None
