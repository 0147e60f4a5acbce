"""An app with timers and the product's way of reading a moved clock."""

# ruff: noqa: ARG001, INP001 - triggers take what they do not use; an app is no package

import json
import os
from datetime import UTC, datetime, timedelta

import azure.functions as func

app = func.FunctionApp(http_auth_level=func.AuthLevel.ANONYMOUS)

runs: list[dict] = []


def now() -> datetime:
    offset = float(os.environ.get("LOCAL_CLOCK_OFFSET_SECONDS", "0"))
    return datetime.now(UTC) + timedelta(seconds=offset)  # noqa: TID251 - as an app's one clock does


@app.timer_trigger(schedule="%YEARLY%", arg_name="timer")
async def yearly(timer: func.TimerRequest) -> None:
    runs.append({"timer": "yearly", "past_due": timer.past_due, "status": timer.schedule_status})


@app.timer_trigger(schedule="0 0 0 1 1 *", arg_name="timer", run_on_startup=True, use_monitor=False)
def at_start(timer: func.TimerRequest) -> None:
    runs.append({"timer": "at_start", "past_due": timer.past_due})


@app.route(route="runs")
def all_runs(req: func.HttpRequest) -> func.HttpResponse:
    return func.HttpResponse(json.dumps(runs))


@app.route(route="clock")
def clock(req: func.HttpRequest) -> func.HttpResponse:
    offset = os.environ.get("LOCAL_CLOCK_OFFSET_SECONDS")
    return func.HttpResponse(json.dumps({"now": now().isoformat(), "offset": offset}))
