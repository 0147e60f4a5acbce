"""The interpreter that needs no model: phrases, order lines and what is on screen."""

from __future__ import annotations

from backends.understanding_answers import (
    is_greeting,
    is_thanks,
    opens_with_no,
    read_answer,
    read_variant,
)
from backends.understanding_lexicon import Lexicon, language_of, lexicon_for
from backends.understanding_statement import Statement, read_other, read_statement
from backends.understanding_text import Said, naming, tidy
from backends.understanding_topics import Piece, Topic, pieces, topic_of
from returns.interpretation import (
    AskPolicy,
    AskWhy,
    HandOff,
    Intent,
    Screen,
    SmallTalk,
    Understanding,
    UpdateReturn,
)


class EmbeddedInterpreter:
    """Reads a text by rules alone: the same text beside the same screen means the same, always."""

    def __init__(self, languages: tuple[str, ...] = ("en",)) -> None:
        """Compile some languages ahead of the first text; any other is compiled when met."""
        for language in languages:
            lexicon_for(language)

    async def interpret(self, text: str, screen: Screen) -> Understanding:
        """State what a text means beside a screen; text it cannot place is small talk."""
        language = language_of(screen.locale)
        said = naming(tidy(text), screen.shop)
        return Understanding(_intents(said, screen, lexicon_for(language), language))


def _intents(said: Said, screen: Screen, lexicon: Lexicon, language: str) -> tuple[Intent, ...]:
    whole = _whole(said, screen, lexicon)
    if whole is not None:
        return (whole,)
    parts = [(piece, topic_of(said, piece, screen, lexicon)) for piece in pieces(said, lexicon)]
    stated = [piece for piece, topic in parts if topic is None and _can_state(said, piece, lexicon)]
    spans = [(piece.start, piece.end) for piece in stated]
    statement = read_statement(said.only(spans), screen, lexicon, language)
    topics = [topic for _, topic in parts if topic is not None]
    found = _in_order(statement, stated, topics)
    return found or (_leftover(said, statement, stated, lexicon),)


def _whole(said: Said, screen: Screen, lexicon: Lexicon) -> Intent | None:
    """What a text means as a whole, before any part of it is read."""
    words = said.folded
    if _asks_for_a_person(words, lexicon):
        return HandOff()
    if lexicon.has("injections", words):
        return SmallTalk("off_topic")
    if lexicon["why"].fullmatch(words.strip(" .,!?\"'")):
        return AskWhy()
    answer = read_answer(said, lexicon)
    if answer:
        return UpdateReturn(answer=answer)
    if screen.awaiting == "photos" and lexicon.has("without_photos", words):
        return UpdateReturn(answer="no")
    if screen.awaiting == "variant" and (variant := read_variant(said, screen)):
        return UpdateReturn(variant=variant)
    if is_greeting(said, lexicon):
        return SmallTalk("greeting")
    if is_thanks(said, lexicon):
        return SmallTalk("thanks")
    return read_other(said, screen, lexicon)


def _asks_for_a_person(words: str, lexicon: Lexicon) -> bool:
    if lexicon["hand_off_alone"].fullmatch(words.strip(" .,!?\"'")):
        return True
    return any(
        not lexicon.denied(words, found.start()) for found in lexicon["hand_off"].finditer(words)
    )


def _can_state(said: Said, piece: Piece, lexicon: Lexicon) -> bool:
    """A request states something ("can I return the hub?"); any other question only asks."""
    if not piece.asked:
        return True
    words = said.folded[piece.start : piece.end].strip()
    return bool(lexicon["requests"].match(words)) or not lexicon["questions"].match(words)


def _in_order(statement: Statement, stated: list[Piece], topics: list[Topic]) -> tuple[Intent, ...]:
    """One update for all statements, where the first of them stood; each topic once."""
    update = statement.update
    changed = update != UpdateReturn()
    placed: list[tuple[int, Intent]] = [
        (topic.start, topic.intent) for topic in topics if not (topic.soft and changed)
    ]
    if changed:
        placed.append((stated[0].start, update))
    placed.sort(key=lambda each: each[0])
    return tuple(dict.fromkeys(intent for _, intent in placed))


def _leftover(said: Said, statement: Statement, stated: list[Piece], lexicon: Lexicon) -> Intent:
    """Nothing was asked for and no slot was filled: the safe reading of what remains."""
    if statement.second_thoughts or opens_with_no(said, lexicon):
        return UpdateReturn(answer="no")
    for piece in stated:
        if piece.asked and lexicon.has("domain", said.folded[piece.start : piece.end]):
            return AskPolicy(said.text[piece.start : piece.end].strip(' ,;-–—\n"'))
    if lexicon.has("abuse", said.folded) or lexicon.has("off_topic", said.folded):
        return SmallTalk("off_topic")
    if lexicon.has("thanks", said.folded):
        return SmallTalk("thanks")
    return SmallTalk("unclear")
