"""Common ways to ask about returns whose words no policy uses, and the words it does use."""

from __future__ import annotations

import re

# The first that fits speaks for the question; what it says is asked before the question itself.
_PHRASES = {
    "when you are paid: card money working days": (
        r"how (long|many days|soon)\b.*\b(refund|money|paid|credit)",
        r"when\b.*\b(refund|money|paid)",
    ),
    "standard window days delivery": (
        r"how (long|many days|much time)\b.*\b(return|send|bring|give)\b",
        r"until when|deadline|return (window|period)",
        r"\b(returns?|refund) polic(y|ies)\s*\??$|how do returns work",
    ),
    "return shipping fee label pickup drop-off": (
        r"\b(pay|paying|costs?|charged?|free|fee)\b.*\b(shipping|postage|label|send)",
        r"(shipping|postage) (cost|fee|charge)",
    ),
    "prepaid label valid days expired": (
        r"\b(lose|lost|misplaced|expired?|expires)\b.*\blabel",
        r"label\b.*\b(expires?|valid|lost)",
    ),
    "how to start a return": (r"\bhow\b.*\b(start|begin|make)\b.*\breturn",),
}
_COMPILED = tuple(
    (re.compile(pattern, re.IGNORECASE), words)
    for words, patterns in _PHRASES.items()
    for pattern in patterns
)


def in_policy_words(question: str) -> str | None:
    """Return a question in the words policies use, or None when its own words will do.

    A product or category in the question still counts: "how long do I have for a display" is
    asked together with the question itself.
    """
    for pattern, words in _COMPILED:
        if pattern.search(question.strip()):
            return words
    return None
