"""Products whose texts a hosted model reads: one mock of it per API the product may meet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from llmock.scenarios import Reply, ToolCall

from tests.harness.perfect_model import item, update
from tests.journeys import golden
from tests.journeys.golden import HUB, ROWS, order_of

if TYPE_CHECKING:
    from llmock.pytest_plugin import LLMock

    from tests.customer import Customer
    from tests.harness.aimock.process import Aimock
    from tests.harness.perfect_model import ToolCall as Call


class MockedModel(Protocol):
    """A model that answers the next text as it is told to."""

    address: str

    def calls_next(self, *calls: Call) -> None:
        """Answer the next text with these calls."""
        ...

    def asked(self) -> list[dict[str, Any]]:
        """Return the body of every request since the product started."""
        ...


class OpenAIMock:
    """llmock, which speaks as OpenAI does and breaks in every way."""

    def __init__(self, llmock: LLMock) -> None:
        self.llmock = llmock
        self.address = llmock.base_url()

    def calls_next(self, *calls: Call) -> None:
        self.llmock.add(Reply(tool_calls=tuple(ToolCall(*call) for call in calls)))

    def asked(self) -> list[dict[str, Any]]:
        return [record.body for record in self.llmock.requests]


class AzureMock:
    """aimock on the paths of an Azure OpenAI account."""

    def __init__(self, aimock: Aimock) -> None:
        self._aimock = aimock
        self.address = aimock.azure

    def calls_next(self, *calls: Call) -> None:
        tools = [{"name": name, "arguments": given} for name, given in calls]
        self._aimock.forget()
        self._aimock.answer({"toolCalls": tools}, when={"userMessage": '"message": '})

    def asked(self) -> list[dict[str, Any]]:
        requests = self._aimock.requests()
        assert {request["path"] for request in requests} <= {"/openai/v1/responses"}
        return [request["body"] for request in requests]


def understood(customer: Customer, number: int) -> Call:
    """Return what a model that understands a turn of the golden scenario calls."""
    calls = (
        update(wants_to_return=True),
        update(wants_to_return=True, items=[item(HUB, order_of(customer))]),
        update(reason="DAMAGED"),
        update(resolution="STORE_CREDIT"),
        update(shipping="PREPAID_LABEL"),
        update(answer="yes"),
    )
    return calls[number]


def take_all(customer: Customer, model: MockedModel, ways: tuple[str, ...]) -> list[int]:
    """Take every turn of the golden scenario; return how many requests each one made."""
    made = []
    for number, way in enumerate(ways[: len(ROWS)]):
        before = len(model.asked())
        if way == "type":
            model.calls_next(understood(customer, number))
        golden.taken(customer, number, way)
        made.append(len(model.asked()) - before)
    return made
