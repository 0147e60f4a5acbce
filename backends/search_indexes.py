"""The three indexes as data: their fields, and how the service reads and compares them.

A document has its words in the two fields of its language, so that each language is read by its
own analyzer; what a port answers with stands beside them. Vectors are searched, never read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

type Definition = dict[str, Any]

POLICY, PRODUCTS, PAST_CASES = "policy", "products", "past-cases"
INDEXES = (POLICY, PRODUCTS, PAST_CASES)

VECTOR = "vector"
_PROFILE, _ALGORITHM, _SCORING = "nearest", "hnsw", "titles"
_STRING = "Edm.String"
# Microsoft's analyzers take compounds apart and know irregular forms. A language without one here
# is cut at its word borders and no more.
_ANALYZERS: Mapping[str, str] = {
    "en": "en.microsoft",
    "de": "de.microsoft",
    "fr": "fr.microsoft",
    "other": "standard.lucene",
}


def index_name(prefix: str, index: str) -> str:
    """Return what an index is called at the service."""
    return f"{prefix}-{index}"


def title_field(locale: str) -> str:
    """Return the field that has the titles of a locale's language."""
    return f"title_{_language(locale)}"


def text_field(locale: str) -> str:
    """Return the field that has the texts of a locale's language."""
    return f"text_{_language(locale)}"


def semantic_configuration(locale: str) -> str:
    """Return what the semantic ranker is told to read, where it is used."""
    return f"passages-{_language(locale)}"


def equals(field: str, value: str) -> str:
    """Return a condition on a field; a quote in the value does not end it."""
    quoted = value.replace("'", "''")
    return f"{field} eq '{quoted}'"


def definition(prefix: str, index: str, dimensions: int) -> Definition:
    """Return an index as the service's own resource format has it."""
    return {
        "name": index_name(prefix, index),
        "fields": [
            _fact("id", key=True, filterable=True, sortable=True),
            _fact("shop_id", filterable=True),
            _fact("edition", filterable=True),
            _fact("fingerprint"),
            *_FACTS[index],
            *(_words(f"{part}_{language}", analyzer)
              for language, analyzer in _ANALYZERS.items() for part in ("title", "text")),
            _vector(dimensions),
        ],
        "scoringProfiles": [{"name": _SCORING, "text": {"weights": _title_weights()}}],
        "defaultScoringProfile": _SCORING,
        "vectorSearch": {
            "profiles": [{"name": _PROFILE, "algorithm": _ALGORITHM}],
            "algorithms": [
                {"name": _ALGORITHM, "kind": "hnsw", "hnswParameters": _hnsw_parameters()}
            ],
        },
        "semantic": {"configurations": [_passages(language) for language in _ANALYZERS]},
    }  # fmt: skip


def _language(locale: str) -> str:
    language = locale.partition("-")[0].lower()
    return language if language in _ANALYZERS else "other"


def _fact(name: str, kind: str = _STRING, **uses: bool) -> Definition:
    """Return a field that is read, and searched in no other way than stated."""
    unused = dict.fromkeys(("searchable", "filterable", "sortable", "facetable"), False)
    return {"name": name, "type": kind, "key": False, "retrievable": True} | unused | uses


_FACTS: Mapping[str, tuple[Definition, ...]] = {
    POLICY: (
        _fact("section", filterable=True),
        _fact("chapter", filterable=True),
        _fact("position", "Edm.Int32", sortable=True),
        _fact("version"),
    ),
    PRODUCTS: (_fact("product_id"),),
    PAST_CASES: tuple(
        _fact(name) for name in ("case_id", "category", "reason", "resolution", "said", "outcome")
    ),
}


def _words(name: str, analyzer: str) -> Definition:
    return _fact(name, searchable=True) | {"analyzer": analyzer}


def _vector(dimensions: int) -> Definition:
    return _fact(VECTOR, "Collection(Edm.Single)", searchable=True, retrievable=False) | {
        "stored": False,
        "dimensions": dimensions,
        "vectorSearchProfile": _PROFILE,
    }


def _title_weights() -> dict[str, float]:
    return {f"title_{language}": 2.0 for language in _ANALYZERS}


def _hnsw_parameters() -> Definition:
    return {"metric": "cosine", "m": 4, "efConstruction": 400, "efSearch": 500}


def _passages(language: str) -> Definition:
    return {
        "name": semantic_configuration(language),
        "prioritizedFields": {
            "titleField": {"fieldName": title_field(language)},
            "prioritizedContentFields": [{"fieldName": text_field(language)}],
        },
    }
