"""Messages to the customer about what has happened to a return."""

from __future__ import annotations

import azure.durable_functions as df

from activities.jobs import Payload, case_of, perform, record
from backends.wiring import Backends
from returns import events as e
from returns.notices import notice_text
from returns.owed import Job
from returns.ports import Notice

blueprint = df.Blueprint()


@blueprint.activity_trigger(input_name="job")
async def send_notice(job: Payload) -> bool:
    return await perform(job, notify)


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
        subject, text = notice_text(job.subject, case, owner.customer, shop)
        to = owner.customer.email
        notice = Notice(job.key, case.ref.case_id, to, subject, text, job.now)
        await backends.notices.send(notice)
    return await record(job, e.NoticeSent(job.key, job.subject), backends)
