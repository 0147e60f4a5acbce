"""An app whose one orchestration uses everything a killed host must bring back."""

# ruff: noqa: ASYNC110, E402, INP001 - an app is no package, and this one waits for a file

import sys

# Where `agents` can be imported the SDK imports it, which takes this app longer than its story.
sys.modules["agents"] = None  # type: ignore[assignment]

import asyncio
import os
from collections.abc import Generator
from datetime import timedelta
from pathlib import Path
from typing import Any

import azure.durable_functions as df
import azure.functions as func

app = df.DFApp(http_auth_level=func.AuthLevel.ANONYMOUS)

LAST_GENERATION = 2


def note(line: str) -> None:
    """Append to the log that outlives the process."""
    with (Path(os.environ["JOURNEY"]) / "log").open("a") as log:
        log.write(f"{line}\n")


@app.orchestration_trigger(context_name="context")
def journey(context: df.DurableOrchestrationContext) -> Generator[Any, Any, Any]:
    generation = context.get_input()
    key = f"{context.instance_id}-{generation}"
    if generation == 0:
        yield context.call_activity("slow", key)
        yield context.create_timer(context.current_utc_datetime + timedelta(hours=1))
        payload = yield context.wait_for_external_event("go")
        context.set_custom_status({"heard": payload})
    retry = df.RetryOptions(300, 3)
    yield context.call_activity_with_retry("flaky", retry, key)
    yield context.call_activity("effect", key)
    if generation < LAST_GENERATION:
        context.continue_as_new(generation + 1)
        return None
    return ["done", generation]


@app.orchestration_trigger(context_name="context")
def counter(context: df.DurableOrchestrationContext) -> Generator[Any, Any, Any]:
    """Count to twenty, one generation and one effect each; a bell or a moment moves it on."""
    number = context.get_input()
    yield context.call_activity("effect", f"{context.instance_id}-{number}")
    context.set_custom_status({"number": number})
    if number == 20:
        return number
    bell = context.wait_for_external_event("bell")
    limit = context.create_timer(context.current_utc_datetime + timedelta(milliseconds=20))
    if (yield context.task_any([bell, limit])) is bell:
        limit.cancel()
    context.continue_as_new(number + 1)
    return None


@app.activity_trigger(input_name="key")
async def slow(key: str) -> str:
    note(f"slow {key}")
    while not (Path(os.environ["JOURNEY"]) / "release").exists():
        await asyncio.sleep(0.01)
    return key


@app.activity_trigger(input_name="key")
def flaky(key: str) -> str:
    log = (Path(os.environ["JOURNEY"]) / "log").read_text()
    note(f"flaky {key}")
    if f"flaky {key}\n" not in log:
        raise ConnectionError("first time unlucky")
    return key


@app.activity_trigger(input_name="key")
async def effect(key: str) -> str:
    note(f"effect {key}")
    return key
