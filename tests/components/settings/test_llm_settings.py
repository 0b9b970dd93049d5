"""Which models are called in which order, and how a wrong list of them is refused."""

import json
import subprocess
import sys
from typing import Any

import pytest

from components.llm_caller import llm_config
from components.settings.environment_size import MOST_BYTES, environment_bytes
from components.settings.llm_settings import ERROR_KINDS
from components.settings.raw_config import SettingsError
from components.settings.stack_settings import read
from tests.components.configuration import CLAUDE, ROOT, SECRET_ARN, assert_refused, raw

WRONG: list[tuple[dict[str, Any], str, str, str]] = [
    # configuration, what is wrong, what is allowed, the command
    (
        {"llm": {}},
        "llm.targets names no model",
        "a list of objects of model, client, secret, apiBase, params, price, callsTools",
        "pulumi config set --path 'llm.targets[0].model' anthropic/claude-sonnet-4-5 -s dev",
    ),
    (
        {"llm": "claude"},
        "llm is not an object",
        "an object of targets, fallbackOn, timeoutSeconds, memoryMb",
        "pulumi config rm llm -s dev && pulumi config set --path 'llm.targets[0].model' anthropic/claude-sonnet-4-5 -s dev",
    ),
    (
        {"llm": {"targets": [CLAUDE], "retries": 3}},
        "llm has the unknown key 'retries'",
        "targets, fallbackOn, timeoutSeconds, memoryMb",
        "pulumi config rm --path 'llm.retries' -s dev",
    ),
    (
        {"llm": {"targets": [{**CLAUDE, "params": {"stop": ["x" * 400]}}] * 9}},
        "llm is 5,309 bytes, as the environment variable LLM_CONFIG of the caller",
        "4,096, which is AWS Lambda's limit: fewer targets, or shorter params",
        "pulumi config rm --path 'llm.targets[8]' -s dev && pulumi config rm --path 'llm.targets[7]' -s dev && "
        "pulumi config rm --path 'llm.targets[6]' -s dev",
    ),
    (
        {"llm": {"targets": [CLAUDE], "timeoutSeconds": 841}},
        "llm.timeoutSeconds is 841",
        "1 to 840",
        "pulumi config set --path 'llm.timeoutSeconds' 840 -s dev",
    ),
    (
        {"llm": {"targets": [CLAUDE], "memoryMb": 10_241}},
        "llm.memoryMb is 10241",
        "256 to 10,240 with client: litellm, or nothing for 512",
        "pulumi config set --path 'llm.memoryMb' 10240 -s dev",
    ),
    (
        {"llm": {"targets": [{**CLAUDE, "client": "native"}, CLAUDE], "memoryMb": 128}},
        "llm.memoryMb is 128",
        "256 to 10,240 with client: litellm, or nothing for 512",
        "pulumi config set --path 'llm.memoryMb' 256 -s dev",
    ),
    (
        {"llm": {"targets": [{**CLAUDE, "client": "native"}], "memoryMb": "lots"}},
        "llm.memoryMb is 'lots'",
        "128 to 10,240 with client: native, or nothing for 256",
        "pulumi config set --path 'llm.memoryMb' 256 -s dev",
    ),
    (
        {"llm": {"targets": [CLAUDE], "fallbackOn": ["always"]}},
        "llm.fallbackOn[0] is 'always'",
        "rate_limited, unavailable, timeout, context_exceeded, auth, bad_request, refused",
        "pulumi config rm --path 'llm.fallbackOn[0]' -s dev",
    ),
]


@pytest.mark.parametrize(("config", "problem", "allowed", "command"), WRONG, ids=[problem for _, problem, _, _ in WRONG])
def test_a_wrong_value_is_named_with_what_is_allowed_and_the_command_that_sets_it_right(
    config: dict[str, Any], problem: str, allowed: str, command: str
) -> None:
    assert_refused(raw(config), problem, allowed, command)


def test_all_that_is_wrong_with_the_models_is_named_at_once() -> None:
    targets = [
        {"model": "anthropic/claude-sonnet-4-5", "params": {"max_token": 1, "temperature": "hot"}},
        {"model": "azure/mine", "secret": "none", "client": "native", "temprature": 1},
        {"model": "open_ai/gpt-4.1", "price": {"input": -1}},
    ]
    with pytest.raises(SettingsError) as error:
        read(raw({"llm": {"targets": targets, "fallbackOn": "always", "timeoutSeconds": 0}, "secrets": {"a b": SECRET_ARN}}))
    problems = str(error.value).split("\n- ")[1:]
    assert [problem.split(". Allowed: ")[0] for problem in problems] == [
        "secrets has the name 'a b'",
        "llm.fallbackOn is 'always'",
        "llm.timeoutSeconds is 0",
        "llm.targets[0] names no secret, and anthropic asks for an API key",
        "llm.targets[0].params has 'max_token' (max_tokens?), which a target of anthropic can't have",
        "llm.targets[0].params.temperature is 'hot'",
        "llm.targets[1] has the unknown key 'temprature'",
        "llm.targets[1].apiBase is not set, and azure has no URL of its own",
        "llm.targets[1].secret names 'none', which secrets does not have",
        "llm.targets[1].client is 'native', which azure does not have",
        "llm.targets[2].model is 'open_ai/gpt-4.1', and there is no provider 'open_ai'",
        "llm.targets[2].price.input is -1",
        "llm.targets[2].price.output is not set",
    ]


@pytest.mark.parametrize(
    ("clients", "given", "memory_mb"),
    [
        (["litellm"], {}, 512),
        (["native"], {}, 256),
        (["native", "litellm"], {}, 512),
        (["litellm"], {"memoryMb": 1769}, 1769),
        (["native"], {"memoryMb": 128}, 128),
        (["litellm"], {"memoryMb": "256"}, 256),
    ],
)
def test_the_callers_memory_is_what_its_clients_need_or_what_the_setting_says(
    clients: list[str], given: dict[str, Any], memory_mb: int
) -> None:
    llm = {"targets": [{**CLAUDE, "client": client} for client in clients], **given}
    assert read(raw({"llm": llm})).llm.memory_mb == memory_mb


def test_a_configuration_is_measured_as_aws_measures_it_with_its_quotes_escaped() -> None:
    def llm(letters: int) -> dict[str, Any]:
        return {"targets": [{**CLAUDE, "params": {"stop": ['"' * 40, "x" * letters]}}]}

    settings = read(raw({"llm": llm(1)}))
    text = json.dumps(llm_config(settings.llm, settings.secret_arns))
    measured = f'{{"LLM_CONFIG":{json.dumps(text)}}}'
    assert environment_bytes({"LLM_CONFIG": text}) == len(measured) > len(text) + 80
    room = MOST_BYTES - len(measured)
    assert read(raw({"llm": llm(1 + room)})).llm
    with pytest.raises(SettingsError, match=r"llm is 4,097 bytes, .* pulumi config rm --path 'llm.targets\[0\].params' -s dev"):
        read(raw({"llm": llm(2 + room)}))


def test_the_kinds_of_error_are_those_that_the_caller_tells_apart() -> None:
    # In a process of its own, because the caller's package is on no other test's path.
    folder = ROOT / "lambda" / "call-llm"
    show = "from call_llm.errors import KINDS; print(*KINDS)"
    done = subprocess.run([sys.executable, "-c", show], cwd=folder, capture_output=True, text=True, check=True)
    assert tuple(done.stdout.split()) == ERROR_KINDS
