import re

from returns.amounts import amount_text
from returns.identity import case_id_for, derived_id, return_number
from returns.money import Money


def test_a_return_number_is_the_same_each_time_and_easy_to_say():
    assert return_number("case-1") == return_number("case-1")
    assert re.fullmatch(r"RMA-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}", return_number("case-1"))


def test_different_cases_have_different_numbers():
    assert len({return_number(f"case-{n}") for n in range(2_000)}) == 2_000


def test_the_nth_case_of_a_conversation_has_one_id():
    assert case_id_for("t-1", 1) == case_id_for("t-1", 1)
    assert case_id_for("t-1", 1) != case_id_for("t-1", 2)
    assert case_id_for("t-1", 1) != case_id_for("t-2", 1)


def test_a_derived_id_depends_on_every_part():
    assert derived_id("msg", "a", "b") == derived_id("msg", "a", "b")
    assert derived_id("msg", "a", "b") != derived_id("msg", "a", "c")
    assert derived_id("msg", "a", "b").startswith("msg_")


def test_amounts_are_written_as_their_readers_do():
    assert amount_text(Money(9_899, "USD"), "en") == "$98.99"
    assert amount_text(Money(123_456_789, "EUR"), "de-AT") == "1.234.567,89 €"
    assert amount_text(Money(123_456, "EUR"), "fr") == "1\u202f234,56 €"
    assert amount_text(Money(10_000, "JPY"), "en") == "¥10,000"
    assert amount_text(Money(1_005, "KWD"), "en") == "KWD 1.005"
    assert amount_text(Money(-695, "USD"), "en") == "−$6.95"
    assert amount_text(Money(695, "USD"), "xx") == "$6.95"
