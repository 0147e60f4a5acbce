"""Messages to the customer about what has happened to a return."""

from __future__ import annotations

from dataclasses import replace

import azure.durable_functions as df

from activities.jobs import Payload, case_of, perform, record
from backends.wiring import Backends
from returns import events as e
from returns.case import Case
from returns.notices import notice_text
from returns.order import Customer
from returns.owed import Job
from returns.ports import Notice

blueprint = df.Blueprint()


@blueprint.activity_trigger(input_name="job")
async def send_notice(job: Payload) -> bool:
    return await perform(job, notify)


def told_of(case: Case, owner: Customer) -> Customer:
    """Return who hears of a case: the owner, or who returns a gift and nobody else (rule 15)."""
    recipient = case.recipient
    return replace(owner, name=recipient.name, email=recipient.email) if recipient else owner


async def notify(job: Job, backends: Backends) -> bool:
    """Send one notice; its message id is our reference.

    Safe to repeat: the outbox is asked for the message id before anything is sent. A provider
    that cannot look up sends at least once, with the same message id.
    """
    case = await case_of(job, backends)
    if case is None:
        return False
    if await backends.notices.find(job.key) is None:
        owner = await backends.cases.open(job.ref.owner_id, None)
        shop = (await backends.rules.edition(case)).shop
        subject, text = notice_text(job.subject, case, told_of(case, owner.customer), shop)
        to = told_of(case, owner.customer).email
        notice = Notice(job.key, case.ref.case_id, to, subject, text, job.now)
        await backends.notices.send(notice)
    return await record(job, e.NoticeSent(job.key, job.subject), backends)
