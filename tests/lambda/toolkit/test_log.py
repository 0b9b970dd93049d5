import json
from pathlib import Path

import pytest
from toolkit import ToolError, tool_handler


def speak(word: str) -> str:
    if word == "refused":
        raise ToolError("a refused secret")
    if word == "crashed":
        raise KeyError("a crashed secret")
    return "a spoken secret"


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("spoken", {"outcome": "ok", "input_bytes": 18, "content_bytes": 17, "stored_bytes": None}),
        ("refused", {"outcome": "error", "input_bytes": 19, "content_bytes": 18, "stored_bytes": None}),
        ("crashed", {"outcome": "crash", "error_class": "KeyError"}),
    ],
)
def test_a_tool_use_logs_one_line_with_its_run_and_sizes_and_no_contents(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], word: str, expected: dict[str, object]
) -> None:
    schema = {
        "type": "object",
        "properties": {"word": {"type": "string"}},
        "required": ["word"],
        "additionalProperties": False,
    }
    (tmp_path / "tools.json").write_text(json.dumps({"tools": [{"name": "speak", "input_schema": schema}]}))
    run = {"execution": "run-1", "agent": "sql", "results": {"bucket": "b", "prefix": "runs/run-1/"}}
    event = {"id": "toolu_1", "name": "speak", "input": {"word": word}, "run": run}
    handler = tool_handler(tmp_path / "tools.json", speak)
    if word == "crashed":
        with pytest.raises(KeyError, match="a crashed secret"):
            handler(event, None)
    else:
        handler(event, None)

    [line] = capfd.readouterr().out.splitlines()
    logged = json.loads(line)
    assert isinstance(logged.pop("duration_ms"), int)
    common = {"message": "tool_use", "execution": "run-1", "agent": "sql", "tool": "speak", "tool_use_id": "toolu_1"}
    assert logged == common | expected
    assert "secret" not in line
    assert word not in line
