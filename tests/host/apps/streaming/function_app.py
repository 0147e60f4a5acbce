"""An app on the FastAPI extension: every route streams."""

# ruff: noqa: ARG001, INP001 - triggers take what they do not use; an app is no package

import asyncio
import os
import sys
from collections import defaultdict

import azure.functions as func
from azurefunctions.extensions.http.fastapi import JSONResponse, Request, StreamingResponse

app = func.FunctionApp(http_auth_level=func.AuthLevel.ANONYMOUS)

seen: list[str] = []
gates: defaultdict[str, asyncio.Event] = defaultdict(asyncio.Event)
kept: set[asyncio.Task[None]] = set()


@app.route(route="seen", methods=["GET"])
async def seen_so_far(req: Request) -> JSONResponse:
    return JSONResponse(seen)


@app.route(route="echo/{who}/{n:int?}", methods=["GET", "POST"])
async def echo(req: Request) -> JSONResponse:
    body = await req.body()
    answer = {"params": req.path_params, "query": dict(req.query_params), "bytes": len(body)}
    return JSONResponse(answer, headers={"x-echo": "yes"}, status_code=201)


@app.route(route="echo/me", methods=["GET"])
async def echo_me(req: Request) -> dict:
    return {"literal": True}


@app.route(route="gated", methods=["GET"])
async def gated(req: Request) -> StreamingResponse:
    async def parts():
        yield "first\n"
        await gates["gated"].wait()
        yield "second\n"

    return StreamingResponse(parts(), media_type="text/plain")


@app.route(route="gate/{name}", methods=["POST"])
async def open_gate(req: Request) -> JSONResponse:
    gates[req.path_params["name"]].set()
    return JSONResponse({})


@app.route(route="endless", methods=["GET"])
async def endless(req: Request) -> StreamingResponse:
    async def parts():
        try:
            yield "first\n"
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            seen.append("endless canceled")
            raise
        finally:
            seen.append("endless cleaned up")

    return StreamingResponse(parts(), media_type="text/event-stream")


@app.route(route="kept", methods=["GET"])
async def keep_going(req: Request) -> StreamingResponse:
    async def finish() -> None:
        await gates["kept"].wait()
        seen.append("kept finished")

    async def parts():
        task = asyncio.create_task(finish())
        kept.add(task)
        yield "first\n"
        await asyncio.shield(task)

    return StreamingResponse(parts(), media_type="text/plain")


@app.route(route="half", methods=["GET"])
async def half(req: Request) -> StreamingResponse:
    async def parts():
        yield "first\n"
        raise RuntimeError("broke in the middle")

    return StreamingResponse(parts(), media_type="text/plain")


@app.route(route="boom", methods=["GET"])
async def boom(req: Request) -> JSONResponse:
    raise ValueError("kaboom")


@app.route(route="stuck", methods=["GET"])
async def stuck(req: Request) -> JSONResponse:
    await asyncio.Event().wait()
    return JSONResponse({})


@app.route(route="blocking", methods=["GET"])
def blocking(req: Request) -> JSONResponse:
    return JSONResponse({"ok": True})


@app.route(route="setting/{name}", methods=["GET"])
async def setting(req: Request) -> JSONResponse:
    return JSONResponse(os.environ.get(req.path_params["name"]))


@app.route(route="meetings", methods=["GET"])
async def meetings(req: Request) -> JSONResponse:
    http = sys.modules["azure_functions_runtime.http_v2"]
    return JSONResponse(len(http.http_coordinator._context_references))
