"""What the stores of a running product hold, read beside it without asking it."""

import json
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

from returns.events import DOORBELL

__all__ = ["DOORBELL", "Records"]

_CHOICES = ("text", "click")
_OURS = ("label_made", "order_updated", "inbound_reserved", "notice_sent", "money_moved")


class Records:
    """The product's document store, as rows."""

    def __init__(self, data: Path) -> None:
        self._path = data / "returns.db"
        self._labels = data / "labels"

    def rows(self, sql: str, *values: str) -> list[dict]:
        with closing(sqlite3.connect(f"file:{self._path}?mode=ro", uri=True)) as store:
            return [json.loads(row[0]) for row in store.execute(sql, values)]

    def document(self, collection: str, partition: str, name: str) -> dict | None:
        found = self.rows(
            "select body from docs where coll = ? and pk = ? and id = ?",
            collection, partition, name,
        )  # fmt: skip
        return found[0] if found else None

    def events(self, case_id: str) -> list[dict]:
        """Return every event of a case in order, each with its source and revision."""
        commits = self.rows(
            "select body from docs where coll = 'cases' and id like ?", f"commit:{case_id}:%"
        )
        events = [event for commit in commits for event in commit["events"]]
        return sorted(events, key=lambda event: event["sequence"])

    def choices(self, case_id: str) -> list[dict]:
        """Return what the customer decided, in order, without source, ids and times."""
        return [
            _plain(recorded["event"], case_id)
            for recorded in self.events(case_id)
            if recorded["source"] in _CHOICES
        ]

    def effects(self, case_id: str) -> Counter[str]:
        """Return what the orchestration recorded, counted, without ids and times."""
        return Counter(
            json.dumps(_plain(recorded["event"], case_id), sort_keys=True)
            for recorded in self.events(case_id)
            if recorded["source"] not in _CHOICES
        )

    def kinds(self, case_id: str) -> Counter[str]:
        return Counter(recorded["event"]["type"] for recorded in self.events(case_id))

    def case(self, owner_id: str, case_id: str) -> dict:
        found = self.document("cases", owner_id, f"case:{case_id}")
        assert found is not None
        return found

    def cases(self, owner_id: str) -> list[dict]:
        return self.rows(
            "select body from docs where coll = 'cases' and pk = ? and id like 'case:%'", owner_id
        )

    def order_status(self, owner_id: str, order_id: str) -> str | None:
        order = self.document("cases", owner_id, f"order:{order_id}")
        assert order is not None
        return order.get("return_status")

    def units(self, owner_id: str, order_id: str) -> list[dict]:
        ledger = self.document("cases", owner_id, f"ledger:{order_id}")
        assert ledger is not None
        return ledger["units"]

    def provided(self, case_id: str, kind: str) -> list[dict]:
        """Return everything a provider of one kind did for a case; two of one key are two."""
        return [
            row.get("entry", row)
            for row in self.rows(
                "select body from docs where coll = 'providers' and pk like ? and"
                " json_extract(body, '$.kind') = ?",
                f"{case_id}:%", kind,
            )
        ]  # fmt: skip

    def parcels(self, case_id: str) -> list[dict]:
        """Return every parcel bought for a case, voided or not."""
        return [shipment["parcel"] for shipment in self.provided(case_id, "shipment")]

    def stock_moves(self, case_id: str) -> list[dict]:
        return self.rows(
            "select body from docs where coll = 'providers' and pk = 'stock' and id like ?",
            f"move:{case_id}:%",
        )

    def stock(self, product_id: str) -> int:
        found = self.document("providers", "stock", f"product:{product_id}")
        return found["units"] if found else 0

    def movements(self, case_id: str) -> list[tuple[str, int]]:
        found = self.provided(case_id, "movement")
        return sorted((move["kind"], move["amount"]["minor"]) for move in found)

    def notices(self, case_id: str) -> list[str]:
        """Return the templates sent, sorted; one sent twice is there twice."""
        found = self.provided(case_id, "notice")
        return sorted(notice["message_id"].split(":")[2].rpartition(".")[0] for notice in found)

    def label_files(self, case_id: str) -> list[str]:
        return sorted(path.name for path in self._labels.glob(f"{case_id}*"))


_PASSING = {
    "at", "until", "expires_at", "valid_until", "expected_on", "starts_at", "ends_at", "dock",
    "accept_at",
    "tracking_number", "return_number", "provider_id", "reference", "target", "text", "file",
    "thread_id", "signature", "confirmation",
}  # fmt: skip


def _plain(value, case_id: str):
    if isinstance(value, dict):
        return {k: _plain(v, case_id) for k, v in value.items() if k not in _PASSING}
    if isinstance(value, list):
        return [_plain(one, case_id) for one in value]
    return value.replace(case_id, "case") if isinstance(value, str) else value
