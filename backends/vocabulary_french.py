"""The French the embedded interpreter understands."""

from __future__ import annotations

from backends.vocabulary import Vocabulary

FRENCH = Vocabulary()
