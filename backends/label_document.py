"""The 4 x 6 inch return document as a PDF: a parcel label, or a pass for the till."""

from __future__ import annotations

from importlib import import_module
from io import BytesIO
from typing import TYPE_CHECKING, Any

from backends.label_codes import draw_code128, draw_qr
from backends.label_text import Fitted, Style, fitted, width_of, wrapped
from returns.ports import LabelContent, LabelKind

if TYPE_CHECKING:
    from datetime import datetime

    from returns.order import Address

WIDTH, HEIGHT = 288.0, 432.0  # 4 x 6 inches in points
SAMPLE = "SAMPLE - NOT VALID FOR POSTAGE"
_EDGE = 9.0
_INSET = 16.0
_INNER = WIDTH - 2 * _INSET
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_CAPTION = Style(6.5, 5.5)
_SMALL = Style(7.5, 6)
_STRONG = Style(8, 6, bold=True)


class ReportlabPrinter:
    """Prints return documents. `simulated` says that no carrier will take them."""

    def __init__(self, *, simulated: bool) -> None:
        self._simulated = simulated

    def render(self, content: LabelContent) -> bytes:
        """Return the PDF; the same content gives the same bytes.

        Raises:
            ValueError: the code cannot be printed as a bar code.
        """
        file = BytesIO()
        make = import_module("reportlab.pdfgen.canvas").Canvas
        canvas = make(file, pagesize=(WIDTH, HEIGHT), invariant=1, pageCompression=1)
        canvas.setTitle(f"Return {content.return_number}")
        canvas.setAuthor(content.shop_name)
        sheet = _Sheet(canvas)
        if content.kind is LabelKind.STORE_PASS:
            _draw_pass(sheet, content)
        else:
            _draw_parcel(sheet, content, simulated=self._simulated)
        canvas.showPage()
        canvas.save()
        return file.getvalue()


class _Sheet:
    """What a label is made of: lines of text, rules, bands and codes."""

    def __init__(self, canvas: Any) -> None:
        self.canvas = canvas
        canvas.setLineWidth(1.2)
        canvas.rect(_EDGE, _EDGE, WIDTH - 2 * _EDGE, HEIGHT - 2 * _EDGE)

    def line(self, text: str, style: Style, x: float, y: float, width: float) -> None:
        self._draw(fitted(text, style, width), x, y)

    def centered(self, text: str, style: Style, y: float, width: float = _INNER) -> None:
        fit = fitted(text, style, width)
        self._draw(fit, (WIDTH - width_of(fit.text, fit.font, fit.size)) / 2, y)

    def lines(
        self, texts: list[str], style: Style, x: float, top: float, width: float, bottom: float
    ) -> None:
        """Draw wrapped texts downwards from `top`; what has no room above `bottom` is counted."""
        leading = style.size * 1.2
        room = max(1, int((top - bottom) / leading))
        if len(texts) > room:
            texts = [*texts[: room - 1], f"+ {len(texts) - room + 1} more"]
        y = top - style.size
        for index, text in enumerate(texts):
            left = room - (len(texts) - index - 1)
            rows = wrapped(text, style, width, min(2, left))
            for row in rows:
                self._draw(row, x, y)
                y -= leading
            room -= len(rows)

    def rule(self, y: float, weight: float = 0.8) -> None:
        self.canvas.setLineWidth(weight)
        self.canvas.line(_EDGE, y, WIDTH - _EDGE, y)

    def band(self, text: str, y: float, height: float, style: Style) -> None:
        """Draw white text on a black band across the label."""
        self.canvas.rect(_EDGE, y, WIDTH - 2 * _EDGE, height, stroke=0, fill=1)
        self.canvas.setFillGray(1)
        fit = fitted(text, style, _INNER)
        x = (WIDTH - width_of(fit.text, fit.font, fit.size)) / 2
        self._draw(fit, x, y + (height - fit.size * 0.72) / 2)
        self.canvas.setFillGray(0)

    def _draw(self, fit: Fitted, x: float, y: float) -> None:
        self.canvas.setFont(fit.font, fit.size)
        self.canvas.drawString(x, y, fit.text)


def _draw_parcel(sheet: _Sheet, content: LabelContent, *, simulated: bool) -> None:
    canvas = sheet.canvas
    # The letter sorters look for, as on every carrier's label.
    sheet.line("R", Style(46, 46, bold=True), 21, 377, 40)
    canvas.setLineWidth(1.2)
    canvas.line(66, 367, 66, HEIGHT - _EDGE)
    sheet.line(content.shop_name, Style(14, 8, bold=True), 74, 405, 198)
    sheet.line("PREPAID RETURN LABEL", Style(9, 7), 74, 391, 198)
    sheet.line(f"Valid until {_day(content.valid_until)}", _STRONG, 74, 376, 198)
    sheet.rule(367, 1.2)
    if simulated:
        sheet.band(SAMPLE, 351, 16, Style(11, 8, bold=True))
    _draw_addresses(sheet, content, top=349)
    sheet.band(content.service.upper(), 215, 20, Style(13, 7, bold=True))
    sheet.line("TRACKING NUMBER", Style(7, 6, bold=True), _INSET, 203, 150)
    draw_code128(
        canvas, content.code, center=WIDTH / 2, bottom=137, width=WIDTH - 2 * _EDGE, height=60
    )
    sheet.centered(_grouped(content.code), Style(12, 7, bold=True), 122)
    sheet.rule(115, 3)
    _draw_contents(sheet, content, top=113, bottom=28)
    if simulated:
        sheet.band(SAMPLE, _EDGE, 16, Style(10, 8, bold=True))
    else:
        sheet.centered("Attach this label flat, over any older one.", _SMALL, 14)


def _draw_addresses(sheet: _Sheet, content: LabelContent, *, top: float) -> None:
    sheet.line("FROM", _CAPTION, _INSET, top - 9, 60)
    sheet.lines(_address(content.sender), _SMALL, 44, top - 2, 228, top - 50)
    sheet.rule(top - 51)
    sheet.line("SHIP", Style(7.5, 6, bold=True), _INSET, top - 64, 28)
    sheet.line("TO", Style(7.5, 6, bold=True), _INSET, top - 73, 28)
    recipient = _address(content.recipient)
    sheet.lines(recipient, Style(11, 9, bold=True), 44, top - 55, 228, top - 112)


def _draw_contents(sheet: _Sheet, content: LabelContent, *, top: float, bottom: float) -> None:
    side = top - bottom
    draw_qr(sheet.canvas, content.code, left=_EDGE + 1, bottom=bottom, side=side)
    x = _EDGE + side + 6
    width = WIDTH - _INSET - x
    sheet.line("RETURN NUMBER", _CAPTION, x, top - 10, width)
    sheet.line(content.return_number, Style(18, 8, bold=True), x, top - 27, width)
    sheet.line(_orders(content.order_ids), _STRONG, x, top - 40, width)
    sheet.lines(list(content.items), _SMALL, x, top - 44, width, bottom)


def _draw_pass(sheet: _Sheet, content: LabelContent) -> None:
    sheet.band("STORE RETURN PASS", 391, 32, Style(20, 12, bold=True))
    sheet.centered(content.shop_name, Style(15, 8, bold=True), 372)
    sheet.centered("Show this at the till with your items. No parcel needed.", _SMALL, 360)
    draw_qr(sheet.canvas, content.code, left=(WIDTH - 118) / 2, bottom=238, side=118)
    sheet.centered("RETURN NUMBER", _CAPTION, 230)
    sheet.centered(content.return_number, Style(22, 8, bold=True), 210)
    sheet.rule(202)
    draw_code128(
        sheet.canvas, content.code, center=WIDTH / 2, bottom=156, width=WIDTH - 2 * _EDGE, height=40
    )
    sheet.centered(_grouped(content.code), Style(9, 6), 145)
    sheet.rule(138)
    half = _INNER / 2 - 6
    right = WIDTH / 2 + 6
    sheet.line("CUSTOMER", _CAPTION, _INSET, 128, half)
    sheet.line(content.sender.name, _STRONG, _INSET, 117, half)
    sheet.line("VALID UNTIL", _CAPTION, _INSET, 104, half)
    sheet.line(_day(content.valid_until), _STRONG, _INSET, 93, half)
    sheet.line("BRING TO", _CAPTION, right, 128, half)
    sheet.lines(_address(content.recipient), _SMALL, right, 125, half, 80)
    sheet.rule(78)
    sheet.line(_orders(content.order_ids), _STRONG, _INSET, 66, _INNER)
    sheet.lines(list(content.items), _SMALL, _INSET, 62, _INNER, 14)


def _address(address: Address) -> list[str]:
    place = " ".join(part for part in (address.region, address.postal_code) if part)
    city = ", ".join(part for part in (address.city, place) if part)
    return [part for part in (address.name, address.street, city, address.country) if part]


def _orders(order_ids: tuple[str, ...]) -> str:
    return f"{'Order' if len(order_ids) == 1 else 'Orders'} {', '.join(order_ids)}"


def _day(moment: datetime) -> str:
    return f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}"


def _grouped(code: str) -> str:
    """Return a tracking number in the groups people read it in; other codes as they are."""
    letters, digits = code[:2], code[2:]
    if not (letters.isalpha() and digits.isdigit()):
        return code
    return " ".join([letters, *(digits[i : i + 4] for i in range(0, len(digits), 4))])
