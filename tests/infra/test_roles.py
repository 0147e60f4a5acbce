"""Who may do what: every role id is in this table with its reason, and nothing else is given."""

import re

from tests.infra.templates import template, templates

ROLES = {
    "b7e6dc6d-f1e8-4753-8033-0f276bb0955b": (
        "Storage Blob Data Owner",
        "the Functions host keeps its locks, timers and packages there",
    ),
    "ba92f5b4-2d11-453d-a403-e96b0029c9fe": (
        "Storage Blob Data Contributor",
        "the app writes labels, and goes on if the host's role is narrowed one day",
    ),
    "db58b8e5-c6ad-4a2a-8342-4190687cbf4a": (
        "Storage Blob Delegator",
        "a link to one label is signed with a user-delegation key",
    ),
    "0ad04412-c4d5-4796-b79c-f76d14c8d402": (
        "Durable Task Data Contributor",
        "cases are orchestrated",
    ),
    "3913510d-42f4-4e42-8a64-420c390055eb": (
        "Monitoring Metrics Publisher",
        "telemetry is sent by token",
    ),
    "5e0bd9bd-7b93-4f28-af87-19fc36ad61bd": (
        "Cognitive Services OpenAI User",
        "messages are read by the model; the deployer embeds passages",
    ),
    "09976791-48a7-449e-bb21-39d1a415f350": (
        "Communication and Email Service Owner",
        "notices are sent; there is no narrower built-in role that may send",
    ),
    "1407120a-92aa-4202-b7e9-c0e197c71c8f": (
        "Search Index Data Reader",
        "the app only asks",
    ),
    "8ebe5a00-799e-43f5-93ac-243d3dce84a7": (
        "Search Index Data Contributor",
        "the deployer fills the indexes",
    ),
    "7ca78c08-252a-4471-8644-bb5ff32d4ba0": (
        "Search Service Contributor",
        "the deployer makes the indexes",
    ),
    "00000000-0000-0000-0000-000000000002": (
        "Cosmos DB Built-in Data Contributor",
        "documents are read and written; containers are made by the templates",
    ),
}
DEPLOYER_ONLY = {"searchIndexDataContributor", "searchServiceContributor"}
_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_ASSIGNMENT = re.compile(
    r"resource \w+ 'Microsoft\.(?:Authorization/roleA|[^']*sqlRoleA)ssignments@.*?\n\}", re.DOTALL
)


def role_variables():
    return dict(re.findall(r"^var (\w+) = '([0-9a-f-]{36})'$", template("roles"), re.MULTILINE))


def assignments():
    return _ASSIGNMENT.findall(template("roles"))


def test_every_id_in_the_templates_is_a_role_of_the_table():
    found = {name for text in templates().values() for name in _ID.findall(text)}
    assert found == ROLES.keys()


def test_every_role_has_a_name_and_a_reason():
    assert all(name and reason for name, reason in ROLES.values())
    assert set(role_variables().values()) == ROLES.keys()


def test_roles_are_given_in_one_module_only():
    elsewhere = [n for n, text in templates().items() if "oleAssignments" in text and n != "roles"]
    assert not elsewhere


def test_every_assignment_is_named_by_scope_principal_and_role():
    assert len(assignments()) == 13
    for assignment in assignments():
        named = re.search(r"name: guid\((.+?)\)\n", assignment)
        role = re.search(r"(?:roleDefinitions', |sqlRoleDefinitions/\$\{)(\w+)", assignment)
        assert named, assignment
        assert role, assignment
        assert named[1].endswith(f", {role[1]}")
        assert re.search(r"identityPrincipalId|deployerObjectId", named[1])


def test_the_running_app_may_not_change_an_index():
    for assignment in assignments():
        if any(role in assignment for role in DEPLOYER_ONLY):
            assert "principalId: deployerObjectId" in assignment


def test_nobody_gets_a_role_on_the_whole_group_or_subscription():
    for assignment in assignments():
        assert re.search(r"\n  (?:scope|parent): (?!resourceGroup|subscription)\w+", assignment)


def test_the_app_starts_after_its_roles_exist():
    body = re.search(r"module functionApp .*?\n\}", template("main"), re.DOTALL)
    assert body
    assert "dependsOn: [roles]" in body[0]
