"""A text cut into what is stated and what is asked, and what each question is about."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from backends.understanding_lexicon import Lexicon
from backends.understanding_text import Said
from returns.case import CaseState
from returns.interpretation import (
    AskPolicy,
    AskStatus,
    CancelReturn,
    FindProduct,
    Intent,
    Screen,
    Show,
)

_SENTENCE = re.compile(r"(?<!\bno)(?<!\bnr)[.?!;\n]+(?=[\s\"')]|$)|\n")
_CLAUSE = re.compile(r",| - | – | — |\b(?:but|und|aber|mais)\b")
_BEFORE_A_QUESTION = re.compile(
    r"(?:^|[,:;(–—-]|\b(?:and|but|so|also|or|please|hi|hello|hey|und|et)\b) *$"
)
_UNOPENED = frozenset({None, CaseState.DRAFT, CaseState.QUOTED})


@dataclass(frozen=True, slots=True)
class Piece:
    start: int
    end: int
    asked: bool


@dataclass(frozen=True, slots=True)
class Topic:
    """An intent that fills no slot; `soft` ones give way to slots in the same text."""

    intent: Intent
    start: int
    soft: bool = False


def pieces(said: Said, lexicon: Lexicon) -> tuple[Piece, ...]:
    """Cut into sentences, each into its statement's clauses and its question."""
    found: list[Piece] = []
    at = 0
    for end in [*(mark.end() for mark in _SENTENCE.finditer(said.folded)), len(said.folded)]:
        if said.folded[at:end].strip():
            found += _sentence(said.folded, at, end, lexicon)
        at = end
    return tuple(found)


def _sentence(folded: str, start: int, end: int, lexicon: Lexicon) -> list[Piece]:
    asked = _question_start(folded, start, end, lexicon)
    if asked is None:
        return _clauses(folded, start, end)
    if lexicon["conditions"].match(folded[start:asked].lstrip()):
        asked = start
    stop = _question_end(folded, asked, end, lexicon)
    rest = _sentence(folded, stop, end, lexicon) if stop < end else []
    return [*_clauses(folded, start, asked), Piece(asked, stop, asked=True), *rest]


def _question_start(folded: str, start: int, end: int, lexicon: Lexicon) -> int | None:
    """Where a clause begins like a question, or, before a question mark, where one can begin."""
    for found in lexicon["questions"].finditer(folded, start, end):
        if _BEFORE_A_QUESTION.search(folded[start : found.start()]):
            return found.start()
    if "?" not in folded[start:end]:
        return None
    found = lexicon["inversions"].search(folded, start, end)
    return found.start() if found else start


def _question_end(folded: str, start: int, end: int, lexicon: Lexicon) -> int:
    """A question goes on to its sentence's end, unless a new statement begins."""
    for joint in re.finditer(r"(?:,| and| but)+ (?=\w)", folded[start:end]):
        at = start + joint.end()
        if lexicon["statements"].match(folded, at, end):
            return start + joint.start() + 1
    return end


def _clauses(folded: str, start: int, end: int) -> list[Piece]:
    cuts = [start, *(start + cut.start() for cut in _CLAUSE.finditer(folded[start:end])), end]
    return [
        Piece(one, two, asked=False)
        for one, two in pairwise(cuts)
        if folded[one:two].strip(" ,-–—.?!;\n")
    ]


def topic_of(said: Said, piece: Piece, screen: Screen, lexicon: Lexicon) -> Topic | None:
    """What a piece asks for besides filling slots; None for a statement or a request."""
    words = said.folded[piece.start : piece.end].strip(" ,.?!;-–—\n\"'")
    intent = _plain_topic(words, said, piece, screen, lexicon)
    if intent is not None:
        return Topic(intent, piece.start)
    if _found(words, "soft_cancel", lexicon):
        return Topic(CancelReturn(), piece.start, soft=True)
    if piece.asked and not lexicon["requests"].match(words) and lexicon.has("domain", words):
        return Topic(AskPolicy(_original(said, piece)), piece.start)
    return None


def _plain_topic(
    words: str, said: Said, piece: Piece, screen: Screen, lexicon: Lexicon
) -> Intent | None:
    if lexicon.has("when_money", words):
        waits = screen.state not in _UNOPENED
        return AskStatus() if waits else AskPolicy(_original(said, piece))
    if _found(words, "cancel", lexicon):
        return CancelReturn()
    for part, what in (("show_returns", "returns"), ("show_orders", "orders")):
        if lexicon.has(part, words):
            return Show("returns" if what == "returns" else "orders")
    if lexicon.has("status", words) or (piece.asked and lexicon.has("status_questions", words)):
        return AskStatus()
    wanted = lexicon["find"].search(words)
    if wanted:
        return FindProduct(_query(words, wanted.end(), said, piece))
    if lexicon.has("show_items", words) and (piece.asked or not lexicon.has("policy", words)):
        return Show("items")
    if lexicon.has("policy", words):
        return AskPolicy(_original(said, piece))
    return None


def _found(words: str, part: str, lexicon: Lexicon) -> bool:
    return any(not lexicon.denied(words, found.start()) for found in lexicon[part].finditer(words))


def _original(said: Said, piece: Piece) -> str:
    return said.text[piece.start : piece.end].strip(' ,;-–—\n"')


def _query(words: str, at: int, said: Said, piece: Piece) -> str:
    """The words behind the cue, as they were typed and without their article."""
    offset = said.folded.index(words, piece.start) + at
    rest = said.text[offset : piece.end].strip(" ,.?!;-–—\n\"'")
    return re.sub(r"^(?:an?|the|some|any|other|eine?n?|une?|des)\s+", "", rest, flags=re.IGNORECASE)
