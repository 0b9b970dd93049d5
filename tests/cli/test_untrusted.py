import pytest

from cli.untrusted import clean, one_line


@pytest.mark.attack("secrets")
@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("plain, é, 日本語, 👍\nand a second line", "plain, é, 日本語, 👍\nand a second line"),
        ("a\tb", "a   b"),
        ("one\r\ntwo", "one\ntwo"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b[2J\x1b[1;1Hcleared", "cleared"),
        ("\x1b]0;title\x07text", "text"),
        ("\x1b]8;;http://evil.example\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x1b]52;c;Y2xpcGJvYXJk\x07text", "text"),
        ("\x1bPdevice\x1b\\text", "text"),
        ("\x9b31mred", "red"),
        ("\x9d0;title\x9ctext", "text"),
        ("\x1b]0;never ended\nnext line", "\nnext line"),
        ("\x1b[", ""),
        ("\x1b", ""),
        ("\x1bc reset", " reset"),
        ("\x1b\x1b[31mred", "red"),
        ("back\b\b\b\bspace\x00\x7f\x85", "backspace"),
        ("overwritten\rby this", "overwrittenby this"),
        ("ab\u202ecd\u2066ef\u200b", "abcdef"),
        ("hidden\U000e0041\U000e0042 orders", "hidden orders"),
        ("half \ud83d pair", "half ? pair"),
        ("[bold]markup[/bold]", "[bold]markup[/bold]"),
    ],
)
def test_nothing_that_a_terminal_acts_on_is_left(text, cleaned):
    assert clean(text) == cleaned


@pytest.mark.attack("secrets")
def test_a_sequence_that_appears_when_another_is_taken_out_is_taken_out_too():
    assert clean("\x1b\x1b]0;x\x07[31mred") == "[31mred"
    assert "\x1b" not in clean("\x1b" * 100 + "[31m" * 100)


def test_one_line_is_cut_to_its_limit():
    assert one_line("a  b\n c", 5) == "a b c"
    assert one_line("abcdef", 5) == "abcd…"
