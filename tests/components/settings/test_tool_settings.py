"""What a stack says of the tools of its agents."""

from dataclasses import replace
from typing import Any

import pytest

from agents.errors import DeclarationError
from components import tool_folder
from components.settings import tool_settings
from components.settings.raw_config import SettingsError
from components.settings.stack_settings import read
from components.tool_folder import ToolFolder, ToolSetting
from tests.components.configuration import SECRET_ARN, assert_refused, of_stack, raw

KEYS = {"anthropic": SECRET_ARN, "google_maps": SECRET_ARN, "perplexity": SECRET_ARN}


def test_what_is_not_set_is_the_default_of_tools_json() -> None:
    assert read(raw({"agents": ["financial"]})).tools == {"yfinance": {"source": "yahoo"}, "code-interpreter": {}}


def test_what_is_set_stays() -> None:
    settings = read(raw({"agents": ["financial"], "tools": {"yfinance": {"source": "bundled"}}}))
    assert settings.tools["yfinance"] == {"source": "bundled"}


def test_settings_of_a_function_that_no_chosen_agent_needs_wait_for_one() -> None:
    assert read(raw({"agents": ["sql"], "tools": {"yfinance": {"source": "bundled"}}})).tools == {
        "db-interface": {},
        "code-interpreter": {},
    }


@pytest.mark.parametrize(
    ("tools", "problem", "allowed", "command"),
    [
        (
            {"yfinanz": {}},
            "tools has settings for 'yfinanz' (yfinance?)",
            "folders that have some: ",
            "pulumi config rm --path 'tools.yfinanz' -s dev",
        ),
        ({"db-interface": {"x": "y"}}, "tools has settings for 'db-interface'", "folders that have some: ", "pulumi config rm"),
        ({"yfinance": "bundled"}, "tools.yfinance is 'bundled'", "an object of source", "pulumi config rm"),
        (
            {"yfinance": {"colour": "red"}},
            "tools.yfinance has the unknown setting 'colour'",
            "source",
            "pulumi config rm --path 'tools.yfinance.colour' -s dev",
        ),
        (
            {"yfinance": {"source": "google"}},
            "tools.yfinance.source is 'google'",
            "yahoo, bundled",
            "pulumi config set --path 'tools.yfinance.source' yahoo -s dev",
        ),
    ],
)
def test_a_wrong_setting_is_refused(tools: dict[str, Any], problem: str, allowed: str, command: str) -> None:
    assert_refused(raw({"agents": ["financial"], "tools": tools}), problem, allowed, command)


def test_settings_of_a_folder_that_cannot_be_read_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def read_tool_folder(name: str, needed_by: str) -> ToolFolder:
        if name == "yfinance":
            raise DeclarationError("lambda/tools/yfinance/tools.json can't be read")
        return tool_folder.read_tool_folder(name, needed_by)

    monkeypatch.setattr(tool_settings, "read_tool_folder", read_tool_folder)
    assert read(raw({"agents": ["sql"]})).tools["db-interface"] == {}
    with pytest.raises(SettingsError, match=r"tools has settings for 'yfinance', which can't be read: lambda/tools/yfinance/tools"):
        read(raw({"agents": ["sql"], "tools": {"yfinance": {"source": "bundled"}}}))


def test_tools_that_are_no_object_are_refused() -> None:
    assert_refused(
        raw({"tools": ["yfinance"]}), "tools is not an object", "an object of settings for ", "pulumi config rm tools -s dev"
    )


def test_a_secret_that_a_tool_needs_and_the_stack_lacks_is_asked_for_with_the_command_that_sets_it() -> None:
    assert_refused(
        raw({"agents": ["google-maps"]}),
        "agent google-maps needs the secret google_maps, for the tools of google-maps",
        "An API key of Google Maps Platform",
        "pulumi config set --secret --path 'secrets.google_maps' -s dev",
    )


def test_all_that_is_missing_is_said_at_once() -> None:
    with pytest.raises(SettingsError) as error:
        read(raw({"agents": ["google-maps", "web-research"]}))
    assert [line.split(", for")[0] for line in str(error.value).splitlines()[1:]] == [
        "- agent google-maps needs the secret google_maps",
        "- agent web-research needs the secret perplexity",
    ]


def test_the_used_secrets_are_those_of_the_model_and_of_the_chosen_agents_tools() -> None:
    assert read(raw({"agents": ["sql", "google-maps"], "secrets": KEYS})).used_secrets == {"anthropic", "google_maps"}


def test_an_mcp_server_without_tls_is_refused_in_aws_and_taken_on_the_laptop(monkeypatch: pytest.MonkeyPatch) -> None:
    real, url = tool_folder.read_tool_folder, ToolSetting("The URL.", "http://127.0.0.1:8000/mcp")

    def read_tool_folder(name: str, needed_by: str) -> ToolFolder:
        folder = real(name, needed_by)
        return replace(folder, mcp=True, settings={"url": url}) if name == "db-interface" else folder

    monkeypatch.setattr(tool_folder, "read_tool_folder", read_tool_folder)
    monkeypatch.setattr(tool_settings, "read_tool_folder", read_tool_folder)
    assert_refused(
        raw({"agents": ["sql"]}),
        "tools.db-interface.url is 'http://127.0.0.1:8000/mcp'",
        "a URL that begins with https://, in AWS",
        "pulumi config set --plaintext --path 'tools.db-interface.url' -s dev",
    )
    with_tls = {"db-interface": {"url": "https://example.com/mcp"}}
    assert read(raw({"agents": ["sql"], "tools": with_tls})).tools["db-interface"] == with_tls["db-interface"]
    assert read(of_stack("local", agents=["sql"])).tools["db-interface"] == {"url": url.default}
