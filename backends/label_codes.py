"""Bar codes drawn as vectors, sized for the dots of a 203 dpi label printer."""

from __future__ import annotations

from importlib import import_module
from typing import Any

DOT = 72 / 203  # points
_WIDEST_BAR_DOTS = 4
_NARROWEST_BAR_DOTS = 2  # one dot is beyond most scanners
_QUIET_MODULES = 10
# An edge exactly between two dots may blacken both, which misreads a narrow bar.
_TRIM = DOT * 0.02


def draw_code128(
    canvas: Any, text: str, *, center: float, bottom: float, width: float, height: float
) -> None:
    """Draw a Code 128 whose bars are whole printer dots, as wide as its place lets them be.

    Raises:
        ValueError: the text is empty, not printable ASCII, or too long for scanners at this width
            (about 28 characters across a label, 46 digits).
    """
    if not (text and text.isascii() and text.isprintable()):
        raise ValueError(f"{text!r} cannot be printed as a bar code.")
    make = import_module("reportlab.graphics.barcode.code128").Code128Auto
    modules = float(make(text, barWidth=1.0, quiet=0).width) + 2 * _QUIET_MODULES
    dots = min(_WIDEST_BAR_DOTS, int(width / (modules * DOT)))
    if dots < _NARROWEST_BAR_DOTS:
        raise ValueError(f"{text!r} is too long to be printed as a bar code.")
    code = make(text, barWidth=dots * DOT, barHeight=height, quiet=0, humanReadable=False)

    def bar(x: float, y: float, thickness: float, length: float) -> None:
        canvas.rect(x + _TRIM, y, thickness - 2 * _TRIM, length, stroke=0, fill=1)

    code.rect = bar
    # The left edge on a dot keeps every bar on dots.
    left = round((center - float(code.width) / 2) / DOT) * DOT
    code.drawOn(canvas, left, bottom)


def draw_qr(canvas: Any, text: str, *, left: float, bottom: float, side: float) -> None:
    """Draw a QR code with its quiet zone in a square."""
    qr = import_module("reportlab.graphics.barcode.qrencoder")
    code = qr.QRCode(None, qr.QRErrorCorrectLevel.M)
    code.addData(text)
    code.make()
    count: int = code.getModuleCount()
    module = int(side / ((count + 8) * DOT)) * DOT  # four quiet modules on each side
    margin = (side - count * module) / 2
    for row in range(count):
        for column in range(count):
            if code.isDark(row, column):
                x = left + margin + column * module
                y = bottom + margin + (count - 1 - row) * module
                canvas.rect(x, y, module, module, stroke=0, fill=1)
