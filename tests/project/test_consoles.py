"""How the guides' commands are read and their output compared (tests/end_to_end/consoles.py)."""

from pathlib import Path

from tests.end_to_end.consoles import Command, commands_of, first_difference

PAGE = """\
# Page

```console
$ ./agent up sql   # a comment
The laptop stack: is up. Ports 4566 to 4569, …

…
$ ./agent down
```

<!-- needs AWS -->
```console
$ pulumi up
```

```sh
make test
```
"""


def test_commands_are_those_of_console_blocks_that_need_nothing(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(PAGE)
    assert [*commands_of(page)] == [
        Command("page.md", "./agent up sql   # a comment", ("The laptop stack: is up. Ports 4566 to 4569, …", "…")),
        Command("page.md", "./agent down", ()),
    ]


def test_shown_lines_are_the_first_ones_in_their_order_without_a_gap() -> None:
    assert first_difference(("one", "two"), "one\n\ntwo\nthree\n") is None
    assert first_difference(("one", "three"), "one\ntwo\nthree\n") == "three"
    assert first_difference(("two",), "one\ntwo\n") == "two"
    assert first_difference(("two", "one"), "two\n") == "one"


def test_dots_alone_are_any_lines_and_dots_in_a_line_any_text() -> None:
    assert first_difference(("…", "three"), "one\ntwo\nthree\n") is None
    assert first_difference(("one: …", "…"), "one: 1\ntwo\n") is None
    assert first_difference(("…", "four"), "one\ntwo\nthree\n") == "four"
    assert first_difference(("on.",), "one\n") == "on."


def test_moments_ids_seconds_ports_and_tokens_may_differ_and_other_numbers_may_not() -> None:
    assert first_difference(("run a-20261122-180529-93de · 0.1 s",), "run a-20261130-042055-883f · 12 s") is None
    assert first_difference(("toolu_0194-figure-1.png",), "toolu_77ab-figure-1.png") is None
    assert first_difference(("Ports 4566 to 4569, 1,439 tokens in",), "Ports 16300 to 16303, 967 tokens in") is None
    assert first_difference(("4 turns · 486 out",), "5 turns · 486 out") == "4 turns · 486 out"
