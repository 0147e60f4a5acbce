"""Local sign-in as one of the sample people; no password exists, and none of it in the cloud."""

from __future__ import annotations

from typing import Any

import azure.functions as func
from azurefunctions.extensions.http.fastapi import Request, Response

from backends.wiring import Backends
from doors.house import CLOCK
from doors.principal import issue_token
from doors.problems import Refused
from doors.request import count_sign_in
from web_api.answers import answered, posted, text_of

blueprint = func.Blueprint()


@blueprint.route(route="session", methods=["POST"])
async def session(req: Request) -> Response:
    """Sign in by e-mail: `{"email"}` gives a token and the principal; 404 when unknown."""

    async def work(backends: Backends) -> dict[str, Any]:
        count_sign_in(req.client.host if req.client else "unknown")
        email = text_of(await posted(req), "email")
        if backends.simulated is None:
            raise Refused("not_found", "Sign in at your account page.")
        person = await backends.people.find(email)
        if person is None:
            raise Refused("not_found", f"The sample shop knows nobody with the address {email}.")
        tier = {"tier": person.tier} if person.tier else {}
        return {
            "token": issue_token(person, backends.session_key, CLOCK.now()),
            "principal": {"id": person.person_id, "name": person.name, "role": person.role} | tier,
        }

    return await answered(req, work)
