"""What the laptop stack is to be."""

from dataclasses import replace

import pytest

from agents import AGENTS
from agents.declaration import AgentTool
from agents.discovery import AgentFileError, Agents
from local import chosen
from local import outside_services as outside
from local.chosen import choose
from local.errors import AgentError, KeyMissingError, SourceError
from local.outside_services import outside_services
from local.services import ROOT

SCRIPTED = {"LLM_MODEL": "scripted"}


def test_without_a_wish_it_is_the_agent_that_the_settings_have_by_default():
    assert choose(SCRIPTED).agents == ("sql",)


def test_who_is_asked_for_comes_beside_those_that_are_there_in_alphabetical_order():
    assert choose(SCRIPTED, ["google-maps"], ["web-research"]).agents == ("google-maps", "web-research")


def test_an_agent_brings_those_that_it_calls(monkeypatch):
    agents = Agents("agents", ROOT / "agents")
    boss = replace(AGENTS["sql"], name="boss", tools=(AgentTool(AGENTS["financial"]),), sends_data_out="It is meant.")
    agents._found = {"boss": boss, **AGENTS}
    monkeypatch.setattr(chosen, "AGENTS", agents)
    monkeypatch.setattr(outside, "AGENTS", agents)
    assert choose(SCRIPTED, ["boss"]).agents == ("boss", "financial")


@pytest.fixture
def broken(monkeypatch):
    """The financial agent's file has a fault."""
    agents = Agents("agents", ROOT / "agents")
    agents._found = {**AGENTS, "financial": AgentFileError("agents/financial.py, line 7: NameError: x")}
    monkeypatch.setattr(chosen, "AGENTS", agents)


def test_an_agent_whose_file_cannot_be_used_is_left_out_where_nobody_asked_for_it_by_name(broken):
    others = tuple(name for name in AGENTS if name != "financial")
    left_out = {"financial": "agents/financial.py, line 7: NameError: x"}
    for asked_for, there, agents in (
        (["all"], [], others),
        (["sql"], ["financial"], ("sql",)),
        (["sql"], ["clustering"], ("clustering", "sql")),
    ):
        found = choose(SCRIPTED, asked_for, there)
        assert found.agents == agents
        assert found.left_out == ({} if there == ["clustering"] else left_out)


def test_an_agent_that_is_asked_for_and_cannot_be_used_is_refused_with_what_is_wrong(broken):
    with pytest.raises(AgentError) as error:
        choose(SCRIPTED, ["sql", "financial"])
    assert str(error.value) == "agents/financial.py, line 7: NameError: x"


def test_all_is_every_agent():
    assert choose(SCRIPTED, ["all"]).agents == tuple(AGENTS)


def test_only_the_agents_that_are_asked_for_are_there_where_none_is_to_stay():
    assert choose(SCRIPTED, ["google-maps"]).agents == ("google-maps",)


def test_an_agent_that_was_there_and_is_no_more_is_forgotten():
    assert choose(SCRIPTED, [], ["gone"]).agents == ("sql",)


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("finance", " (financial?)"),
        ("SQL", " (sql?)"),
        ("google_maps", " (google-maps?)"),
        ("sql,financial", " (sql financial? Names are separated by spaces)"),
        ("sql, Finance", " (sql financial? Names are separated by spaces)"),
        ("sql,nobody", ""),
        ("nobody", ""),
    ],
)
def test_an_unknown_agent_is_refused_with_those_there_are(name, meant):
    with pytest.raises(AgentError) as error:
        choose(SCRIPTED, [name])
    assert str(error.value) == f"there is no agent {name!r}{meant}: there are {', '.join(AGENTS)}, or all for all of them"


def test_without_a_key_a_mock_service_answers_and_its_service_runs():
    found = outside_services(["sql", "google-maps", "web-research"], {})
    assert found.keys == {"google_maps": "mock-key", "perplexity": "mock-key"}
    assert found.services == {"mock-services"}
    assert found.in_words == "Google Maps (GOOGLE_MAPS_API_KEY is not set) and Perplexity (PERPLEXITY_API_KEY is not set)"
    assert found.settings == {}


def test_a_key_in_the_environment_switches_to_the_real_service():
    found = outside_services(["google-maps", "web-research"], {"GOOGLE_MAPS_API_KEY": "maps", "PERPLEXITY_API_KEY": "pplx"})
    assert found.keys == {"google_maps": "maps", "perplexity": "pplx"}
    assert (found.services, found.in_words) == (frozenset(), "")
    assert found.settings == {"google-maps": {"gateway": ""}, "web-research": {"gateway": ""}}
    assert "maps" not in repr(found).replace("google-maps", "")


def test_a_key_that_the_stack_has_is_not_wanted_again():
    found = outside_services(["google-maps", "web-research"], {}, frozenset({"perplexity"}))
    assert (found.keys, found.kept_keys, found.mock_services) == ({"google_maps": "mock-key"}, {"perplexity"}, {"google_maps"})
    assert found.settings == {"web-research": {"gateway": ""}}


def test_a_variable_that_is_set_to_nothing_goes_back_to_the_mock_service():
    found = outside_services(["web-research"], {"PERPLEXITY_API_KEY": ""}, frozenset({"perplexity"}))
    assert (found.keys, found.kept_keys) == ({"perplexity": "mock-key"}, frozenset())


def test_yahoo_is_asked_where_the_environment_says_so():
    assert outside_services(["financial"], {"YFINANCE_SOURCE": "yahoo"}).settings == {"yfinance": {"source": "yahoo"}}


def test_a_source_of_prices_that_there_is_not_is_refused():
    assert outside_services(["financial"], {"YFINANCE_SOURCE": " "}).settings == {}
    with pytest.raises(SourceError) as error:
        outside_services(["financial"], {"YFINANCE_SOURCE": "Yahoo"})
    assert str(error.value) == ("YFINANCE_SOURCE is 'Yahoo': allowed are bundled and yahoo. Without it the prices are bundled ones")


def test_who_asks_nobody_outside_needs_nothing():
    assert outside_services(["sql"], {}).keys == {}


def test_a_service_without_a_mock_service_needs_its_key(monkeypatch):
    monkeypatch.setattr(outside, "read_tools_json", lambda function: {"secrets": {"weather": "A key of the weather service."}})
    with pytest.raises(KeyMissingError, match=r"agent sql needs the secret weather, .* Set WEATHER_API_KEY: A key of the weather"):
        outside_services(["sql"], {})
    assert outside_services(["sql"], {"WEATHER_API_KEY": "sun"}).keys == {"weather": "sun"}
