import json
import re

import pytest

from cli.ask.errors import QuestionError
from cli.ask.runs import run_input, run_name


@pytest.mark.parametrize(
    ("question", "start"),
    [
        ("Who hit the most home runs?", "who-hit-the-most-home-runs"),
        ("Who hit the most home runs in a single season of all time?", "who-hit-the-most-home-runs-in-a-single"),
        ("通算本塁打", "sql"),
        ("  ", "sql"),
        ("x" * 100_000, "x" * 40),
        ('<>{}[]?*"#%\\^|~`$&,;:/ ok', "ok"),
    ],
)
def test_a_run_is_named_after_its_question_and_the_time(question, start):
    name = run_name("sql", question)

    assert re.fullmatch(rf"{start}-\d{{8}}-\d{{6}}-[0-9a-f]{{4}}", name)
    assert len(name) <= 80


def test_two_runs_of_one_question_have_different_names():
    assert len({run_name("sql", "Who?") for _ in range(20)}) > 15


def test_the_input_of_a_run_is_the_question_as_it_is():
    assert run_input('é "{% \\') == '{"prompt": "é \\"{% \\\\"}'


def test_the_input_of_a_run_has_the_limits_that_a_person_gives_it():
    assert json.loads(run_input("Who?", limits={"cost_usd": 0.5})) == {"prompt": "Who?", "limits": {"cost_usd": 0.5}}
    assert json.loads(run_input("Who?", limits={})) == {"prompt": "Who?"}


def test_the_input_of_a_run_that_continues_another_has_its_conversation():
    conversation = {"messages": [{"role": "user", "content": "é"}], "history": None}
    assert json.loads(run_input("And?", conversation)) == {"prompt": "And?", **conversation}
    with pytest.raises(
        QuestionError, match=r"^the question and its conversation take 2\d\d,\d+ bytes as JSON .*; 200,000 are allowed$"
    ):
        run_input("And?", {"messages": ["x" * 200_000]})


@pytest.mark.parametrize("question", ["", " \n\t"])
def test_an_empty_question_is_refused(question):
    with pytest.raises(QuestionError, match=r"^the question is empty$"):
        run_input(question)


@pytest.mark.parametrize(("most", "letter"), [(199_986, "a"), (66_662, "塁"), (66_662, "ж"), (99_993, '"')])
def test_the_limit_counts_as_the_state_machine_does(most, letter):
    assert run_input(letter * most)
    with pytest.raises(QuestionError, match=r"^the question takes 200,00\d bytes as JSON .*; 200,000 are allowed$"):
        run_input(letter * (most + 1))


def test_bytes_that_are_no_text_are_refused():
    with pytest.raises(QuestionError, match="isn't valid UTF-8"):
        run_input(b"\xff".decode("utf-8", "surrogateescape"))
