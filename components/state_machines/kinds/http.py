"""A tool that asks an HTTP API by an EventBridge connection: `http:invoke`.

The role may call the tool's own address by its own method, and read the credentials of its own connection.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from agents.tool_kinds.expressions import inside
from agents.tool_kinds.http_problems import FIELD, ON_THIS_MACHINE, problems
from components.state_machines.kinds.branch import TOOL_PLACEHOLDER, branch, count_bytes, retry_as_the_tool_says, seconds, template
from components.state_machines.kinds.expressions import INPUT, over_input
from components.state_machines.kinds.kind import Permission, PlainTool, ToolArgsError
from components.state_machines.template import named

__all__ = ["permissions", "problems", "states"]

BODY = "$states.result.ResponseBody"
LAPTOPS_ACCOUNT = "000000000000"
"""The account of the laptop stack."""
STATUS = "'The service answered ' & $states.result.StatusCode & ' ' & $states.result.StatusText & ', without a body.'"


def states(tool: PlainTool) -> dict[str, Any]:
    http = tool["http"]
    host = urlsplit(http["url"]).netloc
    comment = f"Asks {host} by {http['method']}."
    check, request = branch(
        "http",
        tool,
        comment,
        {"field": "field"},
        endpoint="",
        method=http["method"],
        connection=http["connection_arn"],
        headers=_headers(http),
    ).values()
    fields = dict.fromkeys(FIELD.findall(http["url"]))
    arguments = request["Arguments"]
    arguments["ApiEndpoint"] = _endpoint(http["url"])
    if http.get("query"):
        arguments["QueryParameters"] = over_input(http["query"])
    if http.get("body") is not None:
        arguments["RequestBody"] = over_input(http["body"])
    if http.get("form_encoded"):
        arguments["Transform"] = {"RequestBodyEncoding": "URL_ENCODED"}
    request["TimeoutSeconds"] = min(seconds(tool), 60)
    retry_as_the_tool_says(request, tool)
    count_bytes(request)
    for key in ("content", "is_error"):
        request["Output"][key] = request["Output"][key].replace(BODY, _result(http.get("result")))
    if not fields:
        return {tool["name"]: request | {"Comment": comment}}
    rules = template("http")[TOOL_PLACEHOLDER]["Choices"]
    check["Choices"] = [named(rule, field=name) for name in fields for rule in rules]
    return {tool["name"]: check, f"{tool['name']}: request": request}


def permissions(tools: Sequence[PlainTool], placeholders: Mapping[str, str]) -> list[Permission]:
    for tool in tools:
        _refuse_elsewhere(tool, placeholders)
        _refuse_this_machine(tool, placeholders)
    arns = dict.fromkeys(tool["http"]["connection_arn"] for tool in tools)
    machine = "arn:{partition}:states:{region}:{account}:stateMachine:{state_machine}".format(**placeholders)
    methods = sorted({tool["http"]["method"] for tool in tools})
    return [
        *(
            Permission(
                f"Http{method.capitalize()}",
                ("states:InvokeHTTPEndpoint",),
                (machine, f"{machine}:*"),
                {
                    "StringEquals": {"states:HTTPMethod": method},
                    "StringLike": {"states:HTTPEndpoint": _addresses(tools, method)},
                },
            )
            for method in methods
        ),
        Permission("HttpConnections", ("events:RetrieveConnectionCredentials",), tuple(arns)),
        Permission(
            "HttpCredentials", ("secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"), tuple(map(_secret, arns))
        ),
    ]


def _refuse_elsewhere(tool: PlainTool, placeholders: Mapping[str, str]) -> None:
    """Raise ToolArgsError for a connection of another region or account."""
    arn = tool["http"]["connection_arn"]
    _, _, _, region, account, _ = arn.split(":", 5)
    for part, given in (("region", region), ("account", account)):
        if given != placeholders[part]:
            raise ToolArgsError(
                f"the tool {tool['name']!r} has the connection {arn}, of the {part} {given}: "
                f"allowed is one of the stack's own {part}, {placeholders[part]}"
            )


def _refuse_this_machine(tool: PlainTool, placeholders: Mapping[str, str]) -> None:
    """Raise ToolArgsError for a mock service of this machine in a stack of AWS."""
    url = tool["http"]["url"]
    if urlsplit(url).hostname in ON_THIS_MACHINE and placeholders["account"] != LAPTOPS_ACCOUNT:
        raise ToolArgsError(f"the tool {tool['name']!r} asks {url}, which only the laptop stack reaches: name a public host")


def _endpoint(url: str) -> str:
    """Return the address, or the expression that puts the fields of the input into it."""
    if not FIELD.search(url):
        return url
    return f"{{% {' & '.join(_parts(url))} %}}"


def _parts(url: str) -> Iterator[str]:
    for index, part in enumerate(FIELD.split(url)):
        if index % 2:
            yield f"$encodeUrlComponent('' & $states.input.input.`{part}`)"
        elif part:
            yield json.dumps(part)


def _headers(http: Mapping[str, Any]) -> dict[str, str]:
    """Return the headers. The tool's own take the place of ours, in whatever case they are written."""
    own = dict(http.get("headers") or {})
    form = {"Content-Type": "application/x-www-form-urlencoded"} if http.get("form_encoded") else {}
    given = {name.lower() for name in own}
    return {name: value for name, value in ({"Accept": "application/json"} | form).items() if name.lower() not in given} | own


def _result(result: str | None) -> str:
    """Return the JSONata for what the model gets. An answer may have no body, or an empty one, and be no error all the same."""
    found = BODY if result is None else f"({INPUT}; $result := {BODY}; ({inside(result)}))"
    # Where there is no body, the comparison is false too.
    return f"{BODY} != '' ? {found} : {STATUS}"


def _addresses(tools: Iterable[PlainTool], method: str) -> list[str]:
    """Return the patterns of the addresses that are called by a method."""
    urls = dict.fromkeys(tool["http"]["url"] for tool in tools if tool["http"]["method"] == method)
    return list(dict.fromkeys(FIELD.sub("*", url) for url in urls))


def _secret(connection_arn: str) -> str:
    """Return the pattern of the ARN of the secret in which EventBridge keeps the credentials of a connection.

    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-target-connection-secret.html
    """
    _, partition, _, region, account, connection = connection_arn.split(":", 5)
    name = connection.split("/")[1]
    return f"arn:{partition}:secretsmanager:{region}:{account}:secret:events!connection/{name}/*"
