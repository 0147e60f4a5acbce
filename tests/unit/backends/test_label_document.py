"""Return documents are printed at 203 dpi and read back, as a till or a sorting hub would."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING

import pypdfium2
import pytest
import zxingcpp
from pypdf import PdfReader

from backends.carrier_embedded import tracking_number
from backends.label_document import SAMPLE, ReportlabPrinter
from returns.order import Address
from returns.ports import LabelContent, LabelKind

if TYPE_CHECKING:
    from PIL.Image import Image

PARCEL = LabelContent(
    kind=LabelKind.PARCEL,
    shop_name="Northwind Outfitters",
    return_number="RTN-7F3K-29QX",
    code=tracking_number("case-1:make_label:1"),
    service="Zephyr Ground Return",
    sender=Address("Ada Lovelace", "1207 Elm Street", "Austin", "TX", "78701", "US"),
    recipient=Address("Returns Center", "4400 Distribution Way", "Columbus", "OH", "43228", "US"),
    order_ids=("ORD-10042",),
    items=("1 × Trailhead Backpack", "2 × Merino Socks (M)"),
    valid_until=datetime(2026, 3, 30, tzinfo=UTC),
)
PASS = replace(PARCEL, kind=LabelKind.STORE_PASS, code="RTN-7F3K-29QX")
CROWDED = replace(
    PARCEL,
    shop_name="The Extraordinarily Long Named Outfitters and Sons Company of Australia",
    sender=Address("Ada " * 30, "1 Elm Street " * 20, "Llanfairpwllgwyngyll" * 5, "", "", "GB"),
    recipient=Address("R" * 200, "S " * 200, "C" * 200, "X" * 50, "9" * 50, "Y" * 100),
    service="Next day before nine in the morning with a signature " * 3,
    order_ids=tuple(f"ORD-{number}" for number in range(100)),
    items=tuple(f"{number} × {'a very long name ' * 9}" for number in range(50)),
)


def rendered(content: LabelContent, *, simulated: bool = True) -> bytes:
    return ReportlabPrinter(simulated=simulated).render(content)


def picture(pdf: bytes) -> Image:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return document[0].render(scale=203 / 72).to_pil().convert("L")
    finally:
        document.close()


def text_of(pdf: bytes) -> str:
    (page,) = PdfReader(BytesIO(pdf)).pages
    return page.extract_text()


def codes_in(pdf: bytes) -> dict[str, str]:
    return {str(code.format): code.text for code in zxingcpp.read_barcodes(picture(pdf))}


@pytest.mark.parametrize(
    "content",
    [
        PARCEL,
        PASS,
        CROWDED,
        replace(CROWDED, kind=LabelKind.STORE_PASS),
        replace(PARCEL, code="RTN-01HXYZABCDEFGHJKMNPQRSTV"),
        replace(PASS, code="1234567890" * 4),
        replace(PARCEL, code="X"),
    ],
)
def test_both_codes_are_read_back_from_a_label_printer(content: LabelContent):
    codes = codes_in(rendered(content))

    assert codes == {"Code 128": content.code, "QR Code": content.code}


@pytest.mark.parametrize("content", [PARCEL, PASS])
def test_a_document_is_one_page_of_four_by_six_inches(content: LabelContent):
    (page,) = PdfReader(BytesIO(rendered(content))).pages

    assert [float(side) for side in page.mediabox] == [0, 0, 288, 432]


@pytest.mark.parametrize("content", [PARCEL, PASS, CROWDED])
def test_the_same_content_gives_the_same_bytes(content: LabelContent):
    assert rendered(content) == rendered(content)


def test_threads_may_print_at_once():
    foreign = replace(PARCEL, shop_name="Łódź Outfitters")
    alone = [rendered(foreign), rendered(PASS)] * 8

    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(rendered, [foreign, PASS] * 8))

    assert together == alone


def test_another_content_gives_other_bytes():
    assert rendered(PARCEL) != rendered(replace(PARCEL, return_number="RTN-0000-0000"))


def test_everything_a_carrier_and_a_customer_need_is_printed():
    text = text_of(rendered(PARCEL))

    for printed in (
        "Northwind Outfitters", "RTN-7F3K-29QX", "ZEPHYR GROUND RETURN", "Ada Lovelace",
        "1207 Elm Street", "Austin, TX 78701", "Returns Center", "Columbus, OH 43228", "ORD-10042",
        "1 × Trailhead Backpack", "Valid until 30 MAR 2026", "TRACKING NUMBER",
    ):  # fmt: skip
        assert printed in text
    assert PARCEL.code in text.replace(" ", "")


def test_a_store_pass_is_for_the_till_and_not_for_the_post():
    text = text_of(rendered(PASS))

    assert "STORE RETURN PASS" in text
    assert "Ada Lovelace" in text
    assert "TRACKING" not in text
    assert SAMPLE not in text


def test_only_the_label_of_a_real_carrier_looks_valid():
    assert text_of(rendered(PARCEL)).count(SAMPLE) == 2
    assert SAMPLE not in text_of(rendered(PARCEL, simulated=False))


@pytest.mark.parametrize("content", [CROWDED, replace(CROWDED, kind=LabelKind.STORE_PASS)])
def test_nothing_is_printed_beyond_the_border(content: LabelContent):
    image = picture(rendered(content))
    edge = 22  # dots, just outside the border

    for box in (
        (0, 0, image.width, edge), (0, image.height - edge, image.width, image.height),
        (0, 0, edge, image.height), (image.width - edge, 0, image.width, image.height),
    ):  # fmt: skip
        assert image.crop(box).getextrema() == (255, 255)


def test_what_has_no_room_is_counted():
    text = text_of(rendered(CROWDED))

    assert "more" in text
    assert "…" in text


def test_letters_the_fonts_lack_keep_their_letter_or_become_a_question_mark():
    sender = Address("Łukasz Őrség Жанна 山田", "Straße 1\x00\u202e\n2", "Łódź", "", "", "PL")

    text = text_of(rendered(replace(PARCEL, sender=sender)))

    assert "Łukasz Orség ????? ??" in text
    assert "Straße 1 2" in text


@pytest.mark.parametrize("code", ["", "a\nb", "ZÜ1", "x" * 49])
def test_a_code_no_printer_can_print_is_refused(code: str):
    with pytest.raises(ValueError, match="bar code"):
        rendered(replace(PARCEL, code=code))


def test_an_empty_address_and_no_items_are_printed_as_nothing():
    empty = Address("", "", "", "", "", "")

    bare = replace(PARCEL, sender=empty, recipient=empty, items=(), order_ids=())

    assert "RTN-7F3K-29QX" in text_of(rendered(bare))
