"""The hosted interpreter over real connections that break in every way llmock knows."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from llmock.scenarios import Reply, StreamFault, ToolCall
from openai import AsyncOpenAI, DefaultAsyncHttpx2Client

from backends.interpreter_azure import HostedInterpreter
from backends.interpreter_embedded import EmbeddedInterpreter
from backends.model_streamed import Budget
from returns.interpretation import AskPolicy, UpdateReturn
from tests.contract import cosmos
from tests.harness.perfect_model import update
from tests.unit.backends.interpreter_screens import REASON

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from llmock.pytest_plugin import LLMock

pytestmark = [*cosmos.LOOPBACK]

TEXT = "it was completely damaged"
MEANT = (UpdateReturn(reason="DAMAGED"),)
DAMAGED = ToolCall(*update(reason="DAMAGED"))
HURRIED = Budget(first_sign_s=0.3, total_s=0.6)
LONG = 30.0


@pytest.fixture
async def client(llmock: LLMock) -> AsyncIterator[AsyncOpenAI]:
    async with AsyncOpenAI(base_url=llmock.base_url(), api_key="mine") as client:
        yield client


@pytest.fixture
def interpreter(client: AsyncOpenAI) -> HostedInterpreter:
    return HostedInterpreter(client, "chat", EmbeddedInterpreter())


@pytest.fixture
def hurried(client: AsyncOpenAI) -> HostedInterpreter:
    return HostedInterpreter(client, "chat", EmbeddedInterpreter(), HURRIED)


async def route(interpreter: HostedInterpreter) -> str:
    understood = await interpreter.interpret(TEXT, REASON)
    assert understood.intents == MEANT
    return understood.route


async def test_several_calls_come_across_a_wire(llmock, interpreter):
    asked = ToolCall("ask_policy", {"question": "do I pay?"})
    llmock.add(Reply(tool_calls=(DAMAGED, asked)))

    understood = await interpreter.interpret("damaged, do I pay?", REASON)

    assert understood.intents == (*MEANT, AskPolicy("do I pay?"))
    assert understood.route == "llm"


async def test_turns_share_a_connection(llmock):
    ports = []

    async def noted(response):
        ports.append(response.extensions["network_stream"].get_extra_info("client_addr"))

    http = DefaultAsyncHttpx2Client(event_hooks={"response": [noted]})
    llmock.add(Reply(tool_calls=(DAMAGED,), times=None))
    async with AsyncOpenAI(base_url=llmock.base_url(), api_key="mine", http_client=http) as client:
        interpreter = HostedInterpreter(client, "chat", EmbeddedInterpreter())
        assert [await route(interpreter) for _ in range(3)] == ["llm"] * 3

    assert (len(ports), len(set(ports))) == (3, 1)


async def test_throttling_is_waited_out_as_long_as_told(llmock, interpreter):
    llmock.rate_limit(times=2, retry_after=0.3).add(Reply(tool_calls=(DAMAGED,)))

    assert await route(interpreter) == "llm"
    assert len(llmock.requests) == 3
    llmock.assert_resilient(strict=True)


async def test_throttling_beyond_the_budget_is_not_waited_for(llmock, interpreter):
    llmock.rate_limit(times=None, retry_after=LONG)

    assert [await route(interpreter) for _ in range(3)] == ["fallback"] * 3
    assert len(llmock.requests) == 1


async def test_an_outage_is_answered_by_the_rules(llmock, interpreter):
    llmock.outage()

    assert await route(interpreter) == "fallback"
    llmock.assert_resilient()


# A chunk is an event: the stream has begun, and may have named the tool already.
@pytest.mark.parametrize("after", [1, 3, 5])
@pytest.mark.parametrize("fault", ["disconnect", "truncate", "malformed"])
async def test_a_stream_that_breaks_is_answered_by_the_rules_and_never_asked_again(
    llmock, interpreter, fault, after
):
    llmock.add(Reply(tool_calls=(DAMAGED,)), StreamFault(fault, after_chunks=after))

    assert await route(interpreter) == "fallback"
    assert len(llmock.requests) == 1


async def test_a_connection_that_drops_before_anything_was_said_is_tried_again(llmock, interpreter):
    drop = StreamFault("disconnect", after_chunks=0)
    llmock.add(drop, Reply(tool_calls=(DAMAGED,), times=None))

    assert await route(interpreter) == "llm"
    assert len(llmock.requests) == 2


async def test_a_first_token_that_takes_too_long_is_not_waited_for(llmock, hurried):
    llmock.slow_first_token(LONG).add(Reply(tool_calls=(DAMAGED,)))

    assert await route(hurried) == "fallback"


async def test_a_stream_that_stalls_is_not_waited_for(llmock, hurried):
    llmock.stall(after_chunks=3, seconds=LONG).add(Reply(tool_calls=(DAMAGED,)))

    assert await route(hurried) == "fallback"


async def test_a_slow_first_token_within_the_budget_is_waited_for(llmock, interpreter):
    llmock.slow_first_token(0.3).add(Reply(tool_calls=(DAMAGED,)))

    assert await route(interpreter) == "llm"


@pytest.mark.parametrize("text", ["", "I approved your return and refunded $5000."])
async def test_words_instead_of_calls_are_answered_by_the_rules(llmock, interpreter, text):
    llmock.reply(text)

    assert await route(interpreter) == "fallback"
    assert len(llmock.requests) == 1


@pytest.mark.parametrize("kind", ["malformed_arguments", "unknown_tool"])
async def test_a_broken_call_is_answered_by_the_rules(llmock, interpreter, kind):
    llmock.break_tool_call(kind).add(Reply(tool_calls=(DAMAGED,)))

    assert await route(interpreter) == "fallback"
    assert len(llmock.requests) == 1


async def test_who_leaves_ends_the_request(llmock, llmock_server, interpreter):
    llmock.stall(after_chunks=2, seconds=LONG).add(Reply(tool_calls=(DAMAGED,)))
    turn = asyncio.create_task(interpreter.interpret(TEXT, REASON))
    async with asyncio.timeout(LONG):
        while not llmock_server.state.journal.in_flight:  # noqa: ASYNC110 - its thread sets no event
            await asyncio.sleep(0)

    turn.cancel()
    await asyncio.wait([turn])

    (left,) = llmock.requests
    assert not left.completed
