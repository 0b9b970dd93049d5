"""What was deployed: the same again is no change, and a key leaves no trace."""

from local import deployed
from local.chosen import Chosen, choose
from local.models import Model
from local.outside_services import MOCK_KEY, OutsideServices
from local.ports import Ports

CLAUDE = {"model": "anthropic/claude-sonnet-4-5", "secret": "anthropic"}


def config_of(folder, key: str | None = "sk-secret", agents=("sql",), maps: str = "sk-maps", **target: str):
    outside = OutsideServices({"google_maps": maps})
    return deployed.config_of(folder, Ports(), Chosen(Model(CLAUDE | target, "why", key), agents, outside))


def test_what_was_chosen_is_known_once_it_is_deployed(tmp_path):
    config = config_of(tmp_path)
    deployed.note_chosen(tmp_path, config)
    assert deployed.deployed(tmp_path) is None
    deployed.note_deployed(tmp_path)
    assert deployed.deployed(tmp_path) == config
    assert config.model == "anthropic/claude-sonnet-4-5"
    deployed.forget(tmp_path)
    assert deployed.deployed(tmp_path) is None


def test_another_model_key_parameter_or_agent_is_a_change(tmp_path):
    one = config_of(tmp_path)
    assert config_of(tmp_path) == one
    assert config_of(tmp_path, model="anthropic/claude-haiku-4-5") != one
    assert config_of(tmp_path, key="sk-other") != one
    assert config_of(tmp_path, maps="sk-other") != one
    assert config_of(tmp_path, apiBase="http://box") != one
    assert config_of(tmp_path, agents=("sql", "financial")) != one


def test_a_key_that_is_kept_is_no_change_and_is_named(tmp_path):
    there = config_of(tmp_path)
    deployed.note_chosen(tmp_path, there)
    assert deployed.real_keys(tmp_path) == {"anthropic", "google_maps"}
    kept = Chosen(Model(CLAUDE, "why", "sk-secret"), ("sql",), OutsideServices(kept_keys=frozenset({"google_maps"})))
    assert deployed.config_of(tmp_path, Ports(), kept) == there


def test_the_key_of_a_mock_service_is_no_key_to_keep(tmp_path):
    deployed.note_chosen(tmp_path, config_of(tmp_path, maps=MOCK_KEY))
    assert deployed.real_keys(tmp_path) == {"anthropic"}


def test_no_key_is_kept(tmp_path):
    deployed.note_chosen(tmp_path, config_of(tmp_path))
    text = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert [key for key in (b"sk-secret", b"sk-maps") if key in text] == []


def test_the_agents_that_were_chosen_last_are_those_of_the_stack(tmp_path):
    assert deployed.agents(tmp_path) == []
    deployed.note_chosen(tmp_path, config_of(tmp_path, agents=("sql", "financial")))
    assert deployed.agents(tmp_path) == ["sql", "financial"]


def test_the_committed_model_has_a_name_too(tmp_path):
    assert deployed.config_of(tmp_path, Ports(), choose({"LLM_MODEL": "scripted"})).model == "anthropic/scripted"


def test_a_damaged_note_is_as_good_as_none(tmp_path):
    for text in ("{", "[]", '{"llm": {}, "key": 1}'):
        (tmp_path / deployed.DEPLOYED).write_text(text)
        assert deployed.deployed(tmp_path) is None
