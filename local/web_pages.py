"""Keeps web pages out. A browser on this machine can send requests to 127.0.0.1 for any page that it shows.

A page has no key of the stack, but it could use a service that asks for none, or a name of its own that leads to 127.0.0.1 (DNS
rebinding: https://en.wikipedia.org/wiki/DNS_rebinding). A browser can't lie about the three headers that are looked at here.
"""

import re
from collections.abc import Mapping

from local.ports import HOST

NAMES = (HOST, "localhost")
OWN = re.compile(rf"({'|'.join(map(re.escape, NAMES))})(:\d+)?", re.IGNORECASE)
FROM_A_PERSON = "none"
"""`Sec-Fetch-Site` of a URL that a person opened. https://www.w3.org/TR/fetch-metadata/"""


def refusal(headers: Mapping[str, str]) -> str | None:
    """Return the reason to refuse a request, or None. `headers`: by name in lower case.

    Any port will do: a browser sends the port that the request goes to, and Step Functions hands signed requests on to MiniStack.
    """
    host = headers.get("host", "")
    if not OWN.fullmatch(host):
        return f"The laptop stack answers for {' and '.join(NAMES)} alone. This request was for {host[:200] or 'no host'!r}."
    if "origin" in headers or headers.get("sec-fetch-site", FROM_A_PERSON) != FROM_A_PERSON:
        return "The laptop stack answers no web page. Use the agent command, an AWS client, or the URL itself."
    return None
