"""A connection of the stack's own to an HTTP API: how the API is told who asks. EventBridge keeps the credentials.

Each names a secret of the stack's settings, `secrets`. The connection alone knows its value: no function, no state machine and no
model sees it.
"""

import re
from dataclasses import dataclass

from agents.errors import DeclarationError

NAME = re.compile(r"[a-z][a-z0-9-]{0,29}")
SECRET = re.compile(r"[a-z][a-z0-9_]{0,63}")
_HEADER = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}")
_TEXT = re.compile(r"[\x21-\x7e]([\x20-\x7e]{0,510}[\x21-\x7e])?")
_TOKEN_URL = re.compile(
    r"https://[A-Za-z0-9.-]+(:\d+)?(/[A-Za-z0-9._~!&'()+,=:%/-]*)?|http://127\.0\.0\.1:\d+(/[A-Za-z0-9._~/-]*)?"
)


@dataclass(frozen=True)
class Connection:
    """A connection that the stack makes. It is one of ApiKey, Basic and OAuth."""

    name: str
    """1 to 30 lower-case letters, digits and -, a letter first. Tools with a connection of the same name share it."""
    secret: str
    """The name of the secret in the stack's `secrets`, which has to be a value and not an ARN. Lower-case letters, digits and _. On
    the laptop the value of `shop` is the variable SHOP_API_KEY."""

    def __post_init__(self) -> None:
        if problems := self.problems():
            raise DeclarationError("\n- ".join((f"the connection {self.name!r} is declared wrongly:", *problems)))

    def problems(self) -> list[str]:
        """Return a sentence for each thing that is wrong."""
        return [
            *_problem("name", self.name, NAME, "1 to 30 lower-case letters, digits and -, a letter first"),
            *_problem(
                "secret",
                self.secret,
                SECRET,
                "the name of a secret of the stack: 1 to 64 lower-case letters, digits and _, a letter first",
            ),
        ]


@dataclass(frozen=True)
class ApiKey(Connection):
    """The secret is the value of a header."""

    header: str = "Authorization"
    """The header's name, like `X-Api-Key`. For `Authorization` the secret holds the scheme too: `Bearer …`."""

    def problems(self) -> list[str]:
        return [*super().problems(), *_problem("header", self.header, _HEADER, "the name of a header")]


@dataclass(frozen=True)
class Basic(Connection):
    """The secret is the password of a user."""

    user: str = ""

    def problems(self) -> list[str]:
        return [*super().problems(), *_problem("user", self.user, _TEXT, "a name of 1 to 512 ASCII characters")]


@dataclass(frozen=True)
class OAuth(Connection):
    """The secret is that of a client, which gets access tokens by the grant client_credentials."""

    token_url: str = ""
    """Where the tokens come from, by POST: https."""
    client_id: str = ""
    scope: str = ""
    """The scope of the token. Empty: the request names none."""

    def problems(self) -> list[str]:
        return [
            *super().problems(),
            *_problem("token_url", self.token_url, _TOKEN_URL, "an address that begins with https://"),
            *_problem("client_id", self.client_id, _TEXT, "1 to 512 ASCII characters"),
            *(_problem("scope", self.scope, _TEXT, "1 to 512 ASCII characters") if self.scope else []),
        ]


def _problem(field: str, value: object, pattern: re.Pattern[str], allowed: str) -> list[str]:
    return [] if isinstance(value, str) and pattern.fullmatch(value) else [f"{field} is {value!r}: allowed is {allowed}"]
