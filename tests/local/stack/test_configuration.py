"""The config of this machine, made from the committed one."""

from pathlib import Path

import pytest
import yaml

from local import configuration
from local.chosen import Chosen, choose
from local.errors import ConfigFileError
from local.models import Model, chosen_model
from local.outside_services import outside_services
from local.ports import Ports

COMMITTED = """
# a comment
config:
  aws:region: us-east-1
  aws:endpoints:
    - s3: http://127.0.0.1:4566
      sfn: http://127.0.0.1:4567
  step-functions-agents:agents: [sql]
  step-functions-agents:tools:
    google-maps: {gateway: "http://127.0.0.1:4569"}
  step-functions-agents:llm:
    timeoutSeconds: 30
    targets:
      - model: anthropic/scripted
        apiBase: http://127.0.0.1:4568
"""


@pytest.fixture
def committed(tmp_path):
    file = tmp_path / "repository" / "Pulumi.local.yaml"
    file.parent.mkdir()
    file.write_text(COMMITTED)
    return file


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / ".local"
    made.mkdir()
    return made


def test_ports_move_and_the_rest_stays(committed, folder):
    file = configuration.write(folder, Ports(15000), Chosen(None), committed)
    config = yaml.safe_load(file.read_text())["config"]
    assert config["aws:endpoints"] == [{"s3": "http://127.0.0.1:15000", "sfn": "http://127.0.0.1:15001"}]
    assert config["step-functions-agents:llm"] == {
        "timeoutSeconds": 30,
        "targets": [{"model": "anthropic/scripted", "apiBase": "http://127.0.0.1:15002"}],
    }
    assert config["step-functions-agents:agents"] == ["sql"]
    assert committed.read_text() == COMMITTED


def test_ports_that_overlap_the_usual_ones_are_moved_once(committed, folder):
    file = configuration.write(folder, Ports(4567), Chosen(None), committed)
    assert yaml.safe_load(file.read_text())["config"]["aws:endpoints"] == [
        {"s3": "http://127.0.0.1:4567", "sfn": "http://127.0.0.1:4568"}
    ]


def test_a_real_model_takes_the_place_of_the_scripted_one_and_its_key_is_not_written(committed, folder):
    model = chosen_model({"ANTHROPIC_API_KEY": "sk-secret"})
    text = configuration.write(folder, Ports(), Chosen(model), committed).read_text()
    assert yaml.safe_load(text)["config"]["step-functions-agents:llm"] == {
        "timeoutSeconds": 30,
        "targets": [{"model": "anthropic/claude-sonnet-4-5", "secret": "anthropic"}],
    }
    assert "sk-secret" not in text


def test_the_chosen_agents_take_the_place_of_the_committed_ones(committed, folder):
    chosen = Chosen(None, ("sql", "google-maps"), outside_services(["google-maps"], {}))
    config = configuration.settings(Ports(15000), chosen, committed)["config"]
    assert config["step-functions-agents:agents"] == ["sql", "google-maps"]
    assert config["step-functions-agents:tools"] == {"google-maps": {"gateway": "http://127.0.0.1:15003"}}
    assert configuration.keys(chosen) == {"google_maps": "mock-key"}


def test_with_a_real_key_no_mock_service_is_asked(committed, folder):
    chosen = Chosen(None, ("google-maps",), outside_services(["google-maps"], {"GOOGLE_MAPS_API_KEY": "real"}))
    config = configuration.settings(Ports(), chosen, committed)["config"]
    assert config["step-functions-agents:tools"] == {"google-maps": {"gateway": ""}}
    assert configuration.keys(chosen) == {"google_maps": "real"}


def test_the_salt_of_an_earlier_config_stays(committed, folder):
    file = configuration.write(folder, Ports(), Chosen(None), committed)
    file.write_text(file.read_text() + "encryptionsalt: v1:abc\n")
    configuration.write(folder, Ports(), Chosen(None), committed)
    assert yaml.safe_load(file.read_text())["encryptionsalt"] == "v1:abc"


def test_an_encrypted_key_of_the_files_own_target_stays(committed, folder):
    text = committed.read_text().replace("anthropic/scripted", "openai/gpt-4.1\n        secret: openai")
    committed.write_text(text)
    file = configuration.write(folder, Ports(), Chosen(None), committed)
    found = yaml.safe_load(file.read_text())
    found["config"]["step-functions-agents:secrets"] = {"openai": {"secure": "v1:abc"}, "left": {"secure": "v1:def"}}
    file.write_text(yaml.safe_dump(found))
    configuration.write(folder, Ports(), Chosen(None), committed)
    assert yaml.safe_load(file.read_text())["config"]["step-functions-agents:secrets"] == {"openai": {"secure": "v1:abc"}}


def test_the_committed_config_names_every_port_of_the_stack():
    for port in (4566, 4567, 4568, 4569):
        assert f"http://127.0.0.1:{port}" in configuration.COMMITTED.read_text()


def test_the_scripted_model_that_is_asked_for_wins_over_a_model_in_the_file(committed, folder):
    committed.write_text(committed.read_text().replace("anthropic/scripted", "openai/gpt-4.1"))
    found = configuration.settings(Ports(15000), choose({"LLM_MODEL": "scripted"}, ports=Ports(15000)), committed)
    assert [target["model"] for target in configuration.setting(found, "llm")["targets"]] == ["anthropic/scripted"]
    assert configuration.setting(found, "llm")["targets"][0]["apiBase"] == "http://127.0.0.1:15002/anthropic"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("config:\n  a: 1\n  : : b [\n", "Pulumi.local.yaml is no YAML: while parsing a block mapping"),
        ("config:\n", "Pulumi.local.yaml has no settings below `config:`. Mend it, or take back your changes: git checkout "),
        ("", "Pulumi.local.yaml has no settings below `config:`."),
        (
            "config: {'step-functions-agents:llm': [anthropic/x]}",
            "step-functions-agents:llm in Pulumi.local.yaml is ['anthropic/x']: allowed is an object. Mend it, or take back ",
        ),
        (
            "config: {'step-functions-agents:tools': yfinance}",
            "step-functions-agents:tools in Pulumi.local.yaml is 'yfinance': allowed is an object. ",
        ),
        (
            "config: {'step-functions-agents:tools': {yfinance: bundled}}",
            "step-functions-agents:tools.yfinance in Pulumi.local.yaml is 'bundled': allowed is an object. ",
        ),
    ],
)
def test_a_file_that_can_not_be_read_is_named_with_the_way_back(tmp_path, text, message):
    file = tmp_path / "Pulumi.local.yaml"
    file.write_text(text)
    with pytest.raises(ConfigFileError) as error:
        configuration.settings(Ports(), Chosen(None), file)
    assert str(error.value).startswith(message)
    assert "git checkout Pulumi.local.yaml" in str(error.value)


def test_a_persons_own_project_has_the_laptops_services_and_settings_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(configuration, "IS_OWN_PROJECT", True)
    own = tmp_path / "Pulumi.local.yaml"
    found = configuration.settings(Ports(5000), Chosen(None, ()), own)["config"]
    assert {name for name in found if not name.startswith("aws:")} == {"step-functions-agents:llm"}
    assert {"sfn": "http://127.0.0.1:5001", "lambda": "http://127.0.0.1:5000"}.items() <= found["aws:endpoints"][0].items()
    assert found["step-functions-agents:llm"]["targets"][0]["apiBase"] == "http://127.0.0.1:5002/anthropic"

    own.write_text("config:\n  mine:currency: EUR\n  step-functions-agents:llm: {timeoutSeconds: 30}\n")
    targets = found["step-functions-agents:llm"]["targets"]
    found = configuration.settings(Ports(5000), Chosen(None, ()), own)["config"]
    assert found["step-functions-agents:llm"] == {"timeoutSeconds": 30, "targets": targets}
    model = Model({"model": "anthropic/claude"}, "asked for")
    found = configuration.settings(Ports(5000), Chosen(model, ()), own)["config"]
    assert found["mine:currency"] == "EUR"
    assert found["step-functions-agents:llm"] == {"timeoutSeconds": 30, "targets": [{"model": "anthropic/claude"}]}

    own.write_text("config: {'step-functions-agents:llm': scripted}\n")
    with pytest.raises(
        ConfigFileError, match=r"step-functions-agents:llm in Pulumi\.local\.yaml is 'scripted': allowed is an object"
    ):
        configuration.settings(Ports(5000), Chosen(model, ()), own)
