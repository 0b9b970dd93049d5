"""Run MiniStack for this machine alone: `python local/emulator.py`.

It is changed in nine ways:
- It accepts HTTP where a policy demands TLS. The data bucket's policy refuses plain HTTP, and MiniStack enforces that. Traffic on
  the loopback interface never leaves the machine, and TLS would need a certificate that every client, function and tool trusts.
- It answers signed requests alone, and checks the root's signatures too. MiniStack lets anyone list buckets, and some keys in
  without a check.
- It asks for iam:PassRole where a state machine gets its role, as AWS does. It knows what an HTTP task asks of IAM.
- It keeps the credentials of EventBridge's connections in secrets, as AWS does.
- It knows of a request whether the code of a function makes it, as AWS does.
- It knows aws:SourceArn and aws:SourceAccount where Step Functions assumes a role for a state machine.
- It refuses web pages, and the paths of MiniStack's own that ask for no key.
- It ends a function that has run out of time at once, and what the function has started, as AWS does. MiniStack asks the process to
  end, gives it two seconds, and lets its children go on.
- It has no registry of images and no login pages. MiniStack asks for no key there.
"""

import json
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from ministack import app
from ministack.core import iam_evaluator, lambda_runtime
from ministack.services import lambda_svc

# A PYTHONPATH would reach the functions that MiniStack starts.
sys.path.append(str(Path(__file__).parent.parent))
from local.emulator_connections import keep_credentials_in_secrets
from local.process_tree import end_with_descendants
from local.web_pages import refusal

HEALTH = "/_ministack/health"

Send = Callable[[dict[str, Any]], Awaitable[None]]

pin_request_origin, answer, enforce = app.pin_request_origin, app.app, iam_evaluator.enforce
execution_credentials = lambda_runtime.execution_credentials
evaluate_trust_policy = iam_evaluator.evaluate_trust_policy

OPEN_TO_ALL = ("_handle_ecr_registry_request", "_handle_cognito_get_request", "_handle_cognito_body_request")
"""MiniStack's functions that answer before anybody's signature is checked, and for no service that the laptop stack uses."""

PASSES_A_ROLE = ("states:CreateStateMachine", "states:UpdateStateMachine")
OF_AN_HTTP_TASK = ("states:InvokeHTTPEndpoint", "events:RetrieveConnectionCredentials")
"""Step Functions asks whether a role may do these, which no API offers: local/step_functions/clients.py"""
HTTP_KEYS = {"httpEndpoint": "HTTPEndpoint", "httpMethod": "HTTPMethod"}
"""The keys of conditions on an HTTP task, by the fields of what Step Functions asks."""


source_functions: dict[str, str] = {}
"""The ARNs of functions, by the access keys that their code has."""


def keys_of_code(function: dict[str, Any]) -> dict[str, str]:
    """Return the environment variables by which the code of a function signs its requests."""
    keys: dict[str, str] = execution_credentials(function)
    source_functions[keys["AWS_ACCESS_KEY_ID"]] = function["FunctionArn"]
    return keys


def enforce_as_aws(
    access_key: str, action: str, service: str, region: str, resource_arn: str = "*", service_context: dict[str, Any] | None = None
) -> Any:
    """Return why the caller may not make a request, or None.

    The code of a function is known by lambda:SourceFunctionArn. Where the caller passes a role to Step Functions, that is asked
    too.
    """
    # MiniStack forgets the request once its signature is checked.
    asked = fields_of(iam_evaluator._signed_request.get()) if action in (*PASSES_A_ROLE, *OF_AN_HTTP_TASK) else {}
    role = asked.get("roleArn")
    resource_arn = asked.get("ConnectionArn", resource_arn)
    endpoint = {f"states:{key}": asked[field] for field, key in HTTP_KEYS.items() if field in asked}
    # https://docs.aws.amazon.com/lambda/latest/dg/permissions-source-function-arn.html
    source = {"lambda:SourceFunctionArn": source_functions[access_key]} if access_key in source_functions else {}
    denied = enforce(access_key, action, service, region, resource_arn, {**(service_context or {}), **source, **endpoint})
    if denied or role is None:
        return denied
    passing = enforce(access_key, "iam:PassRole", "iam", region, role, {"iam:PassedToService": "states.amazonaws.com"})
    if not isinstance(passing, iam_evaluator.EvalResult):
        return passing
    why = "because no identity-based policy allows the iam:PassRole action"
    who = f"User: {passing.principal_arn} is not authorized to perform: iam:PassRole on resource: {role}"
    return iam_evaluator.AuthError("AccessDeniedException", f"{who} {why}")


def evaluate_trust_with_source(document: Any, caller_arn: str, context: Any = None) -> bool:
    """Return whether a role trusts the caller. The service Step Functions is the root here, and names the state machine."""
    external_id = (context.service_context.get("sts:externalid") or "") if context else ""
    if caller_arn.endswith(":root") and ":stateMachine:" in external_id:
        context.service_context |= {"aws:sourcearn": external_id, "aws:sourceaccount": external_id.split(":")[4]}
    return bool(evaluate_trust_policy(document, caller_arn, context))


def fields_of(request: Any) -> dict[str, str]:
    """Return the texts in the JSON of a request."""
    try:
        given = json.loads(request.body)
    except (AttributeError, ValueError):
        return {}
    return {name: value for name, value in given.items() if isinstance(value, str)} if isinstance(given, dict) else {}


def reason_to_refuse(scope: dict[str, Any]) -> str | None:
    """Return why a request isn't answered, or None. `scope`: of ASGI, https://asgi.readthedocs.io/en/latest/specs/www.html"""
    headers = [(name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in scope["headers"]]
    # No bucket's name begins with an underscore. These paths reset everything, show messages, and give code away.
    if scope["path"].startswith("/_") and scope["path"] != HEALTH:
        return f"Of MiniStack's own paths the laptop stack answers {HEALTH} alone. To begin anew: agent down, then agent up."
    if scope["path"] != HEALTH and not iam_evaluator._signature_attempted(
        dict(headers).get("authorization", ""), parse_qs(scope["query_string"].decode("latin-1"))
    ):
        return "The laptop stack answers signed requests alone. `agent env` prints the key for AWS clients."
    return refusal(scope["path"], headers)


async def nothing_there(*_: Any) -> None:
    """Answer nothing, so that the request goes on to S3, which asks for a key."""


async def guarded(scope: dict[str, Any], receive: Any, send: Send) -> None:
    reason = reason_to_refuse(scope) if scope["type"] in ("http", "websocket") else None
    if reason is None:
        await answer(scope, receive, send)
    elif scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008, "reason": reason})
    else:
        headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
        await send({"type": "http.response.start", "status": 403, "headers": headers})
        await send({"type": "http.response.body", "body": reason.encode()})


if __name__ == "__main__":
    app.pin_request_origin = lambda source_ip, secure_transport: pin_request_origin(source_ip, True)
    iam_evaluator._is_root_key = lambda access_key_id: False
    iam_evaluator.enforce = enforce_as_aws
    iam_evaluator.evaluate_trust_policy = evaluate_trust_with_source
    lambda_runtime.execution_credentials = lambda_svc.execution_credentials = keys_of_code
    lambda_runtime._signal = end_with_descendants
    keep_credentials_in_secrets()
    for entrance in OPEN_TO_ALL:
        setattr(app, entrance, nothing_there)
    app.app = guarded
    app.main()
