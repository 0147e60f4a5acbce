"""The switches of the shop: what stands, and turning one, for operators only."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import azure.functions as func
from azurefunctions.extensions.http.fastapi import Request, Response

from backends.switchboard import NAMES, SwitchUnknown
from backends.wiring import Backends
from doors.house import CLOCK
from doors.principal import Principal
from doors.problems import Refused
from web_api.answers import answered_to, posted, text_of

blueprint = func.Blueprint()

_OPERATOR = "ops"


@blueprint.route(route="shop/switches", methods=["GET"])
async def switches(req: Request) -> Response:
    """Return every switch, and the newest hundred turns with who, when and why."""

    async def work(backends: Backends, principal: Principal) -> dict[str, Any]:
        _only_operators(principal)
        return await shown(backends)

    return await answered_to(req, work)


@blueprint.route(route="shop/switches", methods=["PUT"])
async def turn_switch(req: Request) -> Response:
    """Turn a switch: `{"name", "on", "why"}`. It reaches every process within seconds.

    Safe to repeat: a switch that stands so stays, and leaves no second entry.
    """

    async def work(backends: Backends, principal: Principal) -> dict[str, Any]:
        _only_operators(principal)
        body = await posted(req)
        name, why, on = text_of(body, "name"), text_of(body, "why"), body.get("on")
        if not isinstance(on, bool):
            raise Refused("malformed", "The field 'on' must be true or false.")
        try:
            await backends.switchboard.turn(
                name, CLOCK.now(), on=on, by=principal.person_id, why=why
            )
        except SwitchUnknown as unknown:
            raise Refused("malformed", str(unknown)) from None
        return await shown(backends)

    return await answered_to(req, work)


async def shown(backends: Backends) -> dict[str, Any]:
    """Return the switches as they are stored, by the names people use."""
    standing = asdict(await backends.switchboard.read())
    turned = await backends.switchboard.history()
    return {
        "switches": {name: standing[code] for name, code in NAMES.items()},
        "history": [asdict(one) | {"at": one.at.isoformat()} for one in turned],
    }


def _only_operators(principal: Principal) -> None:
    if not (principal.is_staff and _OPERATOR in principal.roles):
        raise Refused("not_allowed", "Only operators turn the switches of the shop.")
