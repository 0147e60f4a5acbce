"""Serves a folder of built pages the way their cloud host would."""

import asyncio
import html
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast
from urllib.parse import unquote

from local_host.asgi import Scope, Send, header, send_bytes, send_problem

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
    " img-src 'self' data: blob:; object-src 'none'; form-action 'none'; frame-ancestors 'none';"
    " base-uri 'none'; require-trusted-types-for 'script'"
)

_SECURITY = {
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
}

# Named here because the machine's own table differs from one system to the next.
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".gif": "image/gif",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".map": "application/json",
    ".mjs": "text/javascript; charset=utf-8",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
}

_PAGE_CONFIG_PATH = "config.json"
_SITE_SETTINGS = "staticwebapp.config.json"


@dataclass(frozen=True)
class _Answer:
    status: int
    headers: dict[str, str]
    body: bytes = b""


class StaticSite:
    """The pages under one folder, read anew for each request.

    Args:
        root: the folder; it may be missing, and then `/` says how to build it.
        page_config: a JSON text or file served as `/config.json` instead of the built one.
    """

    def __init__(self, root: Path, page_config: str | None = None) -> None:
        self._root = root.resolve()
        self._page_config = page_config

    async def handle(self, scope: Scope, send: Send) -> None:
        """Answer GET and HEAD for a page or a file."""
        if scope["method"] not in {"GET", "HEAD"}:
            await send_problem(send, 405, "Pages are read only.", headers={"allow": "GET, HEAD"})
            return
        path = unquote((scope.get("raw_path") or scope["path"].encode()).decode("latin-1"))
        known_tag = header(scope, "if-none-match")
        answer = await asyncio.to_thread(self._answer, path.lstrip("/"), known_tag)
        if answer is None:
            await send_problem(send, 404, f"There is no page at {path}.", headers=_SECURITY)
            return
        # The server itself leaves the body out of an answer to HEAD.
        await send_bytes(send, answer.status, answer.body, headers=answer.headers.items())

    def _answer(self, relative: str, known_tag: str | None) -> _Answer | None:
        if relative == _PAGE_CONFIG_PATH and self._page_config is not None:
            return _Answer(200, self._headers(".json", "no-cache"), self._config_bytes())
        found = self._find(relative)
        if found is not None:
            return self._file(found, known_tag)
        if not relative and not self._root.is_dir():
            page = _unbuilt_page(self._root).encode()
            return _Answer(200, self._headers(".html", "no-store"), page)
        return None

    def _file(self, path: Path, known_tag: str | None) -> _Answer:
        hashed = path.relative_to(self._root).parts[0] == "assets"
        cache = "public, max-age=31536000, immutable" if hashed else "no-cache"
        status = path.stat()
        tag = f'"{status.st_mtime_ns:x}-{status.st_size:x}"'
        headers = self._headers(path.suffix.lower(), cache) | {"etag": tag}
        if known_tag == tag:
            return _Answer(304, headers)
        return _Answer(200, headers, path.read_bytes())

    def _find(self, relative: str) -> Path | None:
        names = [part for part in relative.split("/") if part]
        hidden = any(name.startswith(".") or "\\" in name or "\0" in name for name in names)
        if hidden or relative == _SITE_SETTINGS:
            return None
        target = self._root.joinpath(*names)
        candidates = [target / "index.html"]
        if names:
            candidates = [target, target.with_name(target.name + ".html"), *candidates]
        for candidate in candidates:
            # Resolving first keeps links from leading out of the folder.
            real = candidate.resolve()
            if real.is_file() and real.is_relative_to(self._root):
                return real
        return None

    def _headers(self, suffix: str, cache: str) -> dict[str, str]:
        kind = _TYPES.get(suffix, "application/octet-stream")
        own = {"content-type": kind, "cache-control": cache}
        return own | _SECURITY | self._site_headers()

    def _site_headers(self) -> dict[str, str]:
        for folder in (self._root, self._root.parent):
            path = folder / _SITE_SETTINGS
            if path.is_file():
                document: Mapping[str, Any] = json.loads(path.read_bytes())
                given = cast("Mapping[str, object]", document.get("globalHeaders") or {})
                return {name.lower(): str(value) for name, value in given.items()}
        return {}

    def _config_bytes(self) -> bytes:
        given = self._page_config or ""
        return given.encode() if given.lstrip().startswith("{") else Path(given).read_bytes()


def _unbuilt_page(root: Path) -> str:
    project = root.parent
    build = f"npm --prefix {project.name} install && npm --prefix {project.name} run build"
    steps = (
        f"<p>Build them with</p><pre>{html.escape(build)}</pre>"
        if (project / "package.json").is_file()
        else "<p>Name another folder with <code>--static</code>.</p>"
    )
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Local host</title>'
        "<h1>The API runs; the pages are not built yet</h1>"
        f"<p>There is no folder <code>{html.escape(str(root))}</code>.</p>{steps}"
        '<p>The functions are listed at <a href="/admin/functions">/admin/functions</a>.</p></html>'
    )
