import io
import json
from typing import Any

import boto3
import pytest
from toolkit.result import Result, Stored, as_json, content
from toolkit.tool_use import ToolUse

HAND = ToolUse(id="t1", name="n", input={})


def test_numbers_that_json_cannot_write_become_text_at_any_depth() -> None:
    value = {"a": [float("nan"), {"b": (float("inf"), -float("inf"), 1.5)}]}
    assert as_json(value) == '{"a":["NaN",{"b":["Infinity","-Infinity",1.5]}]}'


def test_half_of_a_surrogate_pair_becomes_a_question_mark() -> None:
    assert content("a\ud800b", HAND) == ("a?b", None)
    assert content({"k\udfff": "\ud800"}, HAND) == ('{"k?":"?"}', None)


def test_a_big_value_is_shown_by_the_preview_that_the_tool_gave(bucket: str) -> None:
    use = ToolUse(id="t1", name="n", input={}, bucket=bucket, prefix="runs/e/")
    rows = [[number] for number in range(5000)]
    text, stored_bytes = content(Result({"rows": rows}, preview={"rows": rows[:2]}), use)
    whole = boto3.client("s3").get_object(Bucket=bucket, Key="runs/e/t1/result.json")["Body"].read()
    assert json.loads(whole) == {"rows": rows}
    assert json.loads(text) | {"note": ""} == {
        "note": "",
        "bucket": bucket,
        "key": "runs/e/t1/result.json",
        "bytes": len(whole),
        "preview": {"rows": [[0], [1]]},
    }
    assert stored_bytes == len(whole)


def test_a_preview_that_is_too_big_itself_gives_way_to_the_beginning() -> None:
    text, _ = content(Result({"rows": ["x" * 20_000]}, preview={"rows": ["x" * 10_000]}), HAND)
    assert json.loads(text)["preview"].startswith('{"rows":["xxx')
    assert len(text) < 5_000


def test_a_small_value_ignores_its_preview() -> None:
    assert content(Result({"rows": [1]}, preview={"rows": []}), HAND) == ('{"rows":[1]}', None)


@pytest.mark.parametrize("character", ["\0", '"', "\\", "\n", "é", "語", "🏏", "\x7f", "\ud800"])
@pytest.mark.parametrize("wrap", [lambda text: text, lambda text: {"text": text}])
def test_no_content_is_over_16_kib_whatever_it_is_made_of(character: str, wrap: Any) -> None:
    for count in (2_000, 2_700, 4_000, 5_400, 8_000, 16_000, 100_000):
        text, _ = content(wrap(character * count), HAND)
        assert len(json.dumps(text, ensure_ascii=False).encode("utf-8")) <= 16_384


def test_a_big_value_is_stored_in_the_form_that_the_tool_gave(bucket: str) -> None:
    use = ToolUse(id="t1", name="n", input={}, bucket=bucket, prefix="runs/e/")
    file = io.BytesIO(b"a\r\n1\r\n")
    rows = [[number] for number in range(5000)]
    text, stored_bytes = content(Result({"rows": rows}, {"rows": rows[:1]}, Stored(".csv", "text/csv; charset=utf-8", file)), use)
    found = boto3.client("s3").get_object(Bucket=bucket, Key="runs/e/t1/result.csv")
    assert (found["Body"].read(), found["ContentType"]) == (b"a\r\n1\r\n", "text/csv; charset=utf-8")
    assert json.loads(text) | {"note": ""} == {
        "note": "",
        "bucket": bucket,
        "key": "runs/e/t1/result.csv",
        "bytes": 6,
        "preview": {"rows": [[0]]},
    }
    assert stored_bytes == 6
    assert file.closed


def test_a_value_that_fits_is_not_stored_in_any_form() -> None:
    file = io.BytesIO(b"a")
    assert content(Result([1], [], Stored(".csv", "text/csv", file)), HAND) == ("[1]", None)
    assert file.closed


def test_what_has_only_a_form_to_be_stored_is_stored_whatever_its_size(bucket: str) -> None:
    use = ToolUse(id="t1", name="n", input={}, bucket=bucket, prefix="runs/e/")
    text, stored_bytes = content(Result(None, {"rows": 1}, Stored(".csv", "text/csv", b"a")), use)
    assert (json.loads(text)["key"], json.loads(text)["preview"], stored_bytes) == ("runs/e/t1/result.csv", {"rows": 1}, 1)


def test_what_has_only_a_form_to_be_stored_shows_its_preview_without_a_run() -> None:
    text, _ = content(Result(None, {"rows": 1}, Stored(".csv", "text/csv", io.BytesIO(b"abc"))), HAND)
    assert json.loads(text) == {
        "note": "Cut: the whole result has 3 bytes, and this tool use came without a run to store it for.",
        "preview": {"rows": 1},
    }


def test_a_preview_that_is_too_big_gives_way_to_its_own_beginning_where_there_is_no_value() -> None:
    text, _ = content(Result(None, {"rows": "x" * 10_000}, Stored(".csv", "text/csv", b"a")), HAND)
    assert json.loads(text)["preview"].startswith('{"rows":"xxx')
    assert len(text) < 5_000
