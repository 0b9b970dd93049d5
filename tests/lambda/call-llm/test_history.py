"""A conversation too big for a state goes to S3, on a real S3, and comes back from there."""

import json

import boto3
import pytest
from call_llm import aws as aws_clients
from call_llm import history as history_module
from call_llm.errors import LLMBadRequest

USE = {"type": "tool_use", "id": "id_1", "name": "schema", "input": {}}
BIG = "All men are born equal. 世" * 4_000


@pytest.fixture
def run(bucket):
    aws_clients.client.cache_clear()
    return {"execution": "run-1", "agent": "sql", "results": {"bucket": bucket, "prefix": "runs/run-1/"}}


def stored(place):
    data = boto3.client("s3").get_object(Bucket=place["bucket"], Key=place["key"])["Body"].read()
    assert len(data) == place["bytes"]
    return json.loads(data)


def test_a_conversation_that_fits_stays_in_the_state(openai, configure, call, run):
    configure(openai)
    openai.will(openai.wire.says("One."))
    assert call(run=run)["history"] is None
    assert boto3.client("s3").list_objects_v2(Bucket=run["results"]["bucket"])["KeyCount"] == 0


def test_a_conversation_that_is_too_big_is_stored_with_the_new_turn(openai, configure, call, run):
    configure(openai)
    openai.will(openai.wire.says("One."))
    body = call(BIG, run=run)
    assert body["history"]["key"] == "runs/run-1/history/0002.json"
    assert stored(body["history"]) == [{"role": "user", "content": BIG}, *body["messages"]]
    assert len(body["messages"]) == 1


def test_what_is_stored_comes_before_the_messages_of_the_event(openai, configure, call, run):
    configure(openai)
    openai.will(openai.wire.calls(("id_1", "schema", {})), openai.wire.says("One."))
    first = call(BIG, run=run)
    result = {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "id_1", "content": "tables"}]}
    second = call([result], run=run, history=first["history"])
    assert openai.requests[-1].question == BIG
    assert openai.wire.sent_results(openai.sent) == [("id_1", "tables")]
    assert stored(second["history"]) == [{"role": "user", "content": BIG}, *first["messages"], result, *second["messages"]]


def test_a_call_that_is_repeated_finds_what_it_found_the_first_time(openai, configure, call, run):
    configure(openai)
    openai.will(openai.wire.says("One."), openai.wire.says("Two."), openai.wire.says("Two."))
    place = call(BIG, run=run)["history"]
    more = [{"role": "user", "content": "And?"}]
    call(more, run=run, history=place)
    call(more, run=run, history=place)
    assert openai.requests[-1].body == openai.requests[-2].body


def test_a_small_conversation_that_stands_in_s3_stays_there_because_the_state_has_a_part_of_it_alone(openai, configure, call, run):
    configure(openai)
    openai.will(openai.wire.says("One."))
    earlier = [{"role": "user", "content": "How many?"}, {"role": "assistant", "content": "Of what?"}]
    place = {"bucket": run["results"]["bucket"], "key": "runs/earlier/history/0002.json"}
    boto3.client("s3").put_object(Bucket=place["bucket"], Key=place["key"], Body=json.dumps(earlier))
    more = {"role": "user", "content": "Of homers."}
    body = call([more], run=run, history=place)
    assert body["history"]["key"] == "runs/run-1/history/0004.json"
    assert stored(body["history"]) == [*earlier, more, *body["messages"]]


def test_what_is_stored_is_the_conversation_as_it_was_and_not_as_it_was_completed(openai, configure, call, run):
    configure(openai)
    openai.will(openai.wire.says("One."))
    asked = [{"role": "user", "content": BIG}, {"role": "assistant", "content": [{**USE, "name": "final_answer"}]}]
    body = call([*asked, {"role": "user", "content": "And?"}], run=run)
    assert stored(body["history"]) == [*asked, {"role": "user", "content": "And?"}, *body["messages"]]


@pytest.mark.parametrize(
    ("history", "words"),
    [
        ("runs/run-1/history/0002.json", r'history has to be {"bucket": "…", "key": "…"}, as a run has given it'),
        ({"bucket": "b"}, "history has to be"),
        ({"bucket": "b", "key": 5}, "history has to be"),
        ([{"role": "user", "content": "Hi"}], "history has to be"),
        (
            {"bucket": "b", "key": "runs/run-1/toolu_1.json"},
            r"history is s3://b/runs/run-1/toolu_1.json: a conversation that a run has stored is needed, …/history/<number>.json",
        ),
    ],
)
def test_a_history_that_is_none_is_a_bad_request(history, words):
    with pytest.raises(LLMBadRequest, match=words):
        history_module.load({"messages": [], "history": history})


def test_a_file_that_holds_no_conversation_is_a_bad_request(run):
    place = {"bucket": run["results"]["bucket"], "key": "runs/run-1/history/0002.json"}
    for body in (b"{}", b"name,group", b"\xff"):
        boto3.client("s3").put_object(Bucket=place["bucket"], Key=place["key"], Body=body)
        with pytest.raises(LLMBadRequest, match=r"history/0002.json holds no conversation$"):
            history_module.load({"messages": [], "history": place})


def test_without_a_run_there_is_no_place_and_the_conversation_stays(openai, configure, call):
    configure(openai)
    openai.will(openai.wire.says("One."))
    assert call(BIG)["history"] is None


def test_the_limit_is_96_kib_of_json(run):
    def of(size):
        return [
            {"role": "user", "content": "x" * (size - len(json.dumps([{"role": "user", "content": ""}], separators=(",", ":"))))}
        ]

    assert history_module.store(of(96 * 1024), run) is None
    assert history_module.store(of(96 * 1024 + 1), run)["bytes"] == 96 * 1024 + 1


def test_messages_that_are_no_list_are_a_bad_request():
    with pytest.raises(LLMBadRequest, match="messages has to be a list"):
        history_module.load({"messages": {"role": "user"}})


def test_a_conversation_that_is_gone_fails_with_its_place(openai, configure, call, run):
    configure(openai)
    place = {"bucket": run["results"]["bucket"], "key": "runs/run-1/history/0002.json", "bytes": 1}
    with pytest.raises(
        LLMBadRequest, match=rf"^the conversation can't be read from s3://{place['bucket']}/{place['key']}: .*NoSuchKey"
    ):
        call([{"role": "user", "content": "And?"}], run=run, history=place)


def test_a_conversation_that_can_not_be_kept_fails_with_its_place(openai, configure, call, run):
    configure(openai)
    openai.will(openai.wire.says("One."))
    nowhere = run | {"results": {"bucket": "no-such-bucket", "prefix": "runs/run-1/"}}
    with pytest.raises(
        LLMBadRequest, match=r"^the conversation can't be kept at s3://no-such-bucket/runs/run-1/history/0002.json: .*NoSuchBucket"
    ):
        call(BIG, run=nowhere)
