"""Who is signed in; and local sign-in as a sample person, which a real issuer makes impossible."""

from __future__ import annotations

from typing import Any

import azure.functions as func
from azurefunctions.extensions.http.fastapi import Request, Response

from backends.wiring import Backends
from doors.house import CLOCK
from doors.principal import Principal
from doors.problems import Refused
from doors.request import count_sign_in
from web_api.answers import answered, answered_to, posted, text_of

blueprint = func.Blueprint()


@blueprint.route(route="session", methods=["POST"])
async def session(req: Request) -> Response:
    """Sign in by e-mail: `{"email"}` gives a token and the principal; 404 when unknown."""

    async def work(backends: Backends) -> dict[str, Any]:
        count_sign_in(req.client.host if req.client else "unknown")
        email = text_of(await posted(req), "email")
        if backends.samples is None:
            raise Refused("not_found", "Sign in at your account page.")
        signed_in = await backends.samples.sign_in(email, CLOCK.now())
        if signed_in is None:
            raise Refused("not_found", f"The sample shop knows nobody with the address {email}.")
        token, person = signed_in
        tier = {"tier": person.tier} if person.tier else {}
        return {
            "token": token,
            "principal": {"id": person.person_id, "name": person.name, "role": person.role} | tier,
        }

    return await answered(req, work)


@blueprint.route(route="session", methods=["GET"])
async def speaking(req: Request) -> Response:
    """Tell who a token speaks for, as `{"principal"}`; 403 says what to do when it is nobody."""

    async def work(_: Backends, principal: Principal) -> dict[str, Any]:
        told = {"id": principal.person_id, "name": principal.name, "role": principal.role}
        return {"principal": told}

    return await answered_to(req, work)
