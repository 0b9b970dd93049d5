"""The Bedrock dialect: played by the SDK of AWS, and refusing what Bedrock refuses."""

import base64

import botocore.session
import pytest
from botocore.validate import ParamValidator

from local.loopback_server import Response
from local.scripted_model.request import RejectedError
from tests.providers.bedrock.rules import check
from tests.providers.bedrock.thinking import signature
from tests.providers.server import ProviderServer

QUESTION = "How many players are there?"
CLAUDE, NOVA = "us.anthropic.claude-sonnet-4-5-20250929-v1:0", "us.amazon.nova-pro-v1:0"
LLAMA, MISTRAL = "us.meta.llama3-3-70b-instruct-v1:0", "mistral.mistral-large-2407-v1:0"
PROFILE = "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/a1b2c3d4e5f6"
OBJECT = {"type": "object", "properties": {}}
PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n").decode()
POINT = {"cachePoint": {"type": "default"}}
USE = {"toolUse": {"toolUseId": "tooluse_1", "name": "get_db_schema", "input": {}}}
RESULT = {"toolResult": {"toolUseId": "tooluse_1", "content": [{"text": "tables"}]}}


def tool(name, **more):
    return {"toolSpec": {"name": name, "description": "Does it.", "inputSchema": {"json": OBJECT}, **more}}


TOOLS = [tool(name) for name in ("get_db_schema", "execute_sql_query", "final_answer")]


def user(*content):
    return {"role": "user", "content": [{"text": each} if isinstance(each, str) else each for each in content]}


def model(*content):
    return user(*content) | {"role": "assistant"}


ASKED = [user("Hi"), model(USE)]


def request(*messages, **more):
    return {"messages": list(messages) or [user("Hi")], "toolConfig": {"tools": TOOLS}, **more}


def image(data=PNG, kind="png"):
    return {"image": {"format": kind, "source": {"bytes": data}}}


def result(**more):
    return {"toolResult": RESULT["toolResult"] | more}


def thought(text="Hm.", signed_by=CLAUDE):
    return {"reasoningContent": {"reasoningText": {"text": text, "signature": signature(text, signed_by)}}}


def thinking(**more):
    return {"inferenceConfig": {"maxTokens": 4096}, "additionalModelRequestFields": {"thinking": {"type": "enabled", **more}}}


@pytest.fixture
def client(url, bedrock_client):
    return bedrock_client(url)


@pytest.mark.parametrize("name", [CLAUDE, NOVA, LLAMA, MISTRAL, PROFILE])
def test_the_sdk_plays_a_conversation_to_its_answer(client, system, name):
    messages = [user(QUESTION)]
    more = {"modelId": name, "system": [{"text": system}], "toolConfig": {"tools": TOOLS}, "inferenceConfig": {"maxTokens": 100}}
    first = client.converse(messages=messages, **more)
    said = first["output"]["message"]
    assert [next(iter(block)) for block in said["content"]] == ["text", "toolUse", "toolUse"]
    assert first["stopReason"] == "tool_use"
    uses = [block["toolUse"] for block in said["content"] if "toolUse" in block]
    results = [{"toolResult": {"toolUseId": use["toolUseId"], "content": [{"text": use["name"]}]}} for use in uses]
    if name in (CLAUDE, NOVA, PROFILE):
        results[1]["toolResult"]["status"] = "error"
    else:
        results[1]["toolResult"]["content"] = [{"text": "Error: execute_sql_query"}]
        said["content"] = said["content"][1:]
    answer = client.converse(messages=[*messages, said, user(*results)], **more)
    [block] = answer["output"]["message"]["content"]
    assert block["toolUse"]["name"] == "final_answer"
    assert block["toolUse"]["input"]["answer"] == f"{QUESTION} get_db_schema execute_sql_query True"


def test_an_answer_has_the_shape_that_the_sdk_knows(client, system):
    answer = client.converse(modelId=NOVA, system=[{"text": system}], messages=[user(QUESTION)], toolConfig={"tools": TOOLS})
    shape = botocore.session.get_session().get_service_model("bedrock-runtime").operation_model("Converse").output_shape
    answer.pop("ResponseMetadata")
    assert not ParamValidator().validate(answer, shape).has_errors()
    assert answer["usage"]["inputTokens"] > 100
    assert answer["usage"]["totalTokens"] == answer["usage"]["inputTokens"] + answer["usage"]["outputTokens"]


def test_the_same_request_gets_the_same_answer(client):
    answers = [client.converse(modelId=NOVA, messages=[user(QUESTION)]) for _ in range(2)]
    assert answers[0]["output"] == answers[1]["output"]


def test_an_error_is_one_that_the_sdk_knows_by_its_type(client):
    with pytest.raises(client.exceptions.ValidationException, match="must start with a user message"):
        client.converse(modelId=NOVA, messages=[model("Hi")])
    with pytest.raises(client.exceptions.AccessDeniedException, match="did not allow prompt caching"):
        client.converse(modelId=LLAMA, messages=[user("Hi", POINT)])


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (429, "ThrottlingException"),
        (403, "AccessDeniedException"),
        (404, "ResourceNotFoundException"),
        (408, "ModelTimeoutException"),
        (424, "ModelErrorException"),
        (500, "InternalServerException"),
        (503, "ServiceUnavailableException"),
    ],
)
def test_each_error_of_the_service_is_one_that_the_sdk_knows(bedrock_client, status, kind):
    fails = Response(status, {"message": "So it goes."}, {"x-amzn-errortype": kind})
    with ProviderServer(respond=lambda *_: fails).serving() as server:
        client = bedrock_client(server.url)
        with pytest.raises(getattr(client.exceptions, kind), match="So it goes") as raised:
            client.converse(modelId=NOVA, messages=[user("Hi")])
    assert raised.value.response["ResponseMetadata"]["HTTPStatusCode"] == status


@pytest.mark.parametrize(
    ("name", "good"),
    [
        (CLAUDE, request()),
        (CLAUDE, {"messages": [user("Hi")]}),
        (CLAUDE, request(*ASKED, user(RESULT, "b"), system=[{"text": "s"}, POINT])),
        (CLAUDE, request(*ASKED, user(result(status="error"), POINT), toolConfig={"tools": [*TOOLS, POINT]})),
        (CLAUDE, request(*ASKED, user(result(content=[{"json": {"a": 1}}, image()])))),
        (CLAUDE, request(*ASKED, user(result(content=[])))),
        (CLAUDE, request(user("Hi"), model(thought(), USE), user(RESULT), **thinking(budget_tokens=1024))),
        (CLAUDE, request(toolConfig={"tools": TOOLS, "toolChoice": {"tool": {"name": "final_answer"}}})),
        (NOVA, request(user("a", POINT, image()), toolConfig={"tools": TOOLS, "toolChoice": {"any": {}}})),
        (NOVA, request(additionalModelRequestFields={"inferenceConfig": {"topK": 1}})),
        (LLAMA, request(*ASKED, user(RESULT), toolConfig={"tools": TOOLS, "toolChoice": {"auto": {}}})),
        (MISTRAL, request(toolConfig={"tools": TOOLS, "toolChoice": {"any": {}}}, inferenceConfig={"temperature": 1, "topP": 0.5})),
        (PROFILE, request(user("a", POINT), additionalModelRequestFields={"anything": 1})),
    ],
)
def test_what_is_accepted_is_what_the_sdk_would_send(name, good):
    check(good, name)
    shape = botocore.session.get_session().get_service_model("bedrock-runtime").operation_model("Converse").input_shape
    assert not ParamValidator().validate({"modelId": name, **good}, shape).has_errors()


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        ([], "Unexpected field type"),
        ({}, "The messages field is required"),
        (request(foo=1), r"Malformed input request: #/: extraneous key \[foo\]"),
        (request(user("a") | {"name": "x"}), r"#/messages/0: extraneous key \[name\] is not permitted"),
        (request({"role": "user"}), r"Value null at 'messages\.1\.member\.content' .* must not be null"),
        (request({"role": "tool", "content": [{"text": "a"}]}), r"must satisfy enum value set: \[user, assistant"),
        (request({"role": "user", "content": "a"}), r"Unexpected field type at messages\.0\.content"),
        (
            request(user({"text": "a"} | POINT)),
            r"ContentBlock object at messages\.0\.content\.0 must set one of the following keys",
        ),
        (request(user({"text": 1})), r"Unexpected field type at messages\.0\.content\.0\.text"),
        (request(inferenceConfig={"maxTokens": 0}), "must have value greater than or equal to 1"),
        (request(inferenceConfig={"maxTokens": True}), r"Unexpected field type at inferenceConfig\.maxTokens"),
        (request(inferenceConfig={"temperature": 1.5}), "must have value less than or equal to 1"),
        (request(system=[{"text": ""}]), r"'system\.1\.member\.text' .* must have length greater than or equal to 1"),
        (request(system=[{"text": " "}]), r"SystemContentBlock object at system\.0 is blank"),
        (request(user()), r"content field in the Message object at messages\.0 is empty"),
        (request(user(POINT)), r"content field in the Message object at messages\.0 is empty"),
        (request(user(" ")), r"ContentBlock object at messages\.0\.content\.0 is blank"),
        (request(model("Hi")), "must start with a user message"),
        (request(user("a"), user("b")), "must alternate between user and assistant roles"),
        (request(user("a"), model("b")), "must end with a user message"),
        (request(user(USE)), "doesn't support the toolUse field for user messages"),
        (request(user("a"), model(RESULT), user("b")), "doesn't support the toolResult field for assistant messages"),
        (request(user("a"), model(image()), user("b")), "doesn't support the image field for assistant messages"),
        (request(user(image(data="!"))), "not base64"),
        (request(user(image(data=""))), "must have length greater than or equal to 1"),
        (request(user(image(kind="tiff"))), r"enum value set: \[png, jpeg, gif, webp\]"),
        (request(user(image(kind="jpeg"))), "does not appear to be an jpeg image"),
        (request(user(*[image()] * 21)), "up to 20 images"),
        (request(*ASKED, user("b")), r"Expected toolResult blocks at messages\.2\.content for the following Ids: tooluse_1"),
        (request(user("a"), model(USE), user(RESULT), model(USE), user(RESULT)), "ids must be unique"),
        (request(user("a"), model(USE, USE), user(RESULT)), r"toolUse blocks at messages\.1\.content contain duplicate Ids"),
        (request(*ASKED, user(RESULT, RESULT)), r"toolResult blocks at messages\.2\.content contain duplicate Ids: tooluse_1"),
        (request(user(RESULT)), r"toolResult blocks at messages\.0\.content exceeds the number of toolUse blocks"),
        (request(*ASKED, user(result(toolUseId="tooluse_2"))), r"Expected toolResult blocks at messages\.2\.content"),
        (request(*ASKED, user("b", RESULT)), "tool results have to come before anything else"),
        (request(*ASKED, user(result(toolUseId="a b"))), "must satisfy regular expression pattern"),
        (request(*ASKED, user(result(toolUseId="x" * 65))), "must have length less than or equal to 64"),
        (request(*ASKED, user(result(content=[{"text": ""}]))), "ToolResultContentBlock object .* is blank"),
        (request(*ASKED, user(result(content=[], status="error"))), "cannot be empty when status value is error"),
        (request(*ASKED, user(result(content=[{"json": [1]}]))), "Provide a json object for the field"),
        (request(*ASKED, user(result(content="tables"))), "Unexpected field type"),
        (request(*ASKED, user(RESULT), toolConfig=None), "Unexpected field type at toolConfig"),
        ({"messages": [*ASKED, user(RESULT)]}, "toolConfig field must be defined when using toolUse and toolResult"),
        (request(user("a"), model({"toolUse": USE["toolUse"] | {"input": "{}"}}), user(RESULT)), r"toolUse\.input is invalid"),
        (request(toolConfig={"tools": []}), "must have length greater than or equal to 1"),
        (request(toolConfig={"tools": [tool("a b")]}), "must satisfy regular expression pattern"),
        (request(toolConfig={"tools": [tool("a", description="")]}), "must have length greater than or equal to 1"),
        (request(toolConfig={"tools": [tool("a"), tool("a")]}), "Tool names must be unique"),
        (request(toolConfig={"tools": [tool("a", inputSchema={"json": {}})]}), r"json\.type must be one of the following: object"),
        (request(toolConfig={"tools": [tool("a", inputSchema={"json": "{}"})]}), "Provide a json object for the field"),
        (request(toolConfig={"tools": [tool("a", inputSchema={"json": OBJECT | {"required": 1}})]}), "JSON schema is invalid"),
        (request(toolConfig={"tools": TOOLS, "toolChoice": {"tool": {"name": "x"}}}), "Tool 'x' not found"),
        (request(toolConfig={"tools": TOOLS, "toolChoice": {}}), "must set one of the following keys: auto, any, tool"),
        (request(user("a", POINT, "b", POINT, "c", POINT, "d", POINT, "e", POINT)), "A maximum of 4 blocks with cache_control"),
        (request(additionalModelRequestFields={"foo": 1}), r"extraneous key \[foo\]"),
        (request(additionalModelResponseFieldPaths=["usage"]), "is not a JSON Pointer"),
        (request(**thinking(budget_tokens=10)), "budget_tokens"),
        (request(**thinking(budget_tokens=5000)), "budget_tokens"),
        (request(additionalModelRequestFields={"thinking": {}}), r"thinking\.type: Field required"),
        (
            request(**thinking(budget_tokens=1024), toolConfig={"tools": TOOLS, "toolChoice": {"any": {}}}),
            "The model returned the following errors: Thinking may not be enabled when tool_choice forces tool use",
        ),
        (request(*ASKED, user(RESULT), **thinking(budget_tokens=1024)), "Expected `thinking` or `redacted_thinking`"),
        (request(user("a"), model(thought(signed_by=NOVA), USE), user(RESULT)), "Invalid `signature` in `thinking` block"),
        (
            request(user("a"), model({"reasoningContent": {"reasoningText": {"text": "Hm."}}}), user("b")),
            r"thinking\.signature: Field required",
        ),
    ],
)
def test_what_bedrock_refuses_is_refused_in_its_words(bad, words):
    with pytest.raises(RejectedError, match=words) as raised:
        check(bad, CLAUDE)
    assert raised.value.status == 400


@pytest.mark.parametrize(
    ("name", "bad", "words"),
    [
        ("a b", request(), "'modelId' failed to satisfy constraint"),
        ("x" * 2049, request(), "must have length less than or equal to 2048"),
        (NOVA, request(toolConfig={"tools": [*TOOLS, POINT]}), r"#/tools: extraneous key \[cachePoint\]"),
        (NOVA, request(*ASKED, user(RESULT, POINT)), r"#/messages/2/content/1: extraneous key \[cachePoint\]"),
        (NOVA, request(user(image(), POINT)), r"#/messages/0/content/1: extraneous key \[cachePoint\]"),
        (NOVA, request(user("a"), model(thought()), user("b")), "doesn't support the reasoningContent field"),
        (NOVA, request(additionalModelRequestFields={"thinking": {}}), r"extraneous key \[thinking\]"),
        ("amazon.nova-micro-v1:0", request(user(image())), "doesn't support the image field for user messages"),
        (LLAMA, request(user("a", POINT)), "did not allow prompt caching"),
        (LLAMA, request(toolConfig={"tools": TOOLS, "toolChoice": {"any": {}}}), r"toolChoice\.any field\. Remove"),
        (LLAMA, request(*ASKED, user(result(status="success"))), "doesn't support the status field"),
        (LLAMA, request(user("a"), model("b", USE), user(RESULT)), "Conversation blocks and tool use blocks cannot be provided"),
        (LLAMA, request(*ASKED, user(RESULT, "b")), r"messages\.2\.content: Conversation blocks and tool result blocks cannot"),
        (
            MISTRAL,
            request(toolConfig={"tools": TOOLS, "toolChoice": {"tool": {"name": "final_answer"}}}),
            r"toolChoice\.tool field",
        ),
        (MISTRAL, request(*ASKED, user(result(content=[image()]))), "doesn't support the image field for user messages"),
        ("us.deepseek.r1-v1:0", request(), "This model doesn't support tool use"),
        ("qwen.qwen3-32b-v1:0", request(system=[{"text": "s"}, POINT]), "did not allow prompt caching"),
    ],
)
def test_what_a_model_does_not_take_is_refused_for_that_model(name, bad, words):
    with pytest.raises(RejectedError, match=words):
        check(bad, name)
