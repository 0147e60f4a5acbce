"""Text on a return document: printable with the fonts at hand, and never wider than its place."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

_ELLIPSIS = "…"
_UNPRINTABLE = "?"
_STEP = 0.5  # points a text shrinks by at a time


@dataclass(frozen=True, slots=True)
class Style:
    """A size in points that a text may shrink from, and how far."""

    size: float
    smallest: float
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Fitted:
    """A text as it will be drawn."""

    text: str
    font: str
    size: float


def fitted(text: str, style: Style, width: float) -> Fitted:
    """Return one line that is at most `width` points wide: shrunk first, then cut with "…"."""
    text = printable(text)
    font = font_of(text, bold=style.bold)
    size = style.size
    while size > style.smallest and width_of(text, font, size) > width:
        size = max(style.smallest, size - _STEP)
    return Fitted(_cut(text, font, size, width), font, size)


def wrapped(text: str, style: Style, width: float, lines: int) -> list[Fitted]:
    """Return at most `lines` lines of the style's size; what is left over ends in "…"."""
    words = printable(text).split()
    font = font_of(" ".join(words), bold=style.bold)
    rows: list[str] = []
    while words and len(rows) < lines - 1:
        count = _words_that_fit(words, font, style.size, width)
        rows.append(_cut(" ".join(words[:count]), font, style.size, width))
        words = words[count:]
    if words:
        rows.append(_cut(" ".join(words), font, style.size, width))
    return [Fitted(row, font, style.size) for row in rows]


def printable(text: str) -> str:
    """Return a text with "?" for every character no font at hand can print.

    A letter whose accent is missing keeps its letter; control characters become spaces.
    """
    composed = unicodedata.normalize("NFC", text)
    return " ".join("".join(_printable(character) for character in composed).split())


def font_of(text: str, *, bold: bool) -> str:
    """Return the printer's own font when it can print a printable text, else the one we bring."""
    try:
        text.encode("cp1252")
    except UnicodeEncodeError:
        return _brought(bold=bold)
    return "Helvetica-Bold" if bold else "Helvetica"


def width_of(text: str, font: str, size: float) -> float:
    """Return the width of a text in points."""
    return float(_metrics().stringWidth(text, font, size))


def _printable(character: str) -> str:
    if unicodedata.category(character) in {"Cc", "Cf", "Zl", "Zp"}:
        return " "
    glyphs = _glyphs()
    if ord(character) in glyphs:
        return character
    letters = unicodedata.normalize("NFKD", character)
    kept = "".join(letter for letter in letters if ord(letter) in glyphs)
    return kept or ("" if unicodedata.combining(character) else _UNPRINTABLE)


def _cut(text: str, font: str, size: float, width: float) -> str:
    if width_of(text, font, size) <= width:
        return text
    while text and width_of(text + _ELLIPSIS, font, size) > width:
        text = text[:-1]
    return text.rstrip() + _ELLIPSIS


def _words_that_fit(words: list[str], font: str, size: float, width: float) -> int:
    count = 1
    while count < len(words) and width_of(" ".join(words[: count + 1]), font, size) <= width:
        count += 1
    return count


# reportlab has no types and takes a tenth of a second to import: both end here.
def _metrics() -> Any:
    return import_module("reportlab.pdfbase.pdfmetrics")


@cache
def _brought(*, bold: bool) -> str:
    name = "Vera-Bold" if bold else "Vera"
    fonts = import_module("reportlab.pdfbase.ttfonts")
    _metrics().registerFont(fonts.TTFont(name, "VeraBd.ttf" if bold else "Vera.ttf"))
    return name


@cache
def _glyphs() -> frozenset[int]:
    glyphs = set(_metrics().getFont(_brought(bold=False)).face.charToGlyph)
    glyphs &= set(_metrics().getFont(_brought(bold=True)).face.charToGlyph)
    return frozenset(glyphs)
