import io

import pytest

from cli.ask.errors import QuestionError
from cli.ask.question import Asked, asked


@pytest.mark.parametrize(
    ("agent", "question", "environment", "found"),
    [
        ("sql", "Who?", {}, Asked("sql", "Who?")),
        ("sql", "Who?", {"QUESTION": "What?"}, Asked("sql", "Who?")),
        ("sql", None, {"QUESTION": 'What\'s "$HOME"? {%\\'}, Asked("sql", 'What\'s "$HOME"? {%\\')),
        (None, None, {"QUESTION": "What?"}, Asked(None, "What?")),
        ("Who is it?", None, {}, Asked(None, "Who is it?")),
        ("sql", "-", {}, Asked("sql", "From a pipe")),
        ("-", None, {}, Asked(None, "From a pipe")),
        ("sql", None, {"QUESTION": ""}, Asked("sql", "")),
        ("sql", None, {}, Asked("sql", None)),
        (None, None, {}, Asked(None, None)),
    ],
)
def test_the_question_is_an_argument_or_the_environments_or_standard_input(agent, question, environment, found):
    assert asked(agent, question, environment, io.BytesIO(b"From a pipe\n")) == found


def test_endless_standard_input_ends_with_what_is_allowed():
    # The last character that is read is half of one.
    with pytest.raises(QuestionError, match=r"^the question on standard input has 4,194,304 bytes or more; 200,000 are allowed$"):
        asked("-", None, {}, io.BytesIO("aé".encode() * 2_000_000))
