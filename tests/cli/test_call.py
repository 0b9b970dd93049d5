"""`agent call`: the input that a tool is given."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli import call as command
from cli.app import app
from cli.call import InputError, read_input


def test_an_input_is_an_argument_or_a_file(tmp_path: Path) -> None:
    file = tmp_path / "input.json"
    file.write_text('{"from": "a file"}')

    assert [read_input('{"a": 1}'), read_input(f"@{file}")] == [{"a": 1}, {"from": "a file"}]


def test_an_input_can_come_from_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[object] = []

    def refuse(tool: object, given: object) -> None:
        taken.append(given)
        raise InputError("enough seen")

    monkeypatch.setattr("local.tool_call.check_input", refuse)
    done = CliRunner().invoke(app, ["call", "execute_sql_query", "-"], input='{"sql_query": "SELECT 1"}')

    assert taken == [{"sql_query": "SELECT 1"}]
    assert isinstance(done.exception, InputError)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("{oops", r"^the input is no JSON \(Expecting property name .*\)\. Give an object in quotes, like"),
        ("@nowhere.json", r"^nowhere\.json can't be read: "),
    ],
)
def test_an_input_that_cannot_be_read_is_bad_input(given: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        read_input(given)
    assert command.InputError.exit_code == 2
