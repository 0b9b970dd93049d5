"""How long a first build takes, in words."""

import pytest

from agents import AGENTS
from components.packaging.first_build import CPU_SECONDS, NAMES, how_long
from components.packaging.package import TOOLCHAINS
from components.tool_folder import tool_folders


@pytest.mark.parametrize(
    ("languages", "said"),
    [
        (["python"], None),
        (["python", "python", "python"], "The first build in Python takes about half a minute on two cores, once."),
        (["go", "java"], "The first build in Go and Java takes about a minute on two cores, once."),
        (["python", "rust"], "The first build in Rust and Python takes about 4 minutes on two cores, once."),
        ([], None),
    ],
)
def test_it_is_said_where_a_person_waits_for_it(languages: list[str], said: str | None) -> None:
    assert how_long(languages) == said


def test_every_language_has_a_figure_and_a_name() -> None:
    assert CPU_SECONDS.keys() == NAMES.keys() == TOOLCHAINS.keys()


def test_all_agents_take_minutes() -> None:
    languages = ["python", *(folder.source.language for folder in tool_folders(AGENTS.values()).values())]
    assert (
        how_long(languages) == "The first build in Rust, Go, Java, TypeScript and Python takes about 6 minutes on two cores, once."
    )
