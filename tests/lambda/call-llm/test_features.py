"""What works with which provider, as it is seen on the wire: the table in docs/reference/providers.md.

`UPDATE_GOLDEN=1 make test T=tests/lambda/call-llm/test_features.py` writes the rows anew; their diff is reviewed with the change.
"""

import os
from pathlib import Path

from call_llm.errors import LLMBadRequest
from wires import WIRES

DOCS = Path(__file__).parents[3] / "docs" / "reference" / "providers.md"
HEAD = "| provider | "
START, END = "<!-- table: made by tests/lambda/call-llm/test_features.py -->\n", "\n<!-- end of table -->"
USES = [("id_1", "query", {"sql": "SELECT 1"}), ("id_2", "query", {"sql": "SELECT 2"})]
PNG = {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "iVBORw0KGgo="}}
QUESTION = {"role": "user", "content": "How many?"}


def results_of(turn, **more):
    uses = [block for block in turn["content"] if block["type"] == "tool_use"]
    return [{"type": "tool_result", "tool_use_id": use["id"], "content": "1", **more} for use in uses]


def unmarked(value):
    """Without the marks of prompt caching."""
    if isinstance(value, dict):
        return {name: unmarked(inner) for name, inner in value.items() if name != "cache_control"}
    return [unmarked(inner) for inner in value] if isinstance(value, list | tuple) else value


def loop(provider, call, uses, **result):
    """A turn of tool uses, and the next with their results. Returns the first turn's body."""
    provider.will(provider.wire.calls(*uses), provider.wire.says("Done."))
    body = call([QUESTION])
    call([QUESTION, *body["messages"], {"role": "user", "content": results_of(body["messages"][0], **result)}])
    return body


def tools(provider, call):
    asked = loop(provider, call, USES[:1])["tool_uses"]
    answered = [content for _, content in provider.wire.sent_results(provider.sent)]
    return "yes" if [use["input"] for use in asked] == [USES[0][2]] and answered == ["1"] else "no"


def parallel_tools(provider, call):
    asked = loop(provider, call, USES)["tool_uses"]
    answered = [content for _, content in provider.wire.sent_results(provider.sent)]
    return "yes" if [use["input"] for use in asked] == [use[2] for use in USES] and answered == ["1", "1"] else "no"


def failed_tool(provider, call):
    loop(provider, call, USES[:1], is_error=True)
    [(_, content)] = provider.wire.sent_results(provider.sent)
    return "in words" if content == "Error: 1" else "marked" if content == "1" else "no"


def images(provider, call):
    provider.will(provider.wire.says("A dot."))
    try:
        call([{"role": "user", "content": [{"type": "text", "text": "What is this?"}, PNG]}])
    except LLMBadRequest:
        provider.replies.clear()
        return "no"
    return "yes" if str(provider.wire.IMAGE) in str(unmarked(provider.sent)) else "no"


def images_from_tools(provider, call):
    try:
        loop(provider, call, USES[:1], content=[PNG])
    except LLMBadRequest:
        provider.replies.clear()
        return "no"
    inside = str(provider.wire.IMAGE) in str(unmarked(provider.wire.sent_results(provider.sent)))
    return "in the result" if inside else "after it" if str(provider.wire.IMAGE) in str(unmarked(provider.sent)) else "no"


def thinking(provider, call):
    """Whether thoughts are kept in the conversation, and go back to the model."""
    if not hasattr(provider.wire, "thinks_then_calls"):
        return "no"
    provider.will(provider.wire.thinks_then_calls("Hm, a thought.", USES[0]), provider.wire.says("Done."))
    turn = call([QUESTION])["messages"][0]
    call([QUESTION, turn, {"role": "user", "content": results_of(turn)}])
    if turn["content"][0].get("thinking") != "Hm, a thought.":
        return "no"
    return "sent back" if "Hm, a thought." in str(provider.sent) else "shown"


def caching(provider, call):
    provider.will(provider.wire.cached(read=60, written=0))
    read = call()["metadata"]["usage"]["cache_read"]
    marks = any(mark in str(provider.sent) for mark in ("cache_control", "cachePoint"))
    return "no" if read != 60 else "marked" if marks else "by itself"


def structured_answer(provider, call):
    provider.will(provider.wire.calls(USES[0]))
    call(tool_choice={"type": "tool", "name": "query"})
    if provider.wire.sent_tool_choice(provider.sent) == provider.wire.FORCED:
        return "yes" if getattr(provider.wire, "FORCES_TOOLS", True) else "offered alone"
    return "no"


def cost_known(provider, call):
    provider.will(provider.wire.says("Hi."))
    return "by `price`" if call()["metadata"]["cost_usd"] is None else "yes"


FEATURES = (tools, parallel_tools, failed_tool, images, images_from_tools, thinking, caching, structured_answer, cost_known)


def rows():
    table = DOCS.read_text().partition(START)[2].partition(END)[0]
    lines = [line for line in table.splitlines() if line.startswith("| ") and line != header()]
    return {line.split(" | ")[0].removeprefix("| "): line for line in lines}


def header():
    return HEAD + " | ".join(feature.__name__.replace("_", " ") for feature in FEATURES) + " |"


def test_the_features_of_a_provider_are_those_that_the_documentation_names(provider, configure, call):
    configure(provider.target(params=getattr(provider.wire, "THINKING", {})))
    name = provider.name if provider.client == "litellm" else f"{provider.name}, {provider.client}"
    row = f"| {name} | " + " | ".join(feature(provider, call) for feature in FEATURES) + " |"
    if os.environ.get("UPDATE_GOLDEN"):
        write(rows() | {name: row})
    assert rows().get(name) == row


def test_the_documentation_names_no_other_provider():
    assert [name.partition(",")[0] for name in rows() if name not in WIRES and name.partition(",")[0] not in WIRES] == []


def write(table):
    before, _, rest = DOCS.read_text().partition(START)
    order = sorted(table, key=lambda name: (list(WIRES).index(name.partition(",")[0]), name))
    lines = [header(), "|---" * (len(FEATURES) + 1) + "|", *(table[name] for name in order)]
    DOCS.write_text(before + START + "\n".join(lines) + END + rest.partition(END)[2])
