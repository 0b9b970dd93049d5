import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import boto3
import pytest
from toolkit import DeclarationError, MalformedEventError, NowhereToStoreError, ToolUse, handler_of_all, tool_handler

TOOLKIT = Path(__file__).parents[3] / "lambda" / "toolkit" / "python"


def declare(folder: Path, *names: str, properties: dict[str, Any] | None = None) -> Path:
    path = folder / "tools.json"
    schema = {"type": "object", "properties": properties or {}, "additionalProperties": False}
    path.write_text(json.dumps({"tools": [{"name": name, "input_schema": schema} for name in names]}))
    return path


def one() -> str:
    return "1"


def with_field(word: str) -> str:
    return word


def draw(*, use: ToolUse) -> dict[str, Any]:
    return use.store("figure.png", b"\x89PNG", "image/png")


RUN = {"execution": "e", "agent": "a", "results": {"bucket": "b", "prefix": "runs/e/"}}


def test_a_declared_tool_without_a_function_is_refused_at_the_start(tmp_path: Path) -> None:
    with pytest.raises(DeclarationError, match=r"declares \['one', 'two'\], and there are functions for \['one'\]"):
        tool_handler(declare(tmp_path, "one", "two"), one)


def test_a_function_that_takes_other_fields_than_declared_is_refused_at_the_start(tmp_path: Path) -> None:
    with pytest.raises(DeclarationError, match=r"with the fields \['text'\], and its function takes \['word'\]"):
        tool_handler(declare(tmp_path, "with_field", properties={"text": {"type": "string"}}), with_field)


def test_an_input_that_the_function_does_not_take_is_refused_at_the_start(tmp_path: Path) -> None:
    with pytest.raises(
        DeclarationError, match="may be called without word: make it required in the input_schema, or give the function"
    ):
        tool_handler(declare(tmp_path, "with_field", properties={"word": {"type": "string"}}), with_field)
    (tmp_path / "tools.json").write_text('{"tools": [{"name": "one", "input_schema": {"type": "object"}}]}')
    with pytest.raises(DeclarationError, match="allows any other field: it needs additionalProperties false"):
        tool_handler(tmp_path / "tools.json", one)


def test_a_wrong_input_is_repeated_by_its_beginning(tmp_path: Path) -> None:
    given = {"k" * 50_000: "v" * 50_000}
    result = tool_handler(declare(tmp_path, "one"), one)({"id": "t1", "name": "one", "input": given}, None)
    assert result["is_error"] is True
    assert result["content"].startswith("The input of one is wrong: input has no field kkk")
    assert len(result["content"]) < 1_000


def test_a_missing_tools_json_is_refused_at_the_start(tmp_path: Path) -> None:
    with pytest.raises(DeclarationError, match=r"tools\.json can't be read"):
        tool_handler(tmp_path / "tools.json", one)


def test_an_input_schema_that_is_no_schema_is_refused_at_the_start(tmp_path: Path) -> None:
    (tmp_path / "tools.json").write_text('{"tools": [{"name": "one", "input_schema": {"type": "objekt"}}]}')
    with pytest.raises(
        DeclarationError, match=r'schema of tool .one. can.t be used: input_schema\.type is "objekt"; allowed are object'
    ):
        tool_handler(tmp_path / "tools.json", one)


def test_a_function_with_a_parameter_use_can_store_files_of_its_tool_use(tmp_path: Path, bucket: str) -> None:
    run = RUN | {"results": {"bucket": bucket, "prefix": "runs/e/"}}
    result = tool_handler(declare(tmp_path, "draw"), draw)({"id": "t1", "name": "draw", "input": {}, "run": run}, None)
    assert json.loads(result["content"]) == {"bucket": bucket, "key": "runs/e/t1/figure.png", "bytes": 4}
    stored = boto3.client("s3").get_object(Bucket=bucket, Key="runs/e/t1/figure.png")
    assert (stored["Body"].read(), stored["ContentType"]) == (b"\x89PNG", "image/png")


def test_storing_a_file_without_a_run_is_an_error_that_says_so(tmp_path: Path) -> None:
    result = tool_handler(declare(tmp_path, "draw"), draw)({"id": "t1", "name": "draw", "input": {}}, None)
    assert result["is_error"] is True
    assert result["content"] == "This tool use came without a run, so there is no bucket to store a file in."
    assert issubclass(NowhereToStoreError, Exception)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"id": 7}, "id of a tool use has to be text, one character or more, not a number"),
        ({"id": ""}, "id of a tool use has to be text, one character or more, not nothing"),
        ({"run": []}, "run of a tool use has to be an object, not a list"),
        ({"run": {"execution": 5}}, r"run\.execution of a tool use has to be text, not a number"),
        ({"run": {"results": "s3://b"}}, r"run\.results of a tool use has to be an object, not text"),
        ({"run": {"results": {"bucket": "b"}}}, r"run\.results needs both bucket and prefix"),
        (
            {"run": {"results": {"bucket": "b", "prefix": None}}},
            r"run\.results needs both bucket and prefix, neither of them empty",
        ),
        ({"run": {"results": {"bucket": "", "prefix": "runs/e/"}}}, r"run\.results needs both bucket and prefix"),
        ({"run": {"results": {}}}, r"run\.results needs both bucket and prefix"),
        (
            {"run": {"results": {"bucket": "b", "prefix": "/"}}},
            r"prefix has to be a folder that ends with /, like runs/run-1/, not '/'",
        ),
        ({"run": {"results": {"bucket": "b", "prefix": "runs/e"}}}, r"run\.results\.prefix has to be a folder .*, not 'runs/e'"),
        ({"run": {"results": {"bucket": {}, "prefix": ""}}}, r"run\.results\.bucket of a tool use has to be text"),
    ],
)
def test_a_malformed_event_is_raised_and_names_the_field(tmp_path: Path, change: dict[str, Any], message: str) -> None:
    handler = tool_handler(declare(tmp_path, "one"), one)
    with pytest.raises(MalformedEventError, match=message):
        handler({"id": "t1", "name": "one", "input": {}} | change, None)


@pytest.mark.parametrize("run", [None, {}, {"results": None}])
def test_null_is_as_good_as_no_run(tmp_path: Path, run: Any) -> None:
    result = tool_handler(declare(tmp_path, "draw"), draw)({"id": "t1", "name": "draw", "input": {}, "run": run}, None)
    assert result["content"] == "This tool use came without a run, so there is no bucket to store a file in."


def test_a_whole_float_reaches_the_function_as_the_declared_integer_and_a_null_not_at_all(tmp_path: Path) -> None:
    taken: list[Any] = []

    def take(count: Any, any_number: Any, points: Any) -> str:
        taken.append((count, any_number, points))
        return ""

    point = {"type": "object", "properties": {"x": {"type": "integer"}, "y": {"type": "number"}}, "additionalProperties": False}
    properties = {"count": {"type": "integer"}, "any_number": {"type": "number"}, "points": {"type": "array", "items": point}}
    path = declare(tmp_path, "take", properties=properties)
    declaration = json.loads(path.read_text())
    declaration["tools"][0]["input_schema"]["required"] = list(properties)
    path.write_text(json.dumps(declaration))
    given = {"count": 2.0, "any_number": 2.0, "points": [{"x": 3.0, "y": 4.0}, {"x": None, "y": 5}]}
    result = tool_handler(path, take)({"id": "t1", "name": "take", "input": given}, None)
    assert result["is_error"] is False
    # As text, because 2.0 == 2.
    assert repr(taken) == "[(2, 2.0, [{'x': 3, 'y': 4.0}, {'y': 5}])]"


def test_a_result_that_is_not_plain_json_is_a_crash_and_not_a_guess(tmp_path: Path) -> None:
    def one() -> Any:
        return {1, 2}

    with pytest.raises(TypeError, match="set is not JSON serializable"):
        tool_handler(declare(tmp_path, "one"), one)({"id": "t1", "name": "one", "input": {}}, None)


def test_a_bucket_that_cannot_be_written_to_is_a_crash(tmp_path: Path, aws: str) -> None:
    run = RUN | {"results": {"bucket": "there-is-no-such-bucket", "prefix": "runs/e/"}}
    handler = tool_handler(declare(tmp_path, "draw"), draw)
    with pytest.raises(Exception, match="NoSuchBucket"):
        handler({"id": "t1", "name": "draw", "input": {}, "run": run}, None)


def test_boto3_is_not_imported_by_a_tool_use_that_stores_nothing(tmp_path: Path) -> None:
    code = (
        "import sys, pathlib, toolkit\n"
        "def one(): return '1'\n"
        f"handler = toolkit.tool_handler(pathlib.Path({str(declare(tmp_path, 'one'))!r}), one)\n"
        "handler({'id': 't1', 'name': 'one', 'input': {}, 'run': {'results': {'bucket': 'b', 'prefix': 'p/'}}}, None)\n"
        "sys.exit('boto3' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], env={"PYTHONPATH": str(TOOLKIT)}, check=False).returncode == 0


def test_one_function_may_run_all_tools(tmp_path: Path) -> None:
    file = declare(tmp_path, "a-b", "c", properties={"use": {"type": "string"}})
    handler = handler_of_all(file, lambda use, given, context: {"name": use.name, "given": given, "context": context})
    answer = handler({"id": "toolu_1", "name": "a-b", "input": {"use": "x"}}, "the context")
    assert json.loads(answer["content"]) == {"name": "a-b", "given": {"use": "x"}, "context": "the context"}
    refused = handler({"id": "toolu_1", "name": "c", "input": {"other": 1}}, None)
    assert refused["is_error"]
    assert "input has no field other; allowed are use" in refused["content"]
