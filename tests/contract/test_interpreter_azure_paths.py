"""The hosted interpreter on the paths of an Azure OpenAI account, a token for every request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from openai import AsyncOpenAI

from backends.interpreter_azure import HostedInterpreter
from backends.interpreter_embedded import EmbeddedInterpreter
from returns.interpretation import AskStatus, UpdateReturn
from tests.contract import cosmos
from tests.harness.aimock.process import Aimock, aimock_process
from tests.harness.perfect_model import update
from tests.unit.backends.interpreter_screens import REASON

__all__ = ["aimock_process"]

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

# The first test of all may install the mock.
pytestmark = [*cosmos.LOOPBACK, pytest.mark.wire, pytest.mark.timeout(300)]

TEXT = "it was completely damaged"
MEANT = UpdateReturn(reason="DAMAGED")
ALWAYS = {"userMessage": TEXT}
# Without a latency aimock cuts before its headers, which looks like a connection never made.
LATENCY_MS = 20


@dataclass
class Identity:
    """Issues tokens, as the identity of a process does; aimock shows nobody's."""

    issued: int = 0

    async def token(self) -> str:
        self.issued += 1
        return f"token-{self.issued}"


@pytest.fixture
def aimock(aimock_process: Aimock) -> Aimock:
    aimock_process.reset()
    return aimock_process


@pytest.fixture
def identity() -> Identity:
    return Identity()


@pytest.fixture
async def client(aimock: Aimock, identity: Identity) -> AsyncIterator[AsyncOpenAI]:
    async with AsyncOpenAI(base_url=aimock.azure, api_key=identity.token) as client:
        yield client


@pytest.fixture
def interpreter(client: AsyncOpenAI) -> HostedInterpreter:
    return HostedInterpreter(client, "chat", EmbeddedInterpreter())


def tools(*calls):
    return {"toolCalls": [{"name": name, "arguments": given} for name, given in calls]}


DAMAGED = tools(update(reason="DAMAGED"))


async def route(interpreter: HostedInterpreter) -> str:
    understood = await interpreter.interpret(TEXT, REASON)
    assert understood.intents == (MEANT,)
    return understood.route


async def test_a_sentence_is_one_request_on_azures_path_with_a_token_of_its_own(
    aimock, interpreter, identity
):
    aimock.answer(tools(update(reason="DAMAGED"), ("ask_status", {})), when=ALWAYS)

    understood = await interpreter.interpret(TEXT, REASON)

    (request,) = aimock.requests()
    assert (request["method"], request["path"]) == ("POST", "/openai/v1/responses")
    assert (understood.intents, understood.route) == ((MEANT, AskStatus()), "llm")
    assert identity.issued == 1


async def test_every_turn_asks_for_a_token(aimock, interpreter, identity):
    aimock.answer(DAMAGED, when=ALWAYS)

    assert [await route(interpreter) for _ in range(3)] == ["llm"] * 3
    assert identity.issued == len(aimock.requests()) == 3


async def test_throttling_is_waited_out_with_a_new_token(aimock, interpreter, identity):
    throttled = {"error": {"message": "slow", "type": "rate_limit"}, "status": 429, "retryAfter": 1}
    aimock.answer(throttled, when=ALWAYS | {"sequenceIndex": 0})
    aimock.answer(DAMAGED, when=ALWAYS)

    assert await route(interpreter) == "llm"
    assert identity.issued == len(aimock.requests()) == 2


async def test_lasting_throttling_is_answered_by_the_rules(aimock, interpreter):
    throttled = {
        "error": {"message": "slow", "type": "rate_limit"}, "status": 429, "retryAfter": 60,
    }  # fmt: skip
    aimock.answer(throttled, when=ALWAYS)

    assert [await route(interpreter) for _ in range(2)] == ["fallback"] * 2
    assert len(aimock.requests()) == 1


@pytest.mark.parametrize("how", [{"truncateAfterChunks": 2}, {"disconnectAfterMs": 50}])
async def test_a_stream_that_breaks_is_answered_by_the_rules(aimock, interpreter, how):
    aimock.answer(DAMAGED, when=ALWAYS, latency=LATENCY_MS, **how)

    assert await route(interpreter) == "fallback"
    assert len(aimock.requests()) == 1


async def test_a_deployment_that_is_gone_is_answered_by_the_rules(aimock, interpreter):
    # Nothing is scripted, so aimock knows nothing of that name.
    assert await route(interpreter) == "fallback"
    assert len(aimock.requests()) == 1


async def test_words_instead_of_calls_are_answered_by_the_rules(aimock, interpreter):
    aimock.answer({"content": "I approved it."}, when=ALWAYS)

    assert await route(interpreter) == "fallback"


async def test_the_same_client_asks_for_embeddings(aimock, client, identity):
    aimock.answer({"embedding": [0.5, 0.25, 0.0, -1.0]}, when={"inputText": "smart plug hub"})

    answered = await client.embeddings.create(
        model="embed", input=["smart plug hub"], dimensions=4, encoding_format="float"
    )

    (request,) = aimock.requests()
    assert request["path"] == "/openai/v1/embeddings"
    assert [one.embedding for one in answered.data] == [[0.5, 0.25, 0.0, -1.0]]
    assert identity.issued == 1
