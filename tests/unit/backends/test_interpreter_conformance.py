"""Both interpreters state the same of the same utterance, when the model understands everything."""

import pytest

from backends.interpreter_azure import HostedInterpreter
from backends.interpreter_embedded import EmbeddedInterpreter
from tests.harness.model_double import ModelDouble, calling
from tests.harness.perfect_model import calls_for
from tests.unit.backends.interpreter_screens import SCREENS, written
from tests.unit.backends.test_interpreter_embedded import UTTERANCES

EMBEDDED = EmbeddedInterpreter()


@pytest.mark.parametrize("screen", SCREENS)
async def test_a_perfect_model_is_brought_across_unchanged(screen):
    model = ModelDouble([])
    hosted = HostedInterpreter(model.client(), "chat", EMBEDDED)
    spoken = [(text, expected) for beside, text, expected in UTTERANCES if beside == screen]
    assert spoken
    for text, expected in spoken:
        by_rules = await EMBEDDED.interpret(text, SCREENS[screen])
        model.replies = [calling(*calls_for(by_rules.intents))]

        by_model = await hosted.interpret(text, SCREENS[screen])

        assert (by_model.route, written(by_model.intents)) == ("llm", expected), text
        assert by_model.intents == by_rules.intents
