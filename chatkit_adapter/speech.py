"""Turns what the desk says into ChatKit events: text in growing parts, cards, answered cards."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from chatkit.types import (
    Annotation,
    AssistantMessageContent,
    AssistantMessageContentPartAdded,
    AssistantMessageContentPartAnnotationAdded,
    AssistantMessageContentPartDone,
    AssistantMessageContentPartTextDelta,
    AssistantMessageItem,
    FileSource,
    ThreadItemAddedEvent,
    ThreadItemDoneEvent,
    ThreadItemUpdatedEvent,
    ThreadStreamEvent,
)

from returns.phrases import say
from returns.ports import PolicyClause

_PART = re.compile(r"\S+\s*(?:\S+\s*){0,5}")


@dataclass(frozen=True, slots=True)
class Message:
    """One thing said, with the policy sections it quotes."""

    text: str
    clauses: tuple[PolicyClause, ...] = ()
    locale: str = "en"


def item_of(message: Message, item_id: str, thread_id: str, at: datetime) -> AssistantMessageItem:
    """Return a message as a whole item."""
    content = AssistantMessageContent(text=message.text, annotations=_annotations(message))
    return AssistantMessageItem(id=item_id, thread_id=thread_id, created_at=at, content=[content])


def spoken(item: AssistantMessageItem) -> Iterator[ThreadStreamEvent]:
    """Yield a message as it is spoken: begun, in parts, with its sources, and done."""
    content = item.content[0]
    begun = item.model_copy(update={"content": []})
    yield ThreadItemAddedEvent(item=begun)
    empty = AssistantMessageContent(text="", annotations=[])
    yield _updated(item, AssistantMessageContentPartAdded(content_index=0, content=empty))
    for part in _PART.findall(content.text):
        yield _updated(item, AssistantMessageContentPartTextDelta(content_index=0, delta=part))
    for index, annotation in enumerate(content.annotations):
        yield _updated(
            item,
            AssistantMessageContentPartAnnotationAdded(
                content_index=0, annotation_index=index, annotation=annotation
            ),
        )
    yield _updated(item, AssistantMessageContentPartDone(content_index=0, content=content))
    yield ThreadItemDoneEvent(item=item)


def _annotations(message: Message) -> list[Annotation]:
    return [
        Annotation(
            source=FileSource(
                title=f"{clause.section} {clause.title}",
                description=say("talk.policy_version", message.locale, version=clause.version),
                filename="policy.md",
            ),
            index=len(message.text),
        )
        for clause in message.clauses
    ]


def _updated(
    item: AssistantMessageItem,
    update: AssistantMessageContentPartAdded
    | AssistantMessageContentPartTextDelta
    | AssistantMessageContentPartAnnotationAdded
    | AssistantMessageContentPartDone,
) -> ThreadItemUpdatedEvent:
    return ThreadItemUpdatedEvent(item_id=item.id, update=update)
