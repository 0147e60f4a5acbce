"""A shop's settings are read whole, or refused with every mistake by its path."""

import tomllib
from datetime import timedelta
from pathlib import Path

import pytest

from backends.shop_folder import ShopSettingsUnusable, read_shop
from returns.money import Rate
from returns.shop import localized

ZAVA = Path("shops/zava/shop.toml")


@pytest.fixture
def shop_in(tmp_path):
    """Read zava's settings with some of their text replaced."""

    def read(*changes: tuple[str, str]):
        text = ZAVA.read_text(encoding="utf-8")
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        (tmp_path / "shop.toml").write_text(text, encoding="utf-8")
        return read_shop(tmp_path, {}, "7")

    return read


def mistakes_of(shop_in, *changes: tuple[str, str]) -> str:
    with pytest.raises(ShopSettingsUnusable) as refused:
        shop_in(*changes)
    assert "shop.toml cannot be used" in str(refused.value)
    return "\n".join(refused.value.mistakes)


def test_a_shop_is_read_with_its_rates_timers_and_rules(shop_in):
    shop = shop_in()
    assert (shop.shop_id, shop.currency, shop.policy_version) == ("zava", "USD", "7")
    assert shop.reasons["CHANGED_MIND"].restocking == Rate("0.15")
    assert shop.resolutions["STORE_CREDIT"].bonus == Rate("0.10")
    assert shop.resolutions["KEEP_WITH_DISCOUNT"].keeps_goods
    assert shop.shipping["SCHEDULE_PICKUP"].pickup
    assert shop.windows["displays"].days == 15
    assert shop.blocks["swimwear"].code == "hygiene"
    assert shop.tiers["gold"].fee_exempt
    assert (shop.timers.nudge, shop.timers.quote) == (timedelta(minutes=30), timedelta(hours=72))
    assert (shop.evidence[0].from_minor, shop.review_from_minor) == (15_000, 50_000)
    assert shop.offers[0].scope.tiers == {"gold", "platinum"}
    assert shop.grades["C"].deduction == Rate("0.20")


def test_codes_are_those_of_the_tables_they_stand_in(shop_in):
    shop = shop_in()
    for table in (shop.tiers, shop.reasons, shop.resolutions, shop.shipping):
        assert all(entry.code == code for code, entry in table.items())


def test_every_reason_resolution_and_method_has_a_label_in_three_languages(shop_in):
    shop = shop_in()
    for table in (shop.reasons, shop.resolutions, shop.shipping, shop.tiers):
        for entry in table.values():
            assert {"en", "de", "fr"} <= entry.label.keys()


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ('currency = "USD"', 'currency = "XXX"', "shop.currency"),
        ('time_zone = "UTC"', 'time_zone = "Mars/Base"', "shop.time_zone"),
        ('bonus = "0.10"', 'bonus = "ten"', "resolutions.STORE_CREDIT.bonus"),
        ('bonus = "0.10"', 'bonus = "1.5"', "resolutions.STORE_CREDIT.bonus"),
        ('bonus = "0.10"', 'bonus = "-0.1"', "resolutions.STORE_CREDIT.bonus"),
        ('bonus = "0.10"', 'bonus = "NaN"', "resolutions.STORE_CREDIT.bonus"),
        ('bonus = "0.10"', "bonus = 0.10", "resolutions.STORE_CREDIT.bonus"),
        ("cost_minor = 695", "cost_minor = -1", "shipping.PREPAID_LABEL.cost_minor"),
        ("cost_minor = 695", "cost_minor = 6.95", "shipping.PREPAID_LABEL.cost_minor"),
        ("nudge_minutes = 30", "nudge_minutes = 0", "timers.nudge_minutes"),
        ("nudge_minutes = 30", "", "timers.nudge_minutes"),
        ("default_days = 30", "default_days = -1", "windows.default_days"),
        ('section = "2.1"', 'section = "two"', "windows.section"),
        ('dark = "#7db7ff"', 'dark = "blue"', "shop.colors.dark"),
        ("schema = 2", "schema = 1", "schema"),
        ("schema = 2", "schema = 2\nsurprise = true", "surprise"),
        ('kind = "keep"', 'kind = "refund"', "resolutions.KEEP_WITH_DISCOUNT.discount"),
        ('kind = "credit"', 'kind = "refund"', "resolutions.STORE_CREDIT.bonus"),
        ('tiers = ["gold", "platinum"]', 'tiers = ["diamond"]', "offers.STAY_25.only.tiers"),
        ('reasons = ["DAMAGED", "WRONG', 'reasons = ["BROKEN", "WRONG', "evidence.0.reasons"),
        ('disposition = "refurbish"', 'disposition = "sold"', "grades.C.disposition"),
        ("many_returns = 30", "rude = 30", "risk.points.rude"),
        ("label_days = 14", "label_days = 10", "timers.label_reminder_days"),
        ('goods = "5.1"', 'goods = "5.1"\nsurprise = "5.1"', "sections.surprise"),
        ('tiers = "2.3"', "", "sections.tiers"),
        ('locales = ["en"]', 'locales = ["en", "it"]', "texts.it"),
        ('photos = "8.1"', "", "sections.photos"),
    ],
)
def test_a_mistake_is_told_by_its_path(shop_in, old, new, path):
    assert path in mistakes_of(shop_in, (old, new))


SEASON = """
[[windows.seasons]]
name = "{name}"
first = "{first}"
last = "{last}"
until = "01-31"
section = "2.1"
"""


def test_seasons_that_overlap_are_refused_and_others_come_round_every_year(shop_in):
    holidays = SEASON.format(name="Holidays", first="11-01", last="12-24")
    year_end = SEASON.format(name="Year end", first="12-20", last="01-05")
    spring = SEASON.format(name="Spring", first="03-01", last="03-31")
    blocks = "# Categories that never come back"
    told = mistakes_of(shop_in, (blocks, f"{holidays}{year_end}{blocks}"))
    assert "windows.seasons.1: Year end overlaps Holidays" in told
    assert len(shop_in((blocks, f"{holidays}{spring}{blocks}")).seasons) == 2


def test_every_mistake_is_told_at_once(shop_in):
    told = mistakes_of(
        shop_in, ('currency = "USD"', 'currency = "XXX"'), ('bonus = "0.10"', 'bonus = "ten"')
    )
    assert "shop.currency" in told
    assert "resolutions.STORE_CREDIT.bonus" in told


def test_a_file_that_is_missing_or_no_toml_is_refused(tmp_path):
    with pytest.raises(ShopSettingsUnusable):
        read_shop(tmp_path, {}, "7")
    (tmp_path / "shop.toml").write_text("= nothing")
    with pytest.raises(ShopSettingsUnusable):
        read_shop(tmp_path, {}, "7")
    (tmp_path / "shop.toml").write_bytes(b'name = "\xff"')
    with pytest.raises(ShopSettingsUnusable):
        read_shop(tmp_path, {}, "7")


def test_the_sample_shop_states_no_binary_float():
    def floats(value):
        if isinstance(value, dict):
            return any(floats(inner) for inner in value.values())
        if isinstance(value, list):
            return any(floats(inner) for inner in value)
        return isinstance(value, float)

    assert not floats(tomllib.loads(ZAVA.read_text(encoding="utf-8")))


def test_a_text_falls_back_to_its_language_and_then_to_the_first():
    texts = {"en": "Hello", "de": "Hallo"}
    assert [localized(texts, locale) for locale in ("de", "de-AT", "fr")] == [
        "Hallo",
        "Hallo",
        "Hello",
    ]


def test_a_locale_the_shop_does_not_speak_becomes_its_first(shop_in):
    shop = shop_in()
    assert shop.locale_for("en-GB") == "en"
    assert shop.locale_for("fr") == "en"
    assert shop.text("greeting", "fr") == shop.text("greeting", "en")
