"""An app on the SDK's own request and response types."""

# ruff: noqa: ARG001, INP001 - triggers take what they do not use; an app is no package

import asyncio
import json

import azure.functions as func

app = func.FunctionApp(http_auth_level=func.AuthLevel.ANONYMOUS)


@app.route(route="items/{kind}/{*rest}", methods=["GET", "POST"])
def items(req: func.HttpRequest) -> func.HttpResponse:
    seen = {
        "method": req.method,
        "url": req.url,
        "route": dict(req.route_params),
        "query": dict(req.params),
        "header": req.headers.get("X-Probe"),
        "body": req.get_body().decode(),
    }
    response = func.HttpResponse(json.dumps(seen), status_code=207, mimetype="application/json")
    response.headers.add("Set-Cookie", "a=1; Path=/; HttpOnly; SameSite=Lax; Max-Age=60")
    response.headers.add("Set-Cookie", "b=2; Secure")
    return response


@app.route(route="text")
def text(req: func.HttpRequest) -> str:
    return "plain text"


@app.route(route="nothing")
def nothing(req: func.HttpRequest) -> func.HttpResponse:
    return None


@app.route(route="boom")
def boom(req: func.HttpRequest) -> func.HttpResponse:
    raise ValueError("kaboom")


@app.route(route="forever")
async def forever(req: func.HttpRequest) -> func.HttpResponse:
    await asyncio.Event().wait()
