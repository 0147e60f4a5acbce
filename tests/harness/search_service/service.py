"""Azure AI Search as far as the product uses it: indexes with ETags, documents, hybrid queries.

It holds no socket: `SearchService.answer` takes a request and returns the reply. It refuses what
the service would refuse, above all what it does not know.
"""

from __future__ import annotations

import json
import re
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, unquote, urlsplit

from tests.harness.search_service.odata import Unreadable, condition
from tests.harness.search_service.ranks import Found, fused

if TYPE_CHECKING:
    from collections.abc import Mapping

API_VERSION = "2026-04-01"
SCOPE = "https://search.azure.com/.default"
_PATH = re.compile(r"/indexes\('([a-z0-9-]+)'\)(/docs/search\.(?:index|post\.search))?")
_KEY = re.compile(r"[A-Za-z0-9=-][A-Za-z0-9_=-]*")
_QUERY = {
    "search", "filter", "queryType", "searchFields", "searchMode", "select", "top", "orderby",
    "vectorQueries", "vectorFilterMode", "debug", "semanticConfiguration", "count",
}  # fmt: skip
_VECTOR_QUERY = {"kind", "vector", "k", "fields"}
_MOST_ACTIONS, _MOST_RESULTS = 1000, 1000
# What the service adds to a field that does not say it.
_FIELD_DEFAULTS: dict[str, Any] = {
    "searchable": True, "filterable": True, "sortable": True, "facetable": True, "key": False,
    "retrievable": True, "stored": True, "analyzer": None, "searchAnalyzer": None,
    "indexAnalyzer": None, "dimensions": None, "vectorSearchProfile": None, "synonymMaps": [],
}  # fmt: skip
_FIXED = _FIELD_DEFAULTS.keys() - {"retrievable", "searchAnalyzer", "synonymMaps"} | {"type"}


def token_for(scope: str) -> str:
    """Return a token that is good for one service only."""
    return f"token-for-{scope}"


@dataclass(frozen=True)
class Request:
    """A request as it came."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: Any = None

    @property
    def name(self) -> str:
        return f"{self.method} {unquote(urlsplit(self.url).path)}"

    @property
    def asks(self) -> bool:
        return self.name.endswith("/docs/search.post.search")


@dataclass(frozen=True)
class Reply:
    status: int
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict[str, str])


class Refused(Exception):
    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.reply = Reply(status, {"error": {"code": "", "message": message}})


class SearchService:
    """`seen` are the requests; `plan` answers the next ones, `refuse` the next documents."""

    def __init__(self) -> None:
        self.indexes: dict[str, dict[str, Any]] = {}
        self.documents: dict[str, dict[str, dict[str, Any]]] = {}
        self.seen: list[Request] = []
        self._planned: deque[Reply | None] = deque()
        self._refusals: deque[int] = deque()
        self._etags = 0

    def plan(self, *replies: Reply | None) -> None:
        """Give these replies to the next requests; None lets one be answered."""
        self._planned = deque(replies)
        self.seen.clear()

    def refuse(self, *statuses: int) -> None:
        """Refuse the next documents with these statuses; 200 takes one."""
        self._refusals = deque(statuses)

    def bodies(self, name: str = "") -> list[Any]:
        """Return the bodies of the requests so far whose name ends so."""
        return [request.body for request in self.seen if request.name.endswith(name)]

    @property
    def questions(self) -> list[Request]:
        """Return the requests that looked for documents, and did not count them."""
        return [one for one in self.seen if one.asks and "count" not in one.body]

    def answer(self, request: Request) -> Reply:
        self.seen.append(request)
        planned = self._planned.popleft() if self._planned else None
        if planned is not None:
            return planned
        try:
            return self._answer(request)
        except Refused as refused:
            return refused.reply

    def _answer(self, request: Request) -> Reply:
        if request.headers.get("Authorization") != f"Bearer {token_for(SCOPE)}":
            raise Refused(401, "no token of ours")
        url = urlsplit(request.url)
        if parse_qs(url.query) != {"api-version": [API_VERSION]}:
            raise Refused(400, f"unknown parameters {url.query}")
        path = _PATH.fullmatch(unquote(url.path))
        if path is None:
            raise Refused(404, f"no such path: {url.path}")
        name, action = path.groups()
        if action is None and request.method == "PUT":
            return self._put(name, request)
        if name not in self.indexes:
            raise Refused(404, f"no index {name}")
        if action is None and request.method == "GET":
            return Reply(200, self.indexes[name])
        if request.method == "POST" and action == "/docs/search.index":
            return self._take(name, request.body)
        if request.method == "POST" and action == "/docs/search.post.search":
            return self._search(name, request.body)
        raise Refused(405, request.name)

    # --- Indexes ------------------------------------------------------------------------------

    def _put(self, name: str, request: Request) -> Reply:
        known = self.indexes.get(name)
        if request.headers.get("If-None-Match") == "*" and known:
            raise Refused(412, "there is one")
        wanted = request.headers.get("If-Match")
        if wanted and (known is None or wanted.strip('"') != known["@odata.etag"]):
            raise Refused(412, "it was changed")
        index = json.loads(json.dumps(request.body))
        if index.get("name") != name:
            raise Refused(400, "the names differ")
        index["fields"] = [_FIELD_DEFAULTS | one for one in index["fields"]]
        for before in known["fields"] if known else ():
            now = next((one for one in index["fields"] if one["name"] == before["name"]), None)
            if now is None or any(now.get(part) != before.get(part) for part in _FIXED):
                raise Refused(400, f"Existing field '{before['name']}' cannot be changed.")
        self._etags += 1
        self.indexes[name] = index | {"@odata.etag": f"0x{self._etags}", "suggesters": []}
        self.documents.setdefault(name, {})
        return Reply(200 if known else 201, self.indexes[name])

    def _fields(self, name: str, use: str) -> set[str]:
        return {one["name"] for one in self.indexes[name]["fields"] if one[use]}

    # --- Documents ----------------------------------------------------------------------------

    def _take(self, name: str, body: Any) -> Reply:
        actions = body["value"]
        if not 0 < len(actions) <= _MOST_ACTIONS:
            raise Refused(400, f"{len(actions)} actions")
        results = [self._taken(name, dict(action)) for action in actions]
        partial = not all(result["status"] for result in results)
        return Reply(207 if partial else 200, {"value": results})

    def _taken(self, name: str, document: dict[str, Any]) -> dict[str, Any]:
        action, key = document.pop("@search.action"), document.get("id", "")
        status = self._refusals.popleft() if self._refusals else 200
        if status == 200 and action == "upload":
            self._check(name, document)
            self.documents[name][key] = document
        elif status == 200 and action == "delete":
            self.documents[name].pop(key, None)
        elif status == 200:
            raise Refused(400, f"unknown action {action}")
        message = None if status == 200 else f"refused with {status}"
        return {
            "key": key, "status": status == 200, "errorMessage": message, "statusCode": status,
        }  # fmt: skip

    def _check(self, name: str, document: dict[str, Any]) -> None:
        fields = {one["name"]: one for one in self.indexes[name]["fields"]}
        if unknown := document.keys() - fields.keys():
            raise Refused(400, f"The property '{min(unknown)}' does not exist")
        if not _KEY.fullmatch(document.get("id", "")):
            raise Refused(400, f"Invalid document key: {document.get('id')!r}")
        if len(document["vector"]) != fields["vector"]["dimensions"]:
            raise Refused(400, f"a vector of {len(document['vector'])}")

    # --- Queries ------------------------------------------------------------------------------

    def _search(self, name: str, body: dict[str, Any]) -> Reply:
        if unknown := body.keys() - _QUERY:
            raise Refused(400, f"unknown {sorted(unknown)}")
        if body.get("top", 50) > _MOST_RESULTS:
            raise Refused(400, "too many results")
        select = body["select"].split(",") if "select" in body else []
        if hidden := set(select) - self._fields(name, "retrievable"):
            raise Refused(400, f"not retrievable: {sorted(hidden)}")
        try:
            fulfills = condition(body["filter"], self._fields(name, "filterable"))
        except Unreadable as unreadable:
            raise Refused(400, f"Invalid expression: {unreadable}") from None
        documents = {key: one for key, one in self.documents[name].items() if fulfills(one)}
        found = self._hybrid if "vectorQueries" in body else self._listed
        rows = found(name, documents, body)[: body.get("top", 50)]
        chosen = [
            scores | {part: documents[key].get(part) for part in select} for key, scores in rows
        ]
        counted = {"@odata.count": len(documents)} if body.get("count") else {}
        return Reply(200, counted | {"value": chosen})

    def _listed(
        self, name: str, documents: dict[str, dict[str, Any]], body: dict[str, Any]
    ) -> list[tuple[str, dict[str, Any]]]:
        by = body.get("orderby", "id")
        if body["search"] != "*" or by not in self._fields(name, "sortable"):
            raise Refused(400, "only everything can be listed, by a sortable field")
        ordered = sorted(documents, key=lambda key: documents[key][by])
        return [(key, {"@search.score": 1.0}) for key in ordered]

    def _hybrid(
        self, name: str, documents: dict[str, dict[str, Any]], body: dict[str, Any]
    ) -> list[tuple[str, dict[str, Any]]]:
        (query,) = body["vectorQueries"]
        fields = body["searchFields"].split(",")
        dimensions = {one["name"]: one["dimensions"] for one in self.indexes[name]["fields"]}
        if query.keys() != _VECTOR_QUERY or query["kind"] != "vector":
            raise Refused(400, f"unknown vector query: {sorted(query)}")
        if not set(fields) <= self._fields(name, "searchable"):
            raise Refused(400, f"not searchable: {fields}")
        if len(query["vector"]) != dimensions[query["fields"]]:
            raise Refused(400, f"the index has vectors of {dimensions[query['fields']]}")
        found = fused(documents, body["search"], fields, query["vector"], query["k"])
        told = body.get("debug") == "vector"
        return [(one.key, _scores(one, query["fields"], told=told)) for one in found]


def _scores(found: Found, vector: str, *, told: bool) -> dict[str, Any]:
    scores: dict[str, Any] = {"@search.score": found.score}
    if told:
        near = {"searchScore": found.score, "vectorSimilarity": found.cosine}
        text = None if found.words is None else {"searchScore": found.words}
        vectors = [] if found.cosine is None else [{vector: near}]
        subscores = {"text": text, "vectors": vectors, "documentBoost": 1.0}
        scores["@search.documentDebugInfo"] = {"vectors": {"subscores": subscores}}
    return scores
