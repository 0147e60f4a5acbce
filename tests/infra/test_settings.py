"""Every app setting is read by the code, and every setting the code reads is set."""

import json
import re

from backends.settings import read_settings
from tests.infra.templates import ROOT, app_settings, module_arguments, outputs, template

# Read by the Functions host, the Python worker, Durable or an SDK, never by our own code.
PLATFORM = {
    "AzureWebJobsStorage__credential": "the host's own blobs, without a key",
    "AzureWebJobsStorage__clientId": "which identity that is",
    "AzureWebJobsStorage__blobServiceUri": "where they are",
    "AzureWebJobsStorage__queueServiceUri": "asked for by the host beside blobs",
    "AzureWebJobsStorage__tableServiceUri": "asked for by the host beside blobs",
    "AZURE_CLIENT_ID": "DefaultAzureCredential picks this identity",
    "APPLICATIONINSIGHTS_CONNECTION_STRING": "where telemetry goes",
    "APPLICATIONINSIGHTS_AUTHENTICATION_STRING": "by token, since the component refuses keys",
    "PYTHON_APPLICATIONINSIGHTS_ENABLE_TELEMETRY": "the worker exports OpenTelemetry itself",
    "OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT": "prompts and answers stay out of traces",
    "OTEL_PYTHON_DISABLED_INSTRUMENTATIONS": "no client's URL reaches a trace",
    "DURABLE_TASK_SCHEDULER_CONNECTION_STRING": "named by host.json",
    "TASKHUB_NAME": "named by host.json",
}
# Read by the code, and absent in the cloud for a reason.
LOCAL_ONLY = {
    "LOCAL_CLOCK_OFFSET_SECONDS": "moves the clock of the local host; refused in the cloud",
    "RETURNS_DATA": "the folder of the embedded store",
    "OTEL": "shows telemetry on the console",
    # Whoever runs their own model sets these; the cloud uses a deployment and a token instead.
    "OPENAI_BASE_URL": "an endpoint of one's own",
    "OPENAI_API_KEY": "an endpoint of one's own",
}
MODEL_OF_ONES_OWN = {"OPENAI_MODEL"}
REFUSED_ON_FLEX = {
    "FUNCTIONS_WORKER_RUNTIME",
    "FUNCTIONS_EXTENSION_VERSION",
    "WEBSITE_RUN_FROM_PACKAGE",
    "WEBSITE_CONTENTAZUREFILECONNECTIONSTRING",
    "WEBSITE_CONTENTSHARE",
    "PYTHON_ENABLE_OPENTELEMETRY",
    "AzureWebJobsStorage",
}
_NAME = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|OTEL")


def names_read():
    """Return the environment names that backends/settings.py mentions as strings."""
    text = (ROOT / "backends" / "settings.py").read_text(encoding="utf-8")
    return set(re.findall(rf'"({_NAME.pattern})"', text))


def host():
    return json.loads((ROOT / "host.json").read_text(encoding="utf-8"))


def test_every_setting_the_code_reads_is_set_in_the_cloud():
    missing = names_read() - app_settings().keys() - LOCAL_ONLY.keys() - MODEL_OF_ONES_OWN
    assert not missing


def test_no_setting_is_set_that_nobody_reads():
    unread = app_settings().keys() - names_read() - PLATFORM.keys()
    assert not unread


def test_what_stays_on_the_desk_is_never_set():
    assert not app_settings().keys() & (LOCAL_ONLY.keys() | REFUSED_ON_FLEX)


def test_the_app_runs_in_cloud_mode_and_captures_no_conversation():
    settings = app_settings()
    assert settings["RETURNS_MODE"] == "'cloud'"
    assert settings["OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT"] == "'false'"
    assert settings["PYTHON_APPLICATIONINSIGHTS_ENABLE_TELEMETRY"] == "'true'"


def test_host_json_and_the_settings_agree_on_the_task_hub():
    durable = host()["extensions"]["durableTask"]
    assert durable["hubName"] == "%TASKHUB_NAME%"
    assert durable["storageProvider"]["connectionStringName"] in app_settings()
    assert app_settings()["TASKHUB_NAME"] == "hubName"
    assert module_arguments("function_app")["hubName"] == "durable.outputs.hub"


def test_the_settings_name_the_deployments_that_are_made():
    settings, passed = app_settings(), module_arguments("function_app")
    assert settings["OPENAI_CHAT_DEPLOYMENT"] == "chatDeployment"
    assert settings["OPENAI_EMBEDDING_DEPLOYMENT"] == "embeddingDeployment"
    assert passed["chatDeployment"] == "model.outputs.chatDeployment"
    assert passed["embeddingDeployment"] == "model.outputs.embeddingDeployment"
    made = re.findall(r"\{ name: '(\w+)', model: (\w+),", template("model"))
    assert made == [("chat", "chatModel"), ("embedding", "embedModel")]
    assert "chatDeployment string = each[0].name" in template("model")
    assert "embeddingDeployment string = each[1].name" in template("model")


def test_the_durable_connection_signs_in_by_identity():
    connection = app_settings()["DURABLE_TASK_SCHEDULER_CONNECTION_STRING"]
    assert connection == (
        "'Endpoint=${schedulerEndpoint};Authentication=ManagedIdentity;ClientID=${identityClientId}'"
    )


def test_the_function_app_gets_every_parameter_from_main():
    declared = re.findall(r"^param (\w+) ", template("function_app"), re.MULTILINE)
    assert set(declared) == module_arguments("function_app").keys()


def test_every_environment_value_of_main_is_read_by_a_hook_or_a_person():
    tools = " ".join(p.read_text("utf-8") for p in (ROOT / "tools" / "cloud").glob("*.py"))
    told = tools + (ROOT / "docs" / "deploy.md").read_text("utf-8")
    assert [name for name in outputs("main") if name not in told] == []


def test_the_example_for_core_tools_sets_what_local_mode_reads_and_no_more():
    example = json.loads((ROOT / "local.settings.example.json").read_text(encoding="utf-8"))
    host_settings = ("AzureWebJobs", "AzureFunctionsJobHost__", "FUNCTIONS_", "TASKHUB_NAME")
    ours = {name for name in example["Values"] if not name.startswith(host_settings)}
    assert ours == {"RETURNS_MODE", "RETURNS_SHOP", "RETURNS_DATA", "OTEL"}
    assert ours <= names_read()
    assert read_settings({**example["Values"]}, ROOT).mode == "local"
