"""A tool that is an HTTP API: the state machine asks it, and no function is in between."""

from dataclasses import KW_ONLY, dataclass
from typing import Any
from urllib.parse import urlsplit

from agents.tool_kinds import http_problems
from agents.tool_kinds.connection import Connection
from agents.tool_kinds.tool import Functions, SayingTool

# An ARN that is right, where the connection's own is known only when it is deployed.
_SOME_ARN = "arn:aws:events:us-east-1:000000000000:connection/some/0"


@dataclass(frozen=True)
class HttpTool(SayingTool):
    """One request to an HTTP API, with the credentials of an EventBridge connection.

    A text `{% … %}` in `query` and `body` is JSONata over `$input`, the tool's input. A field for which it finds nothing is left
    out.
    """

    timeout_seconds: int = 30
    """Seconds after which a call is given up, 1 to 60."""
    _: KW_ONLY
    method: str
    """GET, HEAD, POST, PUT, PATCH or DELETE."""
    url: str
    """The address, like `https://api.example.com/v1/orders/{id}`. `{id}` is a required field of the input. Its value can't lead
    out of its place."""
    connection: Connection | str
    """A connection of the stack's own, or the ARN of one that exists."""
    query: dict[str, Any] | None = None
    """The parameters of the query. Step Functions encodes them. A list repeats the parameter."""
    headers: dict[str, str] | None = None
    """Headers with texts that stay the same. `Accept: application/json` is there without being named."""
    body: dict[str, Any] | None = None
    """The body, which is sent as JSON."""
    form_encoded: bool = False
    """True if the body is sent as a form and not as JSON."""
    result: str | None = None
    """JSONata `{% … %}` over `$result`, the body of the answer, and `$input`: what the model gets. Without it: the whole body."""
    reads_data: bool
    """True if its answers may have data that nobody outside may see."""
    sends_out: bool
    """True if what it is asked may reach somebody outside."""

    def problems(self) -> list[str]:
        problems = super().problems()
        arn = self.connection if isinstance(self.connection, str) else _SOME_ARN
        plain = {"input_schema": self.input_schema, "timeout_seconds": self.timeout_seconds, "retries": self.retries}
        # The schema may be what is wrong.
        return problems or http_problems.problems({**plain, "http": self._call(arn)})

    def _of_its_kind(self, functions: Functions) -> dict[str, Any]:
        """functions: here the connections of the stack, by their names: {arn}."""
        connection = self.connection
        return {"http": self._call(connection if isinstance(connection, str) else functions[connection.name]["arn"])}

    def _call(self, connection_arn: Any) -> dict[str, Any]:
        fields = {name: getattr(self, name) for name in ("method", "url", "query", "headers", "body", "result")}
        given = {name: value for name, value in fields.items() if value is not None}
        return given | {"connection_arn": connection_arn} | ({"form_encoded": True} if self.form_encoded else {})

    @property
    def source(self) -> str:
        return urlsplit(self.url).netloc
