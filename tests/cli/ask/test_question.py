import io

import pytest

from cli.ask.arguments import parse
from cli.ask.errors import QuestionError


@pytest.mark.parametrize(
    ("argv", "environment", "agent", "question"),
    [
        (["sql", "Who?"], {}, "sql", "Who?"),
        (["sql", "Who?"], {"QUESTION": "What?"}, "sql", "Who?"),
        (["sql"], {"QUESTION": 'What\'s "$HOME"? {%\\'}, "sql", 'What\'s "$HOME"? {%\\'),
        ([], {"QUESTION": "What?"}, None, "What?"),
        (["Who is it?"], {}, None, "Who is it?"),
        (["sql", "-"], {}, "sql", "From a pipe"),
        (["-"], {}, None, "From a pipe"),
        (["sql"], {"QUESTION": ""}, "sql", ""),
    ],
)
def test_the_question_is_an_argument_or_the_environments_or_standard_input(argv, environment, agent, question):
    given = parse(argv, environment, io.BytesIO(b"From a pipe\n"))

    assert (given.agent, given.question) == (agent, question)


def test_an_agent_alone_has_no_question():
    given = parse(["sql"], {})
    assert (given.agent, given.question) == ("sql", None)


def test_every_agent_is_asked_without_naming_one():
    given = parse(["--all", "--json"], {"QUESTION": "Who?"})
    assert (given.all, given.agent, given.question, given.json) == (True, None, None, True)


def test_endless_standard_input_ends_with_what_is_allowed():
    # The last character that is read is half of one.
    with pytest.raises(QuestionError, match=r"^the question on standard input has 4,194,304 bytes or more; 200,000 are allowed$"):
        parse(["-"], {}, io.BytesIO("aé".encode() * 2_000_000))


def test_an_empty_arn_is_not_taken_for_a_question():
    given = parse(["--follow", ""], {"QUESTION": "Who?"})
    assert (given.follow, given.question) == ("", None)


def test_following_needs_no_question():
    assert parse(["--follow", "arn"], {"QUESTION": "What?"}).question is None


@pytest.mark.parametrize(
    "argv",
    [
        ["--follow", "a", "--stop", "b"],
        ["sql", "--follow", "a"],
        ["sql", "--all"],
        ["--all", "--stop", "a"],
        ["--unknown"],
        ["--js"],
        ["a", "b", "c"],
    ],
)
def test_arguments_that_mean_nothing_together_are_a_usage_error(argv, capsys):
    with pytest.raises(SystemExit) as raised:
        parse(argv, {})

    assert raised.value.code == 2
    assert "usage: python -m cli.ask" in capsys.readouterr().err
