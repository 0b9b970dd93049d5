"""The runs of a stack's agents: start one, find one, stop one. Everything that talks to Step Functions but the history."""

import json
import os
import re
import secrets
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError, PartialCredentialsError

from cli.ask.errors import QuestionError, RunNotFoundError, UnreachableError
from cli.ask.stack import LOCAL_ENVIRONMENT, AgentOutputs, Stack, deploy

# A state machine's input may hold 262,144 bytes (https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html), and the
# agents' state machines refuse more than this, because the conversation has to fit beside it.
MOST_INPUT_BYTES = 200_000

# A run's name also names a folder for its charts, so `..` is none.
EXECUTION_ARN = re.compile(r"arn:[\w-]+:states:[\w-]+:\d+:execution:(?P<machine>[\w-]+):(?P<name>[\w.-]*[\w-])")

# The names that the endpoints of a stack go by: those of Pulumi's AWS provider.
_ENDPOINT_NAMES = {"stepfunctions": ("sfn", "stepfunctions"), "s3": ("s3",)}
# https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
_ENDPOINT_VARIABLES = {"stepfunctions": "AWS_ENDPOINT_URL_SFN", "s3": "AWS_ENDPOINT_URL_S3"}


@dataclass(frozen=True)
class Run:
    """One execution of an agent's state machine."""

    arn: str
    agent: AgentOutputs

    @property
    def name(self) -> str:
        return self.arn.rpartition(":")[2]


def client(service: str, stack: Stack) -> Any:
    """A boto3 client for the stack's region, where the standard environment or else the stack's outputs say it is."""
    from_environment = os.environ.get(_ENDPOINT_VARIABLES[service]) or os.environ.get("AWS_ENDPOINT_URL")
    from_outputs = next((stack.endpoints[name] for name in _ENDPOINT_NAMES[service] if name in stack.endpoints), None)
    endpoint = from_environment or from_outputs
    with reachable(stack):
        return boto3.client(
            service,
            region_name=stack.region,
            endpoint_url=endpoint,
            config=Config(
                connect_timeout=5,
                read_timeout=60,
                retries={"mode": "standard", "total_max_attempts": 4},
                # A proxy that leads out of this machine can't lead to it. None takes the environment's.
                proxies={} if _is_here(endpoint) else None,
            ),
        )


def named(agent: AgentOutputs, question: str) -> Run:
    """The run that a question will be. Its name is given here, so its ARN is known before it is started."""
    executions = agent.state_machine_arn.replace(":stateMachine:", ":execution:", 1)
    return Run(f"{executions}:{run_name(agent.agent, question)}", agent)


def start(step_functions: Any, stack: Stack, run: Run, question: str) -> None:
    """Starts a run. Raises QuestionError before anything is started, if the question can't be asked."""
    given = run_input(question)
    with reachable(stack):
        step_functions.start_execution(stateMachineArn=run.agent.state_machine_arn, name=run.name, input=given)


def find(step_functions: Any, stack: Stack, arn: str) -> tuple[Run, dict[str, Any]]:
    """A run by its ARN, and what DescribeExecution says of it. Raises RunNotFoundError."""
    match = EXECUTION_ARN.fullmatch(arn)
    if not match:
        raise RunNotFoundError(f"{arn!r} is no execution ARN: those look like arn:aws:states:REGION:ACCOUNT:execution:MACHINE:NAME")
    machines = {agent.state_machine_arn.rpartition(":")[2]: agent for agent in stack.agents.values()}
    agent = machines.get(match["machine"])
    if agent is None:
        raise RunNotFoundError(f"{arn} is not a run of this stack, whose state machines are: {', '.join(machines)}")
    with reachable(stack):
        return Run(arn, agent), step_functions.describe_execution(executionArn=arn)


def stop(step_functions: Any, stack: Stack, run: Run) -> None:
    """Stops a run: it ends as ABORTED, and a tool call that is under way is abandoned."""
    with reachable(stack):
        step_functions.stop_execution(executionArn=run.arn, error="Stopped", cause="stopped by a person, with ask --stop")


def run_input(question: str) -> str:
    """The execution's input as JSON. Raises QuestionError."""
    if not question.strip():
        raise QuestionError("the question is empty")
    try:
        given = json.dumps({"prompt": question}, ensure_ascii=False)
        given.encode()
    except UnicodeEncodeError as error:
        raise QuestionError("the question isn't valid UTF-8") from error
    # As the state machine counts, which can't see bytes: a letter that isn't ASCII takes three at most.
    size = len(given) + 2 * len(re.sub(r"[ -~]+", "", given))
    if size > MOST_INPUT_BYTES:
        raise QuestionError(
            f"the question takes {size:,} bytes as JSON (letters beyond ASCII counted as three); {MOST_INPUT_BYTES:,} are allowed"
        )
    return given


def run_name(agent: str, question: str) -> str:
    """A name of at most 80 characters that a person recognizes and that no other run has.

    Letters, digits and hyphens alone: CloudWatch Logs takes no others of what StartExecution allows.
    """
    words = re.sub(r"[^a-z0-9]+", "-", question[:500].lower()).strip("-")
    words = words if len(words) <= 40 else words[:41].rpartition("-")[0] or words[:40]
    return "-".join(filter(None, [words or agent, datetime.now(UTC).strftime("%Y%m%d-%H%M%S"), secrets.token_hex(2)]))


@contextmanager
def reachable(stack: Stack):
    """Turns boto3's errors into ours, which say what to do."""
    try:
        yield
    except (NoCredentialsError, PartialCredentialsError) as error:
        raise UnreachableError(f"there are no AWS credentials ({error}). {_credentials_hint(stack)}") from error
    except ClientError as error:
        raise _refused(error, stack) from error
    except BotoCoreError as error:
        raise UnreachableError(f"{_where(error, stack)} doesn't answer. {_down_hint(error)}") from error


def _refused(error: ClientError, stack: Stack) -> Exception:
    code, message = error.response["Error"].get("Code", ""), error.response["Error"].get("Message", "")
    if code in ("ExecutionDoesNotExist", "InvalidArn"):
        return RunNotFoundError(f"there is no such run: {message}")
    if code == "StateMachineDoesNotExist":
        return UnreachableError(f"the stack's state machine is gone ({message}). Deploy again: {deploy(stack.name)}")
    if "Token" in code or "Signature" in code or code == "UnrecognizedClientException":
        return UnreachableError(f"the AWS credentials are refused ({code}). {_credentials_hint(stack)}")
    return UnreachableError(f"{error.operation_name} failed: {code}: {message}")


def _where(error: BotoCoreError, stack: Stack) -> str:
    url = getattr(error, "kwargs", {}).get("endpoint_url")
    return f"{urlsplit(url).scheme}://{urlsplit(url).netloc}" if url else f"AWS in {stack.region} ({error})"


def _down_hint(error: BotoCoreError) -> str:
    if _is_here(getattr(error, "kwargs", {}).get("endpoint_url")):
        return "The laptop stack isn't running. Start it: make up"
    return "Is the network up, and is the region right?"


def _is_here(url: str | None) -> bool:
    """Whether a URL is of this machine, as those of the laptop stack are."""
    return urlsplit(url or "").hostname in ("127.0.0.1", "::1", "localhost")


def _credentials_hint(stack: Stack) -> str:
    if stack.endpoints and LOCAL_ENVIRONMENT.is_file():
        return f"The laptop stack's are in its environment: set -a; . {LOCAL_ENVIRONMENT}; set +a"
    return "Log in (aws sso login) or set AWS_PROFILE"
