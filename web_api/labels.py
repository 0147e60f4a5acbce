"""The customer's own label, as a document."""

from __future__ import annotations

import azure.functions as func
from azurefunctions.extensions.http.fastapi import Request, Response

from backends.wiring import Backends
from doors.principal import Principal, owner_of
from doors.problems import Refused
from returns.case import CaseRef
from web_api.answers import answered_to

blueprint = func.Blueprint()


@blueprint.route(route="cases/{case_id}/labels/{document}", methods=["GET"])
async def label(req: Request) -> Response:
    """Return label `n` of the speaker's case as `{n}.pdf`; 404 for anything not theirs."""

    async def work(backends: Backends, principal: Principal) -> Response:
        ref = CaseRef(owner_of(principal), str(req.path_params["case_id"]))
        name, _, kind = str(req.path_params["document"]).partition(".")
        case = await backends.cases.load(ref)
        found = next((one for one in case.labels if str(one.n) == name), None)
        content = await backends.label_files.get(found.file) if found and kind == "pdf" else None
        if content is None:
            raise Refused("not_found", "There is no such label.")
        headers = {
            "Content-Disposition": f'inline; filename="return-label-{name}.pdf"',
            "Cache-Control": "private, no-store",
        }
        return Response(content, media_type="application/pdf", headers=headers)

    return await answered_to(req, work)
