"""Registers every function of the app; nothing else."""

import azure.durable_functions as df
import azure.functions as func

from activities import (
    case,
    credit,
    exchange,
    inventory,
    label,
    notice,
    order,
    pickup,
    refund,
    search,
    sweep,
)  # fmt: skip
from chatkit_adapter import http
from orchestrators import return_case
from web_api import (
    cases,
    description,
    feeds,
    health,
    labels,
    session,
    shop,
    simulate,
    staff,
    switches,
)  # fmt: skip

app = df.DFApp(http_auth_level=func.AuthLevel.ANONYMOUS)

for module in (
    http, session, shop, switches, cases, labels, feeds, staff, simulate, health, description,
):  # fmt: skip
    app.register_functions(module.blueprint)

for module in (
    return_case, case, search, order, inventory, label, pickup, notice, refund, credit, exchange,
    sweep,
):  # fmt: skip
    app.register_functions(module.blueprint)

description.describe(app)
