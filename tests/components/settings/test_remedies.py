"""Every command that an error of the settings prints is run with the real Pulumi CLI, and the error is gone."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from components.settings.raw_config import RawConfig, SettingsError
from components.settings.stack_settings import read
from tests.components.configuration import SECRET_ARN, SERVICE_ACCOUNT, raw
from tests.components.settings import test_llm_params, test_llm_settings, test_llm_target, test_secrets, test_stack_settings
from tests.components.stack_of_files import StackOfFiles

REMEDY = ". This sets it right: "
MOST_ROUNDS = 4
"""A remedy may uncover what could not be read before it."""

# What a person types when a command asks, by the path that it sets.
ANSWERS = {
    "apiBase": "https://models.example/v1",
    "endpoints": "http://127.0.0.1:1",
    "price": "2.5",
    "aws:secretKey": "a-secret-key-of-a-test",
    "secrets": "sk-of-a-test",
    "ARN": SECRET_ARN,
    "subnetIds[0]": "subnet-0a1b2c3d4e5f60718",
    "subnetIds[1]": "subnet-1a1b2c3d4e5f60718",
    "securityGroupIds": "sg-0a1b2c3d4e5f60718",
    "": "some text",
}


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory, pulumi_cli: str) -> StackOfFiles:
    made = StackOfFiles(tmp_path_factory.mktemp("stack"), pulumi_cli)
    made.put("service-account.json", SERVICE_ACCOUNT)
    return made


def problems_of(config: RawConfig) -> list[str]:
    try:
        read(config)
    except SettingsError as error:
        return str(error).split("\n- ")[1:]
    return []


def written(ours: dict[str, Any]) -> dict[str, Any]:
    """The file of a stack that has these settings, over one target and its secret."""
    config = raw(ours)
    return {key: _as_yaml(value) for key, value in config.values.items() if key not in DEFAULTS or DEFAULTS[key] != value}


DEFAULTS = dict(raw({"llm": None, "secrets": None}, region=None).values)


def _as_yaml(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def run_remedies(stack: StackOfFiles, problems: list[str]) -> None:
    for problem in problems:
        command = problem.partition(REMEDY)[2]
        assert command.startswith("pulumi config "), problem
        for one in command.split(" && "):
            asked = next((answer for name, answer in ANSWERS.items() if name in one.replace("--plaintext", "ARN")), "")
            stack.run(one, f"{ANSWERS['ARN'] if '--plaintext' in one else asked}\n")


def assert_remedies_work(stack: StackOfFiles) -> None:
    """Run the remedies until nothing is wrong. No problem comes back after its remedy."""
    seen: list[str] = []
    for _ in range(MOST_ROUNDS):
        problems = problems_of(stack.raw())
        given = [problem.partition(". Allowed: ")[0] for problem in problems]
        assert not set(seen) & set(given), f"{given}\n{stack.text()}"
        if not problems:
            return
        seen += given
        run_remedies(stack, problems)
    pytest.fail(f"still wrong: {problems_of(stack.raw())}\n{stack.text()}")


CASES = {
    problem: config
    for module in (test_stack_settings, test_llm_settings, test_llm_target, test_llm_params, test_secrets)
    for config, problem, *_ in module.WRONG
    if None not in config.values()
}


@pytest.mark.parametrize("problem", CASES)
def test_the_remedy_of_a_wrong_setting_works(stack: StackOfFiles, problem: str) -> None:
    stack.write(written(CASES[problem]))
    assert any(said.startswith(problem) for said in problems_of(stack.raw()))
    assert_remedies_work(stack)


WRONG_STACKS = yaml.safe_load(Path(__file__).with_name("wrong_stacks.yaml").read_text("utf-8"))
AROUND = {
    "aws:region": "aws:region: eu-west-1\n",
    "secrets": f"secrets: {{anthropic: '{SECRET_ARN}'}}\n",
    "llm": "llm: {targets: [{model: anthropic/claude-sonnet-4-5, secret: anthropic}]}\n",
}


@pytest.mark.parametrize("name", WRONG_STACKS)
def test_all_that_is_wrong_with_a_stack_is_named_at_once_and_its_remedies_work(stack: StackOfFiles, name: str) -> None:
    below, wrong = WRONG_STACKS[name]["below"], WRONG_STACKS[name]["wrong"]
    has_target = re.search(r"(?m)^(llm|model):", below)
    around = [text for key, text in AROUND.items() if not re.search(rf"(?m)^{key}:", below) and not (key == "llm" and has_target)]
    stack.write("".join([*around, below]))
    assert [problem.partition(". Allowed: ")[0] for problem in problems_of(stack.raw())] == wrong
    assert_remedies_work(stack)


def test_an_encrypted_value_that_is_no_secret_is_refused_and_repeated_nowhere(stack: StackOfFiles) -> None:
    stack.write("".join([*AROUND.values(), "agents: [sql]"]))
    stack.run("pulumi config set --secret --path 'llm.targets[0].params.user' sk-very-secret -s dev")
    problems = problems_of(stack.raw())
    assert [problem.partition(". Allowed: ")[0] for problem in problems] == [
        "llm.targets[0].params.user is encrypted, and it would be readable in AWS"
    ]
    assert "sk-very-secret" not in str(problems)
    assert_remedies_work(stack)


def test_secrets_that_are_encrypted_as_one_text_are_asked_for_one_by_one_when_another_is_missing(stack: StackOfFiles) -> None:
    stack.write("".join([AROUND["aws:region"], AROUND["llm"], "agents: [web-research]"]))
    stack.run("""pulumi config set --secret secrets '{"anthropic": "sk-very-secret"}' -s dev""")
    problems = problems_of(stack.raw())
    assert [problem.partition(". Allowed: ")[0] for problem in problems] == [
        "secrets stands as JSON in a text, and the other commands need its entries",
        "agent web-research needs the secret perplexity, for the tools of web-research",
    ]
    assert "sk-very-secret" not in str(problems)
    assert_remedies_work(stack)


def test_a_list_as_json_in_a_text_is_right_by_itself(stack: StackOfFiles) -> None:
    stack.write("".join([*AROUND.values()]))
    stack.run("""pulumi config set agents '["sql"]' -s dev""")
    assert [agent.name for agent in read(stack.raw()).agents] == ["sql"]


def test_a_model_that_is_unknown_and_too_many_tokens_are_warnings_whose_commands_end_them(stack: StackOfFiles) -> None:
    target = "{{model: openai/{}, secret: anthropic, params: {{max_tokens: {}}}}}"
    targets = f"llm: {{targets: [{target.format('gpt-4.1x', 5)}, {target.format('gpt-4.1', 999999)}]}}"
    stack.write("".join([AROUND["aws:region"], AROUND["secrets"], targets]))
    unknown, long = read(stack.raw()).warnings
    assert unknown.startswith(
        "llm.targets[0].model is 'openai/gpt-4.1x' (openai/gpt-4.1, or openai/gpt-5.1, or openai/gpt-4?), "
        "which LiteLLM's list of openai does not have. If that is wrong: "
    )
    assert long.startswith(
        "llm.targets[1].params.max_tokens is 999,999, and openai/gpt-4.1 answers with 32,768 tokens at most by LiteLLM's list."
    )
    for warning in (unknown, long):
        stack.run(warning.partition("If that is wrong: ")[2])
    assert read(stack.raw()).warnings == ()
