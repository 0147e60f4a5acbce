"""What the worker's exporter traces of its own accord, as the app settings leave it.

The Python worker calls `configure_azure_monitor` with a connection string and a logger's name, and
reads the rest from the environment. So does this, in a process of its own, since it sets globals.
"""

import json
import os
import subprocess
import sys

from azure.monitor.opentelemetry._constants import _FULLY_SUPPORTED_INSTRUMENTED_LIBRARIES

from tests.infra.templates import ROOT, app_settings

DISABLED = "OTEL_PYTHON_DISABLED_INSTRUMENTATIONS"
# Nothing listens on this port, and the process leaves without sending.
NOWHERE = "http://127.0.0.1:9"
CONFIGURED = f"""
import json, os
from azure.core.settings import settings
from azure.monitor.opentelemetry import configure_azure_monitor

configure_azure_monitor(
    connection_string="InstrumentationKey=00000000-0000-0000-0000-000000000000;"
    "IngestionEndpoint={NOWHERE};LiveEndpoint={NOWHERE}",
    logger_name="",
    disable_offline_storage=True,
)
tracing = settings.tracing_implementation()
print(json.dumps(tracing.__name__ if tracing else None), flush=True)
os._exit(0)
"""


def disabled():
    return app_settings()[DISABLED].strip("'")


def clients_are_traced_by(environment):
    """Return what traces the requests of Azure's clients in such an environment."""
    quiet = {"APPLICATIONINSIGHTS_STATSBEAT_DISABLED_ALL": "true"}
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("OTEL_", "APPL"))}
    done = subprocess.run(  # noqa: S603 - our own interpreter and text
        [sys.executable, "-c", CONFIGURED],
        cwd=ROOT, env=inherited | quiet | environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return json.loads(done.stdout.splitlines()[-1])


def test_no_url_of_a_client_reaches_a_trace():
    # Were the setting not needed any more, this would be the first to know.
    assert clients_are_traced_by({}) == "OpenTelemetrySpan"
    assert clients_are_traced_by({DISABLED: disabled()}) is None


def test_every_library_the_exporter_can_trace_is_left_alone():
    assert disabled().split(",") == sorted(_FULLY_SUPPORTED_INSTRUMENTED_LIBRARIES)
