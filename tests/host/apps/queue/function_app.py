"""An app with a trigger the local host does not run."""

# ruff: noqa: INP001 - an app is no package

import azure.functions as func

app = func.FunctionApp()


@app.queue_trigger(arg_name="message", queue_name="orders", connection="STORAGE")
def take_order(message: func.QueueMessage) -> None: ...
