"""What the policy says and what happened before, found for the case itself."""

from __future__ import annotations

import azure.durable_functions as df

from activities.jobs import Payload, case_of, perform, record
from backends.wiring import Backends
from returns import events as e
from returns.case import Case
from returns.owed import Job
from returns.shop import Shop, localized

blueprint = df.Blueprint()

_CLAUSES = 3
_SIMILAR = 5


@blueprint.activity_trigger(input_name="job")
async def find_policy_clauses(job: Payload) -> bool:
    return await perform(job, find_clauses)


@blueprint.activity_trigger(input_name="job")
async def find_similar_cases(job: Payload) -> bool:
    return await perform(job, find_similar)


async def find_clauses(job: Job, backends: Backends) -> bool:
    """Record the policy sections that concern the item and the reason.

    Safe to repeat: searching changes nothing, and the result is recorded once.
    """
    case = await case_of(job, backends)
    if case is None:
        return False
    # What is sold has no place in a policy, so its words would only hide what the reason says.
    edition = await backends.rules.edition(case)
    asked = [(about_reason(case, edition.shop), _CLAUSES)]
    asked += [(category, 1) for category in categories(case)]
    policy = edition.searches.policy
    found = [clause for words, most in asked for clause in await policy.find(words, most)]
    known = {one.section: e.FoundClause(one.section, one.title, one.version) for one in found}
    clauses = tuple(known.values())
    return await record(job, e.ClausesFound(job.key, clauses), backends)


async def find_similar(job: Job, backends: Backends) -> bool:
    """Record the nearest past cases, by id and outcome; none of their text leaves the search.

    Safe to repeat: searching changes nothing, and the result is recorded once.
    """
    case = await case_of(job, backends)
    if case is None:
        return False
    edition = await backends.rules.edition(case)
    found = await edition.searches.similar_cases.find(question(case, edition.shop), _SIMILAR)
    cases = tuple(e.FoundCase(o.case_id, o.reason, o.resolution, o.outcome) for o in found)
    return await record(job, e.SimilarCasesFound(job.key, cases), backends)


def question(case: Case, shop: Shop) -> str:
    """Return item and reason in words, as past cases are asked."""
    items = " ".join(f"{line.name} {line.category}" for line in case.lines)
    return f"{items} {_reason_words(case, shop)}".strip()


def about_reason(case: Case, shop: Shop) -> str:
    """Return the reason as the policy is asked: the section it names first, then its words."""
    reason = shop.reasons.get(case.reason.code) if case.reason else None
    section = f"section {reason.section} " if reason and reason.section else ""
    return f"{section}{_reason_words(case, shop)}"


def categories(case: Case) -> list[str]:
    """Return the categories of what is selected, in words, each once."""
    return list(dict.fromkeys(line.category.replace("_", " ") for line in case.lines))


def _reason_words(case: Case, shop: Shop) -> str:
    reason = shop.reasons.get(case.reason.code) if case.reason else None
    said = localized(reason.description, "en") if reason else ""
    label = localized(reason.label, "en") if reason else ""
    return f"{label} {said}".strip()
