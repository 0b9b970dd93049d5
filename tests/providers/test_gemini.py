"""The Gemini dialect: played by the SDK of the provider, held against its types, and refusing what the provider refuses."""

import base64
import enum
import re
import typing

import pytest
from google import genai
from google.genai import errors, types
from pydantic import BaseModel

from local.scripted_model.request import RejectedError
from tests.providers.gemini import dialect as gemini
from tests.providers.gemini.rules import check
from tests.providers.gemini.signatures import signature
from tests.providers.vertex_ai import dialect as vertex_ai

QUESTION = "How many players are there?"
MODEL = "gemini-3.5-flash"
SQL = {"type": "OBJECT", "properties": {"sql_query": {"type": "STRING"}}, "required": ["sql_query"]}
FUNCTIONS = [
    {"name": "get_db_schema", "description": "Tells.", "parameters": {"type": "OBJECT", "properties": {}}},
    {"name": "execute_sql_query", "description": "Runs.", "parameters": SQL},
    {"name": "final_answer", "description": "Ends.", "parameters": {"type": "OBJECT"}},
]
HI = {"role": "user", "parts": [{"text": "Hi"}]}
CALL = {"functionCall": {"name": "get_db_schema", "args": {}, "id": "1"}}
OTHER_CALL = {"functionCall": {"name": "execute_sql_query", "args": {"sql_query": "x"}, "id": "2"}}
SIGNED = CALL | {"thoughtSignature": signature(MODEL, CALL)}
RESULT = {"functionResponse": {"name": "get_db_schema", "response": {"output": "tables"}, "id": "1"}}
OTHER_RESULT = {"functionResponse": {"name": "execute_sql_query", "response": {"error": "no"}, "id": "2"}}
PNG = {"inlineData": {"mimeType": "image/png", "data": "iVBORw0KGgo="}}


def user(*parts):
    return {"role": "user", "parts": list(parts)}


def model(*parts):
    return {"role": "model", "parts": list(parts)}


def request(*contents, **more):
    return {"contents": list(contents) or [HI], "tools": [{"functionDeclarations": FUNCTIONS}], **more}


def declared(**parameters):
    return request(tools=[{"functionDeclarations": [{"name": "f", "parameters": {"type": "OBJECT", **parameters}}]}])


def with_property(**schema):
    return declared(properties={"a": schema})


def calling(**config):
    return {"toolConfig": {"functionCallingConfig": config}}


def without(part, *names):
    return {kind: {name: value for name, value in inner.items() if name not in names} for kind, inner in part.items()}


@pytest.fixture
def client(url):
    options = types.HttpOptions(base_url=url + "/gemini", retry_options=types.HttpRetryOptions(attempts=1))
    with genai.Client(api_key="any", http_options=options) as client:
        yield client


def test_the_sdk_plays_a_conversation_to_its_answer(client, system):
    config = types.GenerateContentConfig(
        system_instruction=system,
        tools=[types.Tool.model_validate({"function_declarations": FUNCTIONS})],
        automatic_function_calling=types.AutomaticFunctionCallingConfig(disable=True),
    )
    chat = client.chats.create(model=MODEL, config=config)
    first = chat.send_message(QUESTION)
    assert first.candidates[0].content.parts[0].text == "Let me look."
    schema, query = first.function_calls
    answered = [
        types.FunctionResponse(id=query.id, name=query.name, response={"error": "execute_sql_query"}),
        types.FunctionResponse(id=schema.id, name=schema.name, response={"output": "get_db_schema"}),
    ]
    [answer] = chat.send_message([types.Part(function_response=each) for each in answered]).function_calls
    assert answer.name == "final_answer"
    assert answer.args["answer"] == f"{QUESTION} get_db_schema execute_sql_query True"


def test_an_answer_has_the_shape_that_the_sdk_knows(client, system):
    config = types.GenerateContentConfig(system_instruction=system, should_return_http_response=True)
    body = client.models.generate_content(model=MODEL, contents=QUESTION, config=config).sdk_http_response.body
    answer = types.GenerateContentResponse.model_validate_json(body)
    assert answer.candidates[0].finish_reason == types.FinishReason.STOP
    assert answer.usage_metadata.prompt_token_count > 100
    assert answer.usage_metadata.candidates_token_count > 10
    assert answer.model_version == MODEL


def test_the_same_request_gets_the_same_answer(client):
    one, two = (client.models.generate_content(model=MODEL, contents=QUESTION) for _ in range(2))
    assert one.model_dump(exclude={"sdk_http_response"}) == two.model_dump(exclude={"sdk_http_response"})


def test_an_error_is_one_that_the_sdk_knows(client):
    with pytest.raises(errors.ClientError, match="temperature must be in the range") as raised:
        client.models.generate_content(model=MODEL, contents="Hi", config={"temperature": 3})
    assert (raised.value.code, raised.value.status) == (400, "INVALID_ARGUMENT")


def test_an_unknown_name_is_refused_with_the_place_where_it_stands(client):
    body = {"tools": [{"functionDeclarations": [{"name": "f", "parameters": {"$schema": "x"}}]}]}
    words = "Unknown name \"$schema\" at 'tools[0].function_declarations[0].parameters': Cannot find field."
    with pytest.raises(errors.ClientError) as raised:
        client.models.generate_content(model=MODEL, contents="Hi", config={"http_options": {"extra_body": body}})
    assert raised.value.message == f"Invalid JSON payload received. {words}"
    [violation] = raised.value.details["error"]["details"][0]["fieldViolations"]
    assert violation["field"] == "tools[0].function_declarations[0].parameters"


def test_without_a_key_permission_is_denied(url):
    options = types.HttpOptions(base_url=url + "/gemini", headers={"x-goog-api-key": ""})
    with genai.Client(api_key="any", http_options=options) as client, pytest.raises(errors.ClientError) as raised:
        client.models.generate_content(model=MODEL, contents="Hi")
    assert (raised.value.code, raised.value.status) == (403, "PERMISSION_DENIED")


def kind_of(annotation, schema):
    """A type of the SDK in the words of `schema.json`; of an enum its values."""
    inner = [each for each in typing.get_args(annotation) if each is not type(None)]
    origin = typing.get_origin(annotation)
    if origin is typing.Union:
        return kind_of(inner[0], schema)
    if origin is list:
        return f"[{kind_of(inner[0], schema)}]"
    if origin is dict:
        return "object" if inner[1] is typing.Any else f"{{{kind_of(inner[1], schema)}}}"
    if isinstance(annotation, type) and issubclass(annotation, enum.Enum):
        return "enum"
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation.__name__ if annotation.__name__ in schema.types else "object"
    return {str: "string", bool: "bool", int: "int", float: "number", bytes: "bytes", typing.Any: "any"}[annotation]


@pytest.mark.parametrize("dialect", [gemini, vertex_ai])
def test_each_field_of_the_schema_is_one_of_the_sdk_and_of_its_type(dialect):
    schema, other = dialect.SCHEMA, {}
    for name, fields in schema.types.items():
        message = getattr(types, name, None)
        known = {field.alias: field.annotation for field in message.model_fields.values()} if message else {}
        for field, kind in fields.items():
            enum_or_kind = re.sub(r"[\w.]+", lambda word: "enum" if word[0] in schema.enums else word[0], kind)
            if name != "GenerateContentRequest" and (field not in known or kind_of(known[field], schema) != enum_or_kind):
                other[f"{name}.{field}"] = kind
    new = {"GenerationConfig.imageConfig": "object"}
    of_gemini = {"GenerationConfig.responseJsonSchemaOrdered": "any", "GenerationConfig.topK": "int"}
    assert other == (new | of_gemini if dialect is gemini else new)


@pytest.mark.parametrize(
    "good",
    [
        request(),
        {"contents": [HI]},
        request(HI, model(SIGNED), user(RESULT)),
        request(HI, model({"text": "Let me look."}, SIGNED, OTHER_CALL), user(OTHER_RESULT, RESULT)),
        request(HI, model(SIGNED), user(RESULT), user({"text": "Hurry."})),
        request(HI, model(CALL), user(RESULT), model({"text": "So?"}), HI),
        request(HI, model(CALL | {"thoughtSignature": "skip_thought_signature_validator"}), user(RESULT)),
        request(HI, model({"text": "Hm", "thought": True}, SIGNED), user(RESULT)),
        request(user({"text": "What?"}, PNG)),
        request(user({"text": "What?"}, {"inline_data": {"mime_type": "image/png", "data": "iVBORw0KGgo"}})),
        request(systemInstruction={"parts": [{"text": "s"}]}, generation_config={"max_output_tokens": "10", "temperature": 2}),
        request(**calling(mode="any", allowed_function_names=["final_answer"])),
        request(generationConfig={"thinkingConfig": {"thinkingLevel": "low", "includeThoughts": True}}),
        with_property(type="array", items={"type": "string", "enum": ["x"]}),
        with_property(anyOf=[{"type": "STRING"}, {"type": "INTEGER"}], description="Either."),
        request(tools=[{"functionDeclarations": [{"name": "f", "parametersJsonSchema": {"type": "object", "$id": "x"}}]}]),
    ],
)
@pytest.mark.parametrize("dialect", [gemini, vertex_ai])
def test_what_the_provider_takes_is_taken(dialect, good):
    check(dialect.SCHEMA.read(good), MODEL)


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        ([], "Invalid value at ''"),
        (request(foo=1), 'Unknown name "foo": Cannot find field'),
        (request(user({"text": "a", "type": "text"})), r"Unknown name \"type\" at 'contents\[0\].parts\[0\]'"),
        (request(user({"text": 7})), r"Invalid value at 'contents\[0\]\.parts\[0\]\.text'"),
        (request(user({"text": "a", **PNG})), "oneof field 'data' is already set. Cannot set 'inlineData'"),
        (request(user({"inlineData": {"mimeType": "image/png", "data": "!"}})), "Base64 decoding failed"),
        (request(user({"inlineData": {"mimeType": "image/gif", "data": "AAAA"}})), "Unsupported MIME type: image/gif"),
        (request(user({"inlineData": {"mimeType": "image/png", "data": ""}})), "required field is not set"),
        (request(generationConfig={"maxOutputTokens": 1.5}), "Invalid value at 'generation_config.max_output_tokens'"),
        (request(generationConfig={"maxOutputTokens": "many"}), "Invalid value"),
        (request(generationConfig={"maxOutputTokens": 0}), "must be positive"),
        (request(generationConfig={"topP": 2}), r"top_p must be in the range"),
        (
            request(generationConfig={"thinkingConfig": {"thinkingLevel": "LOW", "thinkingBudget": 1}}),
            "only one of thinking budget and thinking level",
        ),
        (request(systemInstruction={"parts": []}), "system_instruction.parts: contents.parts must not be empty"),
        ({"contents": []}, "contents is not specified"),
        (request({"role": "assistant", "parts": [{"text": "x"}]}), "Please use a valid role: user, model."),
        (request(user()), r"contents\[0\]\.parts: contents\.parts must not be empty"),
        (request(user({"text": ""})), "required oneof field 'data' must have one initialized field"),
        (request(user({})), "required oneof field 'data' must have one initialized field"),
        (request(model({"text": "x"}), HI), "alternate between user and model"),
        (request(HI, model({"text": "x"}), model({"text": "y"}), HI), "alternate between user and model"),
        (request(HI, model({"text": "x"})), "ends with a user role or a function response"),
        (request(user(CALL)), "function calls are in a turn of role model"),
        (request(HI, model(RESULT), HI), "function responses are in a turn of role user"),
        (request(HI, model(SIGNED), HI), "number of function response parts is equal to the number of function call parts"),
        (request(HI, model(SIGNED), user(RESULT, RESULT)), "number of function response parts is equal"),
        (request(HI, model(SIGNED, OTHER_CALL), user(RESULT)), "number of function response parts is equal"),
        (request(user(RESULT)), "function response turn comes immediately after a function call turn"),
        (request(HI, model({"text": "x"}), user(RESULT)), "function response turn comes immediately after a function call turn"),
        (request(HI, model(SIGNED), user(OTHER_RESULT)), "has the name and the id of its function call"),
        (request(HI, model(SIGNED), user(without(RESULT, "id"))), "has the name and the id of its function call"),
        (request(HI, model(SIGNED, CALL), user(RESULT, RESULT)), "has the name and the id of its function call"),
        (request(HI, model(SIGNED), user(without(RESULT, "name"))), "function_response.name: Name cannot be empty"),
        (request(HI, model(SIGNED), user(without(RESULT, "response"))), "Response cannot be empty"),
        (request(HI, model(CALL), user(RESULT)), r"missing a thought_signature .* `default_api:get_db_schema` , position 2\."),
        (request(HI, model(SIGNED), user(RESULT), model(CALL), user(RESULT)), r"thought_signature .* position 4\."),
        (request(HI, model(OTHER_CALL, SIGNED), user(OTHER_RESULT, RESULT)), "thought_signature"),
        (request(HI, model(OTHER_CALL | {"thoughtSignature": SIGNED["thoughtSignature"]}), user(OTHER_RESULT)), "Corrupted"),
        (request(HI, model(CALL | {"thoughtSignature": signature("gemini-3-pro", CALL)}), user(RESULT)), "Corrupted"),
        (request(tools=[{}]), "'tool_type' must have one initialized field"),
        (request(tools=[{"functionDeclarations": FUNCTIONS}] * 2), "Duplicate function declaration found: execute_sql_query"),
        (request(tools=[{"functionDeclarations": [{"name": "1st"}]}]), "Invalid function name. Must start with a letter"),
        (request(tools=[{"functionDeclarations": [{"name": "f", "input_schema": {}}]}]), 'Unknown name "input_schema"'),
        (request(tools=[{"functionDeclarations": [{"name": "f", "parameters": {}}]}]), "should be of type OBJECT"),
        (
            request(tools=[{"functionDeclarations": [{"name": "f", "parametersJsonSchema": {"type": 1}}]}]),
            "parameters_json_schema: 1 is not valid",
        ),
        (
            request(tools=[{"functionDeclarations": [{"name": "f", "parametersJsonSchema": {}}]}]),
            "parameters_json_schema: parameters schema should be of type OBJECT",
        ),
        (
            request(tools=[{"functionDeclarations": [{**FUNCTIONS[1], "parametersJsonSchema": {}}]}]),
            "only one of parameters and parameters_json_schema",
        ),
        (with_property(type="money"), r"Invalid value at .*parameters\.properties\[0\]\.value\.type', \"money\""),
        (with_property(type=["STRING", "NULL"]), r"\"type\" at '.*value': Proto field is not repeating"),
        (with_property(description="x"), r"properties\[a\]\.type: must be specified"),
        (with_property(type="STRING", const="x"), 'Unknown name "const"'),
        (with_property(type="INTEGER", exclusiveMinimum=1), 'Unknown name "exclusiveMinimum"'),
        (with_property(type="ARRAY"), r"properties\[a\]\.items: missing field"),
        (with_property(type="STRING", items={"type": "STRING"}), "items: only allowed for ARRAY type"),
        (with_property(type="INTEGER", enum=["1"]), "enum: only allowed for STRING type"),
        (with_property(type="STRING", enum=[""]), r"enum\[0\]: cannot be empty"),
        (with_property(type="STRING", format="uri"), "only 'enum' and 'date-time' are supported for STRING type"),
        (with_property(type="STRING", anyOf=[{"type": "STRING"}], enum=["a"]), "specified other fields alongside any_of"),
        (declared(required=["b"]), r"parameters\.required\[0\]: property is not defined"),
        ({"contents": [HI], **calling(mode="AUTO")}, "Function calling config is set without function_declarations"),
        (request(**calling(mode="some")), r"Invalid value at 'tool_config\.function_calling_config\.mode', \"some\""),
        (request(**calling(mode="ANY", allowedFunctionNames=["x"])), "x is not among the declared functions"),
        (request(**calling(mode="AUTO", allowedFunctionNames=["final_answer"])), "only when function calling mode is ANY"),
        (request(tools=[{"functionDeclarations": [{"name": "f"}]}], **calling(mode="ANY")), "contains an invalid argument"),
    ],
)
def test_what_the_provider_refuses_is_refused_in_its_words(bad, words):
    with pytest.raises(RejectedError, match=words) as raised:
        check(gemini.SCHEMA.read(bad), MODEL)
    assert raised.value.status == 400


def test_the_two_services_have_schemas_of_their_own():
    body = with_property(type="OBJECT", additionalProperties=False)
    check(vertex_ai.SCHEMA.read(body), MODEL)
    with pytest.raises(RejectedError, match='Unknown name "additionalProperties"'):
        gemini.SCHEMA.read(body)
    check(vertex_ai.SCHEMA.read(request(labels={"team": "a"})), MODEL)
    with pytest.raises(RejectedError, match='Unknown name "labels"'):
        gemini.SCHEMA.read(request(labels={"team": "a"}))


@pytest.mark.parametrize(
    ("bad", "older", "words"),
    [
        (request(), "gemini-1.5-pro", "parameters.properties: should be non-empty for OBJECT type"),
        (request(HI, model(CALL), user(RESULT)), "gemini-2.5-flash", "contains an invalid argument"),
        (
            request(
                HI,
                model(without(CALL, "id")),
                user({"functionResponse": {**without(RESULT, "id")["functionResponse"], "parts": [PNG]}}),
            ),
            "gemini-2.5-flash",
            "Multimodal function response is not supported",
        ),
    ],
)
def test_older_models_refuse_what_newer_ones_take(bad, older, words):
    with pytest.raises(RejectedError, match=words):
        check(gemini.SCHEMA.read(bad), older)


def test_older_models_sign_nothing_and_give_no_ids(client, system):
    config = types.GenerateContentConfig(system_instruction=system)
    parts = client.models.generate_content(model="gemini-2.5-flash", contents=QUESTION, config=config).candidates[0].content.parts
    assert [(part.function_call.id, part.thought_signature) for part in parts if part.function_call] == [(None, None)] * 2


def test_the_first_of_parallel_calls_is_signed(client, system):
    config = types.GenerateContentConfig(system_instruction=system)
    parts = client.models.generate_content(model=MODEL, contents=QUESTION, config=config).candidates[0].content.parts
    made = [part.thought_signature for part in parts if part.function_call]
    assert made[1] is None
    called = {"functionCall": parts[1].function_call.model_dump(include={"name", "args"})}
    assert base64.b64encode(made[0]).decode() == signature(MODEL, called)
