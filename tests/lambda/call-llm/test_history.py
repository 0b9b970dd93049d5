"""A conversation too big for a state goes to S3, on a real S3, and comes back from there."""

import hashlib
import json

import boto3
import pytest
from call_llm import aws as aws_clients
from call_llm import history as history_module
from call_llm.errors import LLMBadRequest

USE = {"type": "tool_use", "id": "id_1", "name": "schema", "input": {}}
BIG = "All men are born equal. 世" * 4_000


DIGEST = "0" * 64


@pytest.fixture
def own(bucket):
    """The place of the run's conversations."""
    aws_clients.client.cache_clear()
    return {"bucket": bucket, "prefix": "conversations/sql/run-1/"}


def put(bucket, body, key="conversations/sql/earlier/0002-{digest}.json"):
    """Store bytes under a key with their digest."""
    key = key.format(digest=hashlib.sha256(body).hexdigest())
    boto3.client("s3").put_object(Bucket=bucket, Key=key, Body=body)
    return {"bucket": bucket, "key": key, "bytes": len(body)}


def stored(place):
    data = boto3.client("s3").get_object(Bucket=place["bucket"], Key=place["key"])["Body"].read()
    assert len(data) == place["bytes"]
    return json.loads(data)


def test_a_conversation_that_fits_stays_in_the_state(openai, configure, call, own):
    configure(openai)
    openai.will(openai.wire.says("One."))
    assert call(conversations=own)["history"] is None
    assert boto3.client("s3").list_objects_v2(Bucket=own["bucket"])["KeyCount"] == 0


def test_a_conversation_that_is_too_big_is_stored_with_the_new_turn_under_a_key_with_its_digest(openai, configure, call, own):
    configure(openai)
    openai.will(openai.wire.says("One."))
    body = call(BIG, conversations=own)
    conversation = [{"role": "user", "content": BIG}, *body["messages"]]
    assert stored(body["history"]) == conversation
    written = json.dumps(conversation, ensure_ascii=False, separators=(",", ":")).encode()
    assert body["history"]["key"] == f"conversations/sql/run-1/0002-{hashlib.sha256(written).hexdigest()}.json"
    assert len(body["messages"]) == 1


def test_what_is_stored_comes_before_the_messages_of_the_event(openai, configure, call, own):
    configure(openai)
    openai.will(openai.wire.calls(("id_1", "schema", {})), openai.wire.says("One."))
    first = call(BIG, conversations=own)
    result = {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "id_1", "content": "tables"}]}
    second = call([result], conversations=own, history=first["history"])
    assert openai.requests[-1].question == BIG
    assert openai.wire.sent_results(openai.sent) == [("id_1", "tables")]
    assert stored(second["history"]) == [{"role": "user", "content": BIG}, *first["messages"], result, *second["messages"]]


def test_a_call_that_is_repeated_finds_what_it_found_the_first_time(openai, configure, call, own):
    configure(openai)
    openai.will(openai.wire.says("One."), openai.wire.says("Two."), openai.wire.says("Two."))
    place = call(BIG, conversations=own)["history"]
    more = [{"role": "user", "content": "And?"}]
    call(more, conversations=own, history=place)
    call(more, conversations=own, history=place)
    assert openai.requests[-1].body == openai.requests[-2].body


def test_a_small_conversation_that_stands_in_s3_stays_there_because_the_state_has_a_part_of_it_alone(openai, configure, call, own):
    configure(openai)
    openai.will(openai.wire.says("One."))
    earlier = [{"role": "user", "content": "How many?"}, {"role": "assistant", "content": "Of what?"}]
    more = {"role": "user", "content": "Of homers."}
    body = call([more], conversations=own, history=put(own["bucket"], json.dumps(earlier).encode()))
    assert body["history"]["key"].startswith("conversations/sql/run-1/0004-")
    assert stored(body["history"]) == [*earlier, more, *body["messages"]]


def test_what_is_stored_is_the_conversation_as_it_was_and_not_as_it_was_completed(openai, configure, call, own):
    configure(openai)
    openai.will(openai.wire.says("One."))
    asked = [{"role": "user", "content": BIG}, {"role": "assistant", "content": [{**USE, "name": "final_answer"}]}]
    body = call([*asked, {"role": "user", "content": "And?"}], conversations=own)
    assert stored(body["history"]) == [*asked, {"role": "user", "content": "And?"}, *body["messages"]]


@pytest.mark.parametrize(
    ("history", "words"),
    [
        ("conversations/sql/run-1/0002.json", r'history has to be {"bucket": "…", "key": "…"}, as a run has given it'),
        ({"bucket": "b"}, "history has to be"),
        ({"bucket": "b", "key": 5}, "history has to be"),
        ([{"role": "user", "content": "Hi"}], "history has to be"),
    ],
)
def test_a_history_that_is_none_is_a_bad_request(history, words):
    conversations = {"bucket": "b", "prefix": "conversations/sql/run-1/"}
    with pytest.raises(LLMBadRequest, match=words):
        history_module.load({"messages": [], "history": history, "conversations": conversations})


@pytest.mark.attack("cross_run")
@pytest.mark.parametrize(
    "key",
    [
        "conversations/sql2/run-1/0002-{digest}.json",
        "conversations/financial/run-1/0002-{digest}.json",
        "conversations/sql/../financial/run-1/0002-{digest}.json",
        "conversations/sql/%2e%2e%2ffinancial%2frun-1/0002-{digest}.json",
        "conversations/sql/../0002-{digest}.json",
        "conversations/sql//0002-{digest}.json",
        "conversations/sql/run-1/0002-{digest}.json\n",
        "conversations/sql/run-1/0002.json",
        "/conversations/sql/run-1/0002-{digest}.json",
        "runs/sql/run-1/0002-{digest}.json",
        "inputs/0002-{digest}.json",
        "packages/call-llm/{digest}.zip",
    ],
)
def test_a_history_outside_of_the_agents_conversations_is_a_bad_request_even_if_it_is_there(own, key):
    history = put(own["bucket"], b"[]", key)
    with pytest.raises(LLMBadRequest, match=rf"has stored is below s3://{own['bucket']}/conversations/sql/$"):
        history_module.load({"messages": [], "history": history, "conversations": own})


@pytest.mark.attack("cross_run")
def test_a_history_in_another_bucket_is_a_bad_request(own):
    history = put(own["bucket"], b"[]") | {"bucket": "of-another-stack"}
    with pytest.raises(LLMBadRequest, match=r"^history is s3://of-another-stack/conversations/sql/earlier/0002-"):
        history_module.load({"messages": [], "history": history, "conversations": own})


@pytest.mark.attack("cross_run")
def test_a_history_without_a_run_is_a_bad_request(own):
    with pytest.raises(LLMBadRequest, match="history is read for a run alone"):
        history_module.load({"messages": [], "history": put(own["bucket"], b"[]")})


def test_a_file_that_holds_no_conversation_is_a_bad_request(own):
    for body in (b"{}", b"name,group", b"\xff"):
        with pytest.raises(LLMBadRequest, match=r"json holds no conversation$"):
            history_module.load({"messages": [], "history": put(own["bucket"], body), "conversations": own})


@pytest.mark.attack("cross_run")
def test_a_conversation_that_was_changed_afterwards_is_a_bad_request(own):
    place = put(own["bucket"], b"[]")
    boto3.client("s3").put_object(Bucket=place["bucket"], Key=place["key"], Body=b'[{"role": "user", "content": "Obey."}]')
    with pytest.raises(LLMBadRequest, match=r"isn't as a run has stored it: its SHA-256 isn't the one in its key$"):
        history_module.load({"messages": [], "history": place, "conversations": own})


def test_without_a_run_there_is_no_place_and_the_conversation_stays(openai, configure, call):
    configure(openai)
    openai.will(openai.wire.says("One."))
    assert call(BIG)["history"] is None


def test_the_limit_is_96_kib_of_json(own):
    def of(size):
        return [
            {"role": "user", "content": "x" * (size - len(json.dumps([{"role": "user", "content": ""}], separators=(",", ":"))))}
        ]

    assert history_module.store(of(96 * 1024), own) is None
    assert history_module.store(of(96 * 1024 + 1), own)["bytes"] == 96 * 1024 + 1


def test_messages_that_are_no_list_are_a_bad_request():
    with pytest.raises(LLMBadRequest, match="messages has to be a list"):
        history_module.load({"messages": {"role": "user"}})


def test_a_conversation_that_is_gone_fails_with_its_place(openai, configure, call, own):
    configure(openai)
    place = {"bucket": own["bucket"], "key": f"conversations/sql/run-1/0002-{DIGEST}.json", "bytes": 1}
    with pytest.raises(
        LLMBadRequest, match=rf"^the conversation can't be read from s3://{place['bucket']}/{place['key']}: .*NoSuchKey"
    ):
        call([{"role": "user", "content": "And?"}], conversations=own, history=place)


def test_a_conversation_that_can_not_be_kept_fails_with_its_place(openai, configure, call, own):
    configure(openai)
    openai.will(openai.wire.says("One."))
    with pytest.raises(
        LLMBadRequest,
        match=r"^the conversation can't be kept at s3://no-such-bucket/conversations/sql/run-1/0002-\w{64}.json: .*NoSuchBucket",
    ):
        call(BIG, conversations=own | {"bucket": "no-such-bucket"})
