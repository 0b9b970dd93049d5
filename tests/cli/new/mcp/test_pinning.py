"""Which of a server's tools are pinned, by which names, and why others aren't."""

from typing import Any

import pytest

from cli.new.mcp.errors import PinningError
from cli.new.mcp.offered import OfferedTool
from cli.new.mcp.pinning import Wanted, pinned

COMMAND = "./agent new mcp github https://example.com/mcp"


def offer(name: str, description: str = "Does it.", schema: Any = None) -> OfferedTool:
    return OfferedTool(name, description, schema or {"type": "object"}, None, "0" * 64)


def refused(offers: list[OfferedTool], wanted: Wanted | None = None) -> str:
    with pytest.raises(PinningError) as error:
        pinned(offers, wanted or Wanted(), COMMAND)
    return str(error.value)


def test_the_chosen_tools_are_pinned_by_the_servers_names() -> None:
    found = pinned([offer("a"), offer("b.c/d"), offer("e")], Wanted(("a", "b.c/d"), "github_"), COMMAND)
    assert list(found.tools) == ["github_a", "github_b_c_d"]
    assert found.pins["github_b_c_d"] == {"name": "b.c/d", "sha256": "0" * 64}


@pytest.mark.attack("injection")
def test_a_tool_that_takes_the_name_of_another_is_refused_and_can_be_left_out_or_renamed() -> None:
    offers = [offer("final_answer"), offer("execute_python"), offer("search")]
    wanted = Wanted(taken=frozenset({"execute_python"}))
    both = "With a --prefix, as in --prefix other_, both can be there"
    assert refused(offers, wanted).splitlines() == [
        "these tools of the server can't be pinned:",
        f"- final_answer: every agent has a tool of that name, by which it answers. {both}",
        f"- execute_python: there is a tool execute_python already. {both}",
        f"Leave them out: {COMMAND} --tools search",
    ]
    assert list(pinned(offers, Wanted((), "other_", wanted.taken), COMMAND).tools) == [
        "other_final_answer",
        "other_execute_python",
        "other_search",
    ]


def test_a_tool_whose_schema_cant_be_translated_is_refused_by_name() -> None:
    offers = [offer("fine"), offer("any", schema={"type": "object", "properties": {"x": {}}})]
    assert refused(offers).splitlines() == [
        "these tools of the server can't be pinned:",
        "- any: its field x may be any value",
        f"Leave it out: {COMMAND} --tools fine",
    ]


@pytest.mark.attack("injection")
@pytest.mark.parametrize("name", ["", "a b", "a\nPinned 9 tools", "\u202egnp", "a" * 129])
def test_a_name_that_isnt_one_of_mcp_is_refused_on_one_line(name: str) -> None:
    said = refused([offer(name), offer("fine")]).splitlines()
    assert len(said) == 3
    assert said[1].endswith(": its name isn't one of MCP, which are 1 to 128 letters, digits and _ - . /")
    assert said[2] == f"Leave it out: {COMMAND} --tools fine"


def test_two_names_that_become_one_are_refused() -> None:
    assert "- a/b: there is a tool a_b already." in refused([offer("a.b"), offer("a/b")])


def test_a_list_that_nobody_can_read_is_refused() -> None:
    assert refused([]) == "the server offers no tools"
    assert refused([offer("a"), offer("a", "Another.")]).startswith("the server offers several tools with the name a:")
    many = refused([offer(f"t{at}") for at in range(5000)])
    assert many.startswith("the server offers 5,000 tools, and a model reads all of an agent's tools in each turn.")
    assert f"like in: {COMMAND} --tools t0,t1. It offers t0, t1, " in many
    assert len(many) < 600


def test_a_tool_that_isnt_offered_is_refused() -> None:
    assert refused([offer("a"), offer("b")], Wanted(("c",))) == "the server offers no c. It offers a, b"


@pytest.mark.attack("injection")
def test_descriptions_are_cleaned_and_cut_and_a_person_hears_of_it() -> None:
    found = pinned([offer("a", "\x1b]0;owned\x07Hi\u202e" + "b" * 2000), offer("c", " ")], Wanted(), COMMAND)
    assert found.tools["a"]["description"] == "Hi" + "b" * 1021 + "…"
    assert found.notes == ["a: its description was cut to 1,024 characters. Shorten it in your own words."]
    assert found.tools["c"]["description"] == "The tool c of an MCP server."
