"""Keeps web pages out. A browser on this machine can send requests to 127.0.0.1 for any page that it shows.

A page has no key of the stack, but it could use a service that asks for none, or a name of its own that leads to 127.0.0.1 (DNS
rebinding: https://en.wikipedia.org/wiki/DNS_rebinding). A browser can't lie about the three headers that are looked at here.
A request that two programs could read in two ways is refused too: two hosts, or a whole URL in place of a path.
"""

import re
from collections.abc import Iterable
from email.message import Message

from local.ports import HOST

NAMES = (HOST, "localhost")
OWN = re.compile(rf"({'|'.join(map(re.escape, NAMES))})(:\d+)?", re.IGNORECASE)
FROM_A_PERSON = "none"
"""`Sec-Fetch-Site` of a URL that a person opened. https://www.w3.org/TR/fetch-metadata/"""


def refusal(path: str, headers: Iterable[tuple[str, str]]) -> str | None:
    """Return the reason to refuse a request, or None.

    path: what stands between the method and the version.
    headers: every line, also those whose name comes again.

    Any port will do: a browser sends the port that the request goes to, and Step Functions hands signed requests on to MiniStack.
    """
    given = [(name.strip().lower(), value) for name, value in headers]
    hosts = [value for name, value in given if name == "host"]
    if len(hosts) != 1 or not OWN.fullmatch(hosts[0]):
        asked = ", ".join(hosts)[:200] or "no host"
        return f"The laptop stack answers for {' and '.join(NAMES)} alone. This request was for {asked!r}."
    if not path.startswith("/"):
        return f"The laptop stack is asked for a path. This request was for {path[:200]!r}."
    if any(name == "origin" or (name == "sec-fetch-site" and value != FROM_A_PERSON) for name, value in given):
        return "The laptop stack answers no web page. Use the agent command, an AWS client, or the URL itself."
    return None


def refusal_by_python(path: str, headers: Message) -> str | None:
    """Return the same for a request that Python's http.server has read. It leaves out all that follows a line it can't read."""
    if headers.defects:
        return "The headers of this request can't be read to their end."
    return refusal(path, headers.items())
