"""What goes out instead can be said in words while it is asked for."""

from dataclasses import replace

import pytest

from backends.interpreter_embedded import EmbeddedInterpreter
from returns.interpretation import Option, UpdateReturn
from tests.unit.backends.interpreter_screens import REASON

VARIANT = replace(
    REASON,
    awaiting="variant",
    variants=tuple(Option(name, name) for name in ("S", "M", "M Tall", "Grün")),
)


@pytest.mark.parametrize(
    ("locale", "text", "variant"),
    [
        ("en", "size M instead", "M"),
        ("en", "I'd like the m tall one please", "M Tall"),
        ("de", "lieber in grün", "Grün"),
        ("fr", "en taille S s'il vous plaît", "S"),
    ],
)
async def test_a_variant_is_read_by_its_name(locale, text, variant):
    found = await EmbeddedInterpreter().interpret(text, replace(VARIANT, locale=locale))

    assert found.intents == (UpdateReturn(variant=variant),)


@pytest.mark.parametrize("text", ["S or M", "what's left?", "I'm not sure"])
async def test_two_variants_or_none_choose_nothing(text):
    (found,) = (await EmbeddedInterpreter().interpret(text, VARIANT)).intents

    assert not getattr(found, "variant", "")
