"""The customer's own label, as a document or as an address that hands it out for minutes."""

from __future__ import annotations

import azure.functions as func
from azurefunctions.extensions.http.fastapi import JSONResponse, Request, Response

from backends.wiring import Backends
from doors.house import CLOCK
from doors.principal import Principal, owner_of
from doors.problems import Refused
from returns.case import CaseRef
from returns.ports import LabelFiles
from web_api.answers import answered_to

blueprint = func.Blueprint()

# Whoever has the address has the label: no cache and no next page may learn it.
_KEPT_NOWHERE = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}


@blueprint.route(route="cases/{case_id}/labels/{document}", methods=["GET"])
async def label(req: Request) -> Response:
    """Hand out label `n` of the speaker's case as `{n}.pdf`; 404 for anything not theirs.

    Where labels lie outside the app the answer is `{"url"}` for who accepts JSON, as the page does,
    and a redirect for who does not; elsewhere it is the document.
    """

    async def work(backends: Backends, principal: Principal) -> Response:
        ref = CaseRef(owner_of(principal), str(req.path_params["case_id"]))
        name, _, kind = str(req.path_params["document"]).partition(".")
        case = await backends.cases.load(ref)
        found = next((one for one in case.labels if str(one.n) == name), None)
        if found is None or kind != "pdf":
            raise _unknown()
        link = await backends.label_files.link(found.file, CLOCK.now())
        if link:
            return _address(link, accepted=req.headers.get("accept", ""))
        return await _document(backends.label_files, found.file, name)

    return await answered_to(req, work)


def _address(link: str, *, accepted: str) -> Response:
    if "application/json" in accepted:
        return JSONResponse({"url": link}, headers=_KEPT_NOWHERE)
    return Response(status_code=303, headers=_KEPT_NOWHERE | {"Location": link})


async def _document(files: LabelFiles, file: str, name: str) -> Response:
    content = await files.get(file)
    if content is None:
        raise _unknown()
    headers = {
        "Content-Disposition": f'inline; filename="return-label-{name}.pdf"',
        "Cache-Control": "private, no-store",
    }
    return Response(content, media_type="application/pdf", headers=headers)


def _unknown() -> Refused:
    return Refused("not_found", "There is no such label.")
