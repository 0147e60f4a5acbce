"""An app that only streams, to hold the host beside a bare server."""

# ruff: noqa: INP001 - an app is no package

from collections.abc import AsyncIterator

import azure.functions as func
from azurefunctions.extensions.http.fastapi import Request, StreamingResponse

app = func.FunctionApp(http_auth_level=func.AuthLevel.ANONYMOUS)


@app.route(route="stream", methods=["POST"])
async def stream(req: Request) -> StreamingResponse:
    count = int(req.query_params["frames"])

    async def frames() -> AsyncIterator[bytes]:
        for number in range(count):
            yield b'data: {"n": %d}\n\n' % number

    return StreamingResponse(frames(), media_type="text/event-stream")
