"""A shop's sections, products and settled returns as documents, and where those stand."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from backends.ranking_terms import Entry
from backends.search_indexes import equals, text_field, title_field
from backends.search_subjects import past_case_entry, policy_entry, product_entry

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from returns.ports import PastCase, PolicyClause
    from returns.shop import Shop

type Document = dict[str, Any]
# What documents say, by what their shop calls each thing.
type Contents = Mapping[str, Document]

_ONLY_EDITION = "only"
_DIGITS = 16


@dataclass(frozen=True, slots=True)
class Shelf:
    """The documents of one shop in one edition: all that a search sees of an index.

    An edition is named after its contents. So the next version of a policy or a catalog stands
    beside the one that is being read, until a desk that holds it asks for it. `size` is how many
    documents it has when all of them stand there; 0 where any number is right.
    """

    shop_id: str
    edition: str
    locale: str
    size: int

    @classmethod
    def of(cls, shop: Shop, contents: Contents, *, version: str = "") -> Self:
        """Return where these contents stand; the version only helps people to tell editions."""
        digest = _digest(contents)[:_DIGITS]
        edition = f"{version}-{digest}" if version else digest
        return cls(shop.shop_id, edition, shop.locales[0], len(contents))

    @classmethod
    def of_past_cases(cls, shop: Shop) -> Self:
        """Return where settled returns stand: there is one edition, so a deletion is at once."""
        return cls(shop.shop_id, _ONLY_EDITION, shop.locales[0], 0)

    @property
    def where(self) -> str:
        """Return the condition that its documents fulfill."""
        return f"{equals('shop_id', self.shop_id)} and {equals('edition', self.edition)}"

    @property
    def where_others(self) -> str:
        """Return the condition that the shop's documents of all other editions fulfill."""
        return f"{equals('shop_id', self.shop_id)} and not ({equals('edition', self.edition)})"

    @property
    def words(self) -> tuple[str, str]:
        """Return the fields that `entry_of` reads."""
        return title_field(self.locale), text_field(self.locale)

    def entry_of(self, document: Mapping[str, Any]) -> Entry:
        """Return what a document is found by."""
        title, text = self.words
        return Entry(document[title], document[text])

    def documents(self, contents: Contents) -> list[Document]:
        """Return contents as they stand here, without their vectors."""
        stands = {"shop_id": self.shop_id, "edition": self.edition}
        return [
            {"id": _digest([self.shop_id, self.edition, name])} | stands | content
            for name, content in contents.items()
        ]


def policy_contents(shop: Shop, clauses: Sequence[PolicyClause]) -> Contents:
    """Return the sections of a policy by their numbers."""
    return {
        clause.section: _words(shop, policy_entry(clause))
        | {
            "section": clause.section,
            "chapter": clause.section.partition(".")[0],
            "position": position,
            "version": clause.version,
        }
        for position, clause in enumerate(clauses)
    }


def product_contents(shop: Shop) -> Contents:
    """Return the catalog by product id; prices and stock are not searched, so they are not here."""
    return {
        product.product_id: _words(shop, product_entry(product))
        | {"product_id": product.product_id}
        for product in shop.catalog.values()
    }


def past_case_contents(shop: Shop, cases: Sequence[PastCase]) -> Contents:
    """Return settled returns by their ids, with nothing that tells whose they were."""
    return {
        case.case_id: _words(shop, past_case_entry(case))
        | {
            "case_id": case.case_id,
            "category": case.category,
            "reason": case.reason,
            "resolution": case.resolution,
            "said": case.text,
            "outcome": case.outcome,
        }
        for case in cases
    }


def fingerprint(document: Document, model: str) -> str:
    """Return what tells whether a stored document still says this, with vectors of this model."""
    return _digest([document, model])


def _words(shop: Shop, entry: Entry) -> Document:
    locale = shop.locales[0]
    return {title_field(locale): entry.title, text_field(locale): entry.text}


def _digest(value: object) -> str:
    """Return 40 digits that are the same on every machine, and may be a document's id."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:40]
