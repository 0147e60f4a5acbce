"""What must hold in every template: no keys, no local sign-in, exact CORS, nothing left unused."""

import json
import re

import pytest

from backends import label_links
from tests.infra.templates import BICEP, ROOT, module_arguments, outputs, template, templates
from tools.cloud.bicep_inputs import files

# Account types that could also be opened by a key, and the property that refuses it.
KEYLESS = {
    "storage": "allowSharedKeyAccess: false",
    "documents": "disableLocalAuth: true",
    "model": "disableLocalAuth: true",
    "search": "disableLocalAuth: true",
    "email": "disableLocalAuth: true",
    "monitoring": "disableLocalAuth: true",
}
ACCOUNTS = {
    "Microsoft.Storage/storageAccounts": "storage",
    "Microsoft.DocumentDB/databaseAccounts": "documents",
    "Microsoft.CognitiveServices/accounts": "model",
    "Microsoft.Search/searchServices": "search",
    "Microsoft.Communication/communicationServices": "email",
    "Microsoft.OperationalInsights/workspaces": "monitoring",
    "Microsoft.Insights/components": "monitoring",
}
# Opened by tokens alone, or by nothing.
WITHOUT_KEYS = {
    "Microsoft.Authorization/roleAssignments",
    "Microsoft.CognitiveServices/accounts/deployments",
    "Microsoft.Communication/emailServices",
    "Microsoft.Communication/emailServices/domains",
    "Microsoft.Consumption/budgets",
    "Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers",
    "Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments",
    "Microsoft.DurableTask/schedulers",
    "Microsoft.Insights/actionGroups",
    "Microsoft.Insights/diagnosticSettings",
    "Microsoft.Insights/scheduledQueryRules",
    "Microsoft.Insights/workbooks",
    "Microsoft.ManagedIdentity/userAssignedIdentities",
    "Microsoft.Network/privateDnsZones",
    "Microsoft.Network/privateDnsZones/virtualNetworkLinks",
    "Microsoft.Network/privateEndpoints",
    "Microsoft.Network/privateEndpoints/privateDnsZoneGroups",
    "Microsoft.Network/virtualNetworks",
    "Microsoft.Resources/resourceGroups",
    "Microsoft.Web/serverfarms",
    "Microsoft.Web/sites",
    "Microsoft.Web/staticSites",
}
SECRET = re.compile(
    r"\blist[A-Z]\w*\(|getSecret|AccountKey=|SharedAccessKey|api-?key|primaryKey|secondaryKey"
    r"|@secure|Microsoft\.KeyVault|password",
    re.IGNORECASE,
)
RESOURCE = re.compile(r"^resource (\w+) '([^'@]+)@([^']+)'( existing)?", re.MULTILINE)
MODULES = sorted(path.stem for path in (BICEP / "modules").glob("*.bicep"))


def test_no_template_reads_or_hands_on_a_key():
    found = {name: SECRET.findall(text) for name, text in templates().items()}
    assert {name: hits for name, hits in found.items() if hits} == {}


def test_every_account_refuses_keys():
    assert [n for n, refusal in KEYLESS.items() if refusal not in template(n)] == []
    assert "DisableLocalAuth: true" in template("monitoring")


def test_every_resource_type_is_known_to_have_no_key_or_to_refuse_it():
    used = {kind for text in templates().values() for _, kind, _, _ in RESOURCE.findall(text)}
    assert used == ACCOUNTS.keys() | WITHOUT_KEYS


def test_one_type_is_pinned_to_one_version():
    pins = {(k, v) for text in templates().values() for _, k, v, _ in RESOURCE.findall(text)}
    assert len(pins) == len({kind for kind, _ in pins})


def test_the_app_takes_no_passwords_and_only_encrypted_requests():
    app = template("function_app")
    assert app.count("allow: false") == 2
    assert "httpsOnly: true" in app
    assert "ftpsState: 'Disabled'" in app
    assert app.count("inTlsVersion: '1.2'") == 2


def test_only_the_page_itself_may_call_the_api():
    app = template("function_app")
    assert "cors: { allowedOrigins: [pageOrigin], supportCredentials: false }" in app
    assert module_arguments("function_app")["pageOrigin"] == "web.outputs.origin"
    assert "output origin string = 'https://${page.properties.defaultHostname}'" in template("web")
    assert not [name for name, text in templates().items() if "'*'" in text]


def test_one_open_stream_does_not_own_an_instance():
    assert "perInstanceConcurrency: httpConcurrency" in template("function_app")
    assert "param httpConcurrency int = 16" in template("main")
    assert "runtime: { name: 'python', version: '3.13' }" in template("function_app")


def test_labels_and_packages_are_never_public():
    storage = template("storage")
    assert "allowBlobPublicAccess: false" in storage
    assert storage.count("publicAccess: 'None'") == 2


def test_no_page_may_read_what_a_link_opens():
    assert "cors" not in template("storage").lower()


def test_a_link_to_a_label_never_lives_longer_than_the_account_expects():
    longest = label_links.LIVES + label_links._SKEW
    hours, minutes = divmod(int(longest.total_seconds()) // 60, 60)
    assert f"sasExpirationPeriod: '0.{hours:02}:{minutes:02}:00'" in template("storage")


def test_search_is_off_unless_asked_for():
    assert "param search string = 'off'" in template("main")
    assert template("search").count("= if (enabled)") == 2


@pytest.mark.parametrize("module", MODULES)
def test_every_output_of_a_module_is_used(module):
    named = re.search(rf"module (\w+) 'modules/{module}\.bicep'", template("main"))
    assert named, f"nobody uses modules/{module}.bicep"
    unused = [
        n
        for n in outputs(module)
        if f"{named[1]}.outputs.{n}" not in template("main").replace("!", "")
    ]
    assert unused == []


def test_main_hands_every_parameter_to_the_environment():
    declared = set(re.findall(r"^param (\w+) ", template("main"), re.MULTILINE))
    given = json.loads((BICEP / "main.parameters.json").read_text("utf-8"))["parameters"]
    assert declared - given.keys() == {"firstOfMonth"}
    assert given.keys() <= declared


def test_defaults_in_the_parameter_file_are_those_of_the_template():
    given = json.loads((BICEP / "main.parameters.json").read_text("utf-8"))["parameters"]
    for name, entry in given.items():
        told = re.fullmatch(r"\$\{\w+=(.*)\}", entry["value"])
        stated = re.search(rf"^param {name} \w+ = '?([^'\n]*)'?$", template("main"), re.MULTILINE)
        if told and stated:
            assert told[1] == stated[1], name


def test_every_parameter_of_the_environment_is_documented():
    given = json.loads((BICEP / "main.parameters.json").read_text("utf-8"))["parameters"]
    text = (ROOT / "docs" / "deploy.md").read_text("utf-8")
    names = {re.match(r"\$\{(\w+)", entry["value"])[1] for entry in given.values()}
    assert sorted(name for name in names if f"`{name}`" not in text) == []


def test_every_resource_that_can_carry_tags_carries_them():
    untaggable = re.compile(
        r"roleAssignments|sqlRole|diagnosticSettings|budgets|containers|DnsZoneGroups|deployments"
    )
    for name, text in templates().items():
        for body in re.findall(r"^resource \w+ '[^\n]*\{\n.*?^\}", text, re.MULTILINE | re.DOTALL):
            if " existing " not in body.partition("\n")[0] and not untaggable.search(
                body.partition("\n")[0]
            ):
                assert "tags: " in body, (name, body.partition("\n")[0])


@pytest.mark.parametrize("path", files(), ids=lambda path: path.name)
def test_what_the_templates_load_is_current(path):
    told = "run: python -m tools.cloud.bicep_inputs"
    assert path.read_text(encoding="utf-8") == files()[path], told


def test_every_container_the_code_uses_is_made_with_its_key():
    from backends.documents_cosmos_containers import CONTAINERS  # noqa: PLC0415 - named in the failure

    made = json.loads((BICEP / "containers.json").read_text("utf-8"))
    keys = {item["id"]: item["partitionKey"]["paths"] for item in made}
    assert keys == {name: [f"/{item.partition_key}"] for name, item in CONTAINERS.items()}
    assert "loadJsonContent('../containers.json')" in template("documents")


def test_every_skipped_check_of_checkov_says_why():
    lines = (BICEP / "checkov.yaml").read_text("utf-8").splitlines()
    skips = [line for line in lines if line.lstrip().startswith("- ")]
    assert skips
    assert all(re.fullmatch(r"  - CKV2?_AZURE_\d+ # .{10,}", line) for line in skips)
