"""What the page shows of the shop itself, in every locale, before anybody has signed in."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import azure.functions as func
from azurefunctions.extensions.http.fastapi import Request, Response

from backends.wiring import Backends
from returns.cards import prompts_of
from web_api.answers import answered

blueprint = func.Blueprint()


@blueprint.route(route="shop", methods=["GET"])
async def shop(req: Request) -> Response:
    """Return name, colors, texts, prompts and locales, and how to sign in."""

    async def work(backends: Backends) -> dict[str, Any]:
        await backends.rules.refresh()
        return shown(backends)

    return await answered(req, work)


def shown(backends: Backends) -> dict[str, Any]:
    about = backends.shop
    return {
        "shop": about.shop_id,
        "name": about.name,
        "tagline": about.tagline,
        "colors": {"primary": dict(about.colors)},
        "locales": list(about.locales),
        "texts": {locale: dict(texts) for locale, texts in about.texts.items()},
        "prompts": {
            locale: [asdict(prompt) for prompt in prompts_of(about, locale)]
            for locale in about.locales
        },
        "sign_in": _sign_in(backends),
        "simulate": backends.simulated is not None,
    }


def _sign_in(backends: Backends) -> dict[str, Any]:
    """Return the issuer and what to ask it for, or the sample people; nothing of it is secret."""
    page = backends.issuer.page
    if page is not None:
        return {"mode": "oidc"} | asdict(page)
    people = [
        {
            "name": person.name,
            "email": person.email,
            "role": person.role,
            "tier": person.tier,
            "shows": person.shows,
        }
        for person in (backends.samples.suggested() if backends.samples else ())
    ]
    return {"mode": "sample", "people": people}
