"""Whether the app can serve, and with which backends."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import azure.functions as func
from azurefunctions.extensions.http.fastapi import JSONResponse, Request, Response

from backends.wiring import Backends
from returns.errors import BackendUnavailable
from web_api.answers import answered

blueprint = func.Blueprint()


@blueprint.route(route="health", methods=["GET"])
async def health(req: Request) -> Response:
    """Report each backend by name; 503 names what is down."""

    async def work(backends: Backends) -> Response:
        down = await _down(backends)
        body: dict[str, Any] = {
            "status": "down" if down else "ok",
            "build": backends.build,
            "shop": backends.shop.shop_id,
            "shop_version": backends.shop.version,
            "switches": [name for name, on in asdict(backends.rules.switches).items() if on],
            "backends": {
                name: "down" if name in down else implementation
                for name, implementation in backends.names.items()
            },
        }
        return JSONResponse(body, status_code=503 if down else 200)

    return await answered(req, work)


async def _down(backends: Backends) -> tuple[str, ...]:
    """Return the names of the backends that do not answer."""
    try:
        await backends.documents.get("lookups", "health", "health")
        await backends.rules.refresh()
    except BackendUnavailable:
        return ("documents",)
    return ()
