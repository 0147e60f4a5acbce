"""host.json and local.settings.json, as people write them."""

import pytest

from local_host.settings import (
    SettingsInvalid,
    expand,
    is_disabled,
    read_host_settings,
    read_local_settings,
)


def test_absent_files_mean_the_defaults(tmp_path):
    settings = read_host_settings(tmp_path, {})
    local = read_local_settings(tmp_path)
    assert (settings.route_prefix, settings.hub) == ("api", "TestHubName")
    assert (settings.max_activities, settings.max_orchestrations) == (10, 20)
    assert settings.timeout_seconds is None
    assert settings.body_limit_bytes == 104_857_600
    assert (dict(local.values), local.port, local.cors_origins) == ({}, None, ())


def test_host_json_is_honored(tmp_path):
    (tmp_path / "host.json").write_text("""{
        "version": "2.0",
        "functionTimeout": "00:10:00",
        "logging": {"logLevel": {"default": "Warning"}},
        "extensions": {
            "http": {"routePrefix": "/v1/"},
            "durableTask": {
                "hubName": "%HUB%", "defaultVersion": "1",
                "maxConcurrentActivityFunctions": 3, "maxConcurrentOrchestratorFunctions": 4
            }
        }
    }""")
    settings = read_host_settings(tmp_path, {"HUB": "Returns"})
    assert (settings.route_prefix, settings.hub, settings.default_version) == ("v1", "Returns", "1")
    assert (settings.max_activities, settings.max_orchestrations) == (3, 4)
    assert settings.timeout_seconds == 600
    assert settings.log_level == "WARNING"


def test_a_hub_named_by_an_unset_variable_falls_back(tmp_path):
    (tmp_path / "host.json").write_text('{"extensions": {"durableTask": {"hubName": "%HUB%"}}}')
    assert read_host_settings(tmp_path, {}).hub == "TestHubName"


def test_local_settings_are_text_for_the_environment(tmp_path):
    (tmp_path / "local.settings.json").write_text("""{
        "Values": {"A": "text", "B": 5, "C": true},
        "Host": {"LocalHttpPort": 7075, "CORS": "http://a.example, http://b.example"}
    }""")
    local = read_local_settings(tmp_path)
    assert dict(local.values) == {"A": "text", "B": "5", "C": "true"}
    assert local.port == 7075
    assert local.cors_origins == ("http://a.example", "http://b.example")


@pytest.mark.parametrize(
    ("name", "text", "complaint"),
    [
        ("host.json", '{"a": 1,\n "b": }', r"host.json, line 2, column 7: Expecting value"),
        ("host.json", "[]", "must hold one JSON object"),
        ("host.json", '{"version": "1.0"}', '"version" must be "2.0"'),
        ("host.json", '{"extensions": []}', None),
        ("host.json", '{"extensions": 5}', '"extensions" must be an object'),
        ("host.json", '{"functionTimeout": "10 minutes"}', "is not a time span"),
        (
            "host.json",
            '{"extensions": {"durableTask": {"maxConcurrentActivityFunctions": 0}}}',
            "must be a number above zero",
        ),
        ("local.settings.json", '{"IsEncrypted": true}', "is encrypted"),
        ("local.settings.json", '{"Values": {"A": {}}}', "the value of 'A' must be a string"),
    ],
)
def test_a_file_that_cannot_be_used_is_named_with_the_remedy(tmp_path, name, text, complaint):
    (tmp_path / name).write_text(text)

    def read():
        return read_host_settings(tmp_path, {}), read_local_settings(tmp_path)

    if complaint is None:
        assert read()
    else:
        with pytest.raises(SettingsInvalid, match=complaint):
            read()


def test_settings_are_expanded_and_a_missing_one_is_named():
    assert expand("0 %M% * * * *", {"M": "5"}) == "0 5 * * * *"
    with pytest.raises(SettingsInvalid, match="'%M%' has no value: set M"):
        expand("0 %M% * * * *", {})


def test_a_function_is_switched_off_by_its_own_setting():
    assert is_disabled("sweep", {"AzureWebJobs.sweep.Disabled": "True"})
    assert not is_disabled("sweep", {"AzureWebJobs.sweep.Disabled": "false"})
    assert not is_disabled("sweep", {})
