"""Another model by `agent ask --model …`: deployed when it is another, and only then; on the same state machine."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end.conftest import Deployed
from tests.providers.server import ProviderServer
from tests.providers.target import model_of
from tests.providers.vertex_ai.service_account import service_account
from tests.real_model.serving import serving

QUESTION = "Who hit the most home runs in a single season?"
SCRIPTED = "anthropic/scripted"


@pytest.fixture
def choose(stack: Deployed) -> Iterator:
    """Chooses a model as `agent ask` does, with these variables; what that says. At the end the script is deployed again."""

    def ready(model: str, **variables: str) -> list[str]:
        stack.model, stack.variables = model, variables
        return stack.agent("up").stdout.splitlines()

    ready("scripted")
    yield ready
    ready("scripted")


def state_machine(stack: Deployed) -> dict:
    found = stack.client("stepfunctions").describe_state_machine(stateMachineArn=stack.outputs["agents"]["sql"]["stateMachineArn"])
    return {name: found[name] for name in ("stateMachineArn", "definition", "roleArn", "creationDate")}


@pytest.fixture(scope="module")
def answer(stack: Deployed) -> dict:
    return stack.ask(QUESTION)["output"]


@pytest.fixture(scope="module")
def apis() -> Iterator[str]:
    """A server of every provider's API, behind which is the script."""
    with ProviderServer().serving() as server:
        yield server.url


@pytest.fixture
def variables(apis: str, tmp_path: Path) -> dict[str, dict[str, str]]:
    """By provider, how a person says where its API is, and with what it is asked."""
    account = tmp_path / "account.json"
    account.write_text(json.dumps(service_account(apis)))
    return {
        "openai": {"OPENAI_BASE_URL": f"{apis}/openai/v1"},
        "bedrock": {"AWS_ENDPOINT_URL_BEDROCK_RUNTIME": f"{apis}/bedrock"},
        "gemini": {"GOOGLE_GEMINI_BASE_URL": f"{apis}/gemini", "GEMINI_API_KEY": "key-of-the-tests"},
        "vertex_ai": {"GOOGLE_VERTEX_BASE_URL": f"{apis}/vertex_ai", "GOOGLE_APPLICATION_CREDENTIALS": str(account)},
    }


WHY = {
    "openai": "at {url}/openai/v1; --model",
    "bedrock": "at {url}/bedrock; --model",
    "gemini": "because GEMINI_API_KEY is set, at {url}/gemini/v1beta; --model",
    "vertex_ai": "as the service account of GOOGLE_APPLICATION_CREDENTIALS; --model",
}


@pytest.mark.parametrize("provider", WHY)
def test_another_model_is_deployed_by_itself_and_comes_to_the_same_answer(stack, choose, answer, apis, variables, provider):
    before = state_machine(stack)
    model = model_of(provider)
    said = choose(model, **variables[provider])
    assert said[1] == f"The model was {SCRIPTED} and is now {model}. Deploying the change."
    result = stack.ask(QUESTION)
    assert (result["status"], result["stop_reason"], result["usage"]["turns"]) == ("SUCCEEDED", "answered", 3)
    assert result["output"] == answer
    assert state_machine(stack) == before
    [again] = choose(model, **variables[provider])
    assert again.startswith(f"Model {model}, {WHY[provider].format(url=apis)}")


def test_a_model_that_can_not_be_used_leaves_the_one_that_is_deployed(stack, choose):
    stack.model = "mistral/large"
    done = stack.agent("up", check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "error: LLM_MODEL is 'mistral/large', which needs MISTRAL_API_KEY in the environment\n"
    assert choose("scripted") == [f"Model {SCRIPTED}, a script (agent up --help says how to use a real one)."]


def test_a_real_model_on_a_server_of_ones_own_answers_a_deployed_function(stack, choose, tmp_path):
    with serving(tmp_path / "log") as url:
        said = choose("hosted_vllm/smollm2", HOSTED_VLLM_API_BASE=url)
        assert said[1] == f"The model was {SCRIPTED} and is now hosted_vllm/smollm2. Deploying the change."
        event = {"system": "You are kind.", "messages": [{"role": "user", "content": "Say hello."}], "tools": [], "run": None}
        called = stack.client("lambda").invoke(FunctionName="step-functions-agents-local-call-llm", Payload=json.dumps(event))
        body = json.loads(called["Payload"].read())["body"]
    assert (body["metadata"]["target"], body["metadata"]["cost_usd"]) == ("hosted_vllm/smollm2", None)
    assert body["messages"][0]["content"][0]["text"].strip()
