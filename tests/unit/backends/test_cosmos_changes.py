"""How the change feed of a hosted store is asked; the emulator at hand has none that goes on."""

from typing import Any

from backends.documents_cosmos_wire import CosmosWire, Patience


class Pages:
    """One page of the SDK's feed, which tells its place to a hook as the SDK does."""

    def __init__(self, items: list[dict[str, Any]], etag: str, hook: Any) -> None:
        self._items, self._etag, self._hook = items, etag, hook

    async def by_page(self):
        self._hook({"etag": self._etag}, {"Documents": self._items})

        async def page():
            for item in self._items:
                yield item

        yield page()


class Container:
    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []

    async def read(self) -> None: ...

    def query_items_change_feed(self, *, response_hook: Any, **asked: Any) -> Pages:
        self.asked.append(asked)
        number = len(self.asked)
        return Pages([{"id": f"item-{number}"}], f"place-{number}", response_hook)


class Client:
    def __init__(self, container: Container) -> None:
        self._container = container

    def get_database_client(self, _name: str) -> "Client":
        return self

    def get_container_client(self, _name: str) -> Container:
        return self._container


async def test_a_feed_is_asked_from_its_beginning_and_then_from_its_place():
    container = Container()
    charged: list[str] = []
    client = Client(container)
    wire = CosmosWire(client, "returns", Patience(), lambda call, _: charged.append(call))

    first, place = await wire.changes("cases", None, limit=2)
    second, after = await wire.changes("cases", place, limit=2)

    assert container.asked == [
        {"max_item_count": 2, "start_time": "Beginning"},
        {"max_item_count": 2, "continuation": "place-1"},
    ]
    assert ([one["id"] for one in first], place) == (["item-1"], "place-1")
    assert ([one["id"] for one in second], after) == (["item-2"], "place-2")
    assert charged == ["changes cases", "changes cases"]
