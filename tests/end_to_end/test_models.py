"""Another model by `agent ask --model …`: deployed when it is another, and only then; on the same state machine."""

import json
from collections.abc import Iterator

import pytest

from tests.end_to_end.conftest import Deployed

QUESTION = "Who hit the most home runs in a single season?"
SCRIPTED = "anthropic/scripted"


@pytest.fixture
def choose(stack: Deployed) -> Iterator:
    """Chooses a model as `agent ask` does; what that says. At the end the script is deployed again."""

    def ready(model: str) -> list[str]:
        stack.model = model
        return stack.agent("up").stdout.splitlines()

    ready("scripted")
    yield ready
    ready("scripted")


def state_machine(stack: Deployed) -> dict:
    found = stack.client("stepfunctions").describe_state_machine(stateMachineArn=stack.outputs["agents"]["sql"]["stateMachineArn"])
    return {name: found[name] for name in ("stateMachineArn", "definition", "roleArn", "creationDate")}


def services(stack: Deployed) -> dict[str, str]:
    rows = [line.split() for line in stack.agent("status").stdout.partition("\n\n")[0].splitlines()[1:]]
    return {row[0]: row[1] for row in rows}


@pytest.fixture(scope="module")
def answer(stack: Deployed) -> dict:
    return stack.ask(QUESTION)["output"]


@pytest.mark.parametrize("provider", ["openai", "bedrock", "gemini", "vertex_ai"])
def test_another_model_is_deployed_by_itself_and_comes_to_the_same_answer(stack, choose, answer, provider):
    before = state_machine(stack)
    model = f"{provider}/{'gemini-scripted' if provider == 'vertex_ai' else 'scripted'}"
    said = choose(f"scripted/{provider}")
    assert said[0] == f"The model was {SCRIPTED} and is now {model}: deploying the change."
    result = stack.ask(QUESTION)
    assert (result["status"], result["stop_reason"], result["usage"]["turns"]) == ("SUCCEEDED", "answered", 3)
    assert result["output"] == answer
    assert state_machine(stack) == before
    assert choose(f"scripted/{provider}") == [f"Model {model}, which is the scripted model in the language of {provider}."]


def test_a_model_that_can_not_be_used_leaves_the_one_that_is_deployed(stack, choose):
    stack.model = "mistral/large"
    done = stack.agent("up", check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "error: LLM_MODEL is 'mistral/large', which needs MISTRAL_API_KEY in the environment\n"
    assert choose("scripted") == [f"Model {SCRIPTED}, a script (agent up --help says how to use a real one)."]


def test_smollm2_is_served_for_as_long_as_it_is_the_model(stack, choose):
    said = choose("smollm2")
    assert said[0] == f"The model was {SCRIPTED} and is now hosted_vllm/smollm2: deploying the change."
    assert "its SQL and its answers are wrong" in "\n".join(said)
    assert services(stack)["smollm2"] == "healthy"
    event = {"system": "You are kind.", "messages": [{"role": "user", "content": "Say hello."}], "tools": [], "run": None}
    called = stack.client("lambda").invoke(FunctionName="step-functions-agents-local-call-llm", Payload=json.dumps(event))
    body = json.loads(called["Payload"].read())["body"]
    assert (body["metadata"]["target"], body["metadata"]["cost_usd"]) == ("hosted_vllm/smollm2", 0)
    assert body["messages"][0]["content"][0]["text"].strip()
    choose("scripted")
    assert services(stack) == dict.fromkeys(("ministack", "step-functions", "model"), "healthy")
