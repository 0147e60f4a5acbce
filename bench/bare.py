"""A Starlette that only streams, as its own process: python -m bench.bare PORT FRAMES."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import StreamingResponse
from starlette.routing import Route


def main() -> None:
    port, count = int(sys.argv[1]), int(sys.argv[2])

    async def stream(_: Request) -> StreamingResponse:
        async def frames() -> AsyncIterator[bytes]:
            for number in range(count):
                yield b'data: {"n": %d}\n\n' % number

        return StreamingResponse(frames(), media_type="text/event-stream")

    app = Starlette(routes=[Route("/", stream, methods=["POST"])])
    uvicorn.run(app, host="127.0.0.1", port=port, log_level="error", lifespan="off")


if __name__ == "__main__":
    main()
