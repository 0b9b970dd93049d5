"""Which model was deployed: the same again is no change, and a key leaves no trace."""

from local import deployed_model
from local.models import Model, chosen_model
from local.ports import Ports

CLAUDE = {"model": "anthropic/claude-sonnet-4-5", "secret": "anthropic"}


def config_of(folder, key: str | None = "sk-secret", **target: str):
    return deployed_model.config_of(folder, Ports(), Model(CLAUDE | target, "why", key))


def test_what_was_chosen_is_known_once_it_is_deployed(tmp_path):
    config = config_of(tmp_path)
    deployed_model.note_chosen(tmp_path, config)
    assert deployed_model.deployed(tmp_path) is None
    deployed_model.note_deployed(tmp_path)
    assert deployed_model.deployed(tmp_path) == config
    assert config.name == "anthropic/claude-sonnet-4-5"
    deployed_model.forget(tmp_path)
    assert deployed_model.deployed(tmp_path) is None


def test_another_model_key_or_parameter_is_a_change(tmp_path):
    one = config_of(tmp_path)
    assert config_of(tmp_path) == one
    assert config_of(tmp_path, model="anthropic/claude-haiku-4-5") != one
    assert config_of(tmp_path, key="sk-other") != one
    assert config_of(tmp_path, apiBase="http://box") != one


def test_the_key_is_not_kept(tmp_path):
    deployed_model.note_chosen(tmp_path, config_of(tmp_path))
    assert [file.name for file in tmp_path.iterdir() if b"sk-secret" in file.read_bytes()] == []


def test_the_committed_model_has_a_name_too(tmp_path):
    model = chosen_model({"LLM_MODEL": "scripted"}, Ports())
    assert deployed_model.config_of(tmp_path, Ports(), model).name == "anthropic/scripted"


def test_a_damaged_note_is_as_good_as_none(tmp_path):
    for text in ("{", "[]", '{"llm": {}, "keys": 1}'):
        (tmp_path / deployed_model.DEPLOYED).write_text(text)
        assert deployed_model.deployed(tmp_path) is None
