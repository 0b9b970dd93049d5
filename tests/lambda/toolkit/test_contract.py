"""The Python toolkit passes the cases of `tests/events`, which every toolkit has to pass."""

import importlib.util
import json
from pathlib import Path
from typing import Any

import boto3
import pytest

from tests.attacked import contract_case

EVENTS = Path(__file__).parents[2] / "events"
CASES = sorted((EVENTS / "cases").glob("*.json"))


@pytest.fixture(scope="module")
def handler() -> Any:
    """Of the tools that the conformance suite builds, here without a build and a process."""
    path = Path(__file__).parents[2] / "conformance" / "tools" / "python" / "handler.py"
    spec = importlib.util.spec_from_file_location("handler_of_the_conformance_tools", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.handler


def stored_in(bucket: str) -> list[dict[str, Any]]:
    s3 = boto3.client("s3")
    objects = [s3.get_object(Bucket=bucket, Key=o["Key"]) | o for o in s3.list_objects_v2(Bucket=bucket).get("Contents", [])]
    return [{"key": o["Key"], "content_type": o["ContentType"], "text": o["Body"].read().decode("utf-8")} for o in objects]


@pytest.mark.parametrize("path", map(contract_case, CASES))
def test_the_toolkit_keeps_the_contract(path: Path, bucket: str, handler: Any) -> None:
    case = json.loads(path.read_text("utf-8").replace("{bucket}", bucket))
    given = case.get("given")
    if given:
        boto3.client("s3").put_object(Bucket=bucket, Key=given["key"], Body=given["text"].encode("utf-8"))

    if "raises" in case:
        with pytest.raises(Exception) as raised:  # noqa: PT011  the case names the class
            handler(case["event"], None)
        assert case["raises"]["error"] in (None, type(raised.value).__name__)
        assert [text for text in case["raises"]["message_has"] if text not in str(raised.value)] == []
        return

    result = json.loads(json.dumps(handler(case["event"], None), ensure_ascii=False, allow_nan=False).encode("utf-8"))
    content = result["content"] if "content" in case["result"] else result.pop("content")
    assert result == case["result"]
    if "content_json" in case:
        assert json.loads(content) == case["content_json"]
    assert [text for text in case.get("content_has", []) if text not in content] == []
    stored = [each for each in stored_in(bucket) if not given or each["key"] != given["key"]]
    if "preview_begins" in case:
        assert json.loads(content)["preview"].startswith(case["preview_begins"])
        assert len(json.dumps(content, ensure_ascii=False).encode("utf-8")) <= case["most_bytes"]
    if "stored" not in case:
        assert stored == []
        return
    expected = case["stored"]
    assert [(o["key"], o["content_type"]) for o in stored] == [(expected["key"], expected["content_type"])]
    if "repeat" in expected:
        assert stored[0]["text"] == expected["repeat"] * expected["count"]
    link = {key: json.loads(content)[key] for key in ("bucket", "key", "bytes")}
    assert link == {"bucket": bucket, "key": expected["key"], "bytes": len(stored[0]["text"].encode("utf-8"))}


def test_big_json_is_stored_as_the_json_that_would_have_gone_inline(bucket: str, handler: Any) -> None:
    case = json.loads((EVENTS / "cases" / "big_json.json").read_text("utf-8").replace("{bucket}", bucket))
    handler(case["event"], None)
    [stored] = stored_in(bucket)
    assert json.loads(stored["text"]) == {"text": case["event"]["input"]["text"], "times": 1}
