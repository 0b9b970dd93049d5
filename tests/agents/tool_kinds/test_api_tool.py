"""The declaration of a tool that is an AWS API call: each mistake is found before anything is deployed."""

import re
from typing import Any

import pytest

from agents.declaration import ApiTool, DeclarationError

SCHEMA = {
    "type": "object",
    "properties": {
        "order_id": {"type": "string", "description": "Its number."},
        "limit": {"type": "integer", "minimum": 1, "maximum": 50, "description": "How many."},
        "many": {"type": "integer", "minimum": 1, "description": "How many."},
        "table": {"type": "string", "enum": ["orders", "returns"], "description": "Which."},
        "place": {"type": "string", "description": "Which."},
    },
    "required": ["order_id", "table", "place"],
    "additionalProperties": False,
}
TABLE = "arn:${partition}:dynamodb:${region}:${account}:table/orders"
KEY = {"order_id": {"S": "{% $input.order_id %}"}}
QUERY = {
    "TableName": "orders",
    "KeyConditionExpression": "order_id = :id",
    "ExpressionAttributeValues": {":id": {"S": "{% $input.order_id %}"}},
}


def allowed(action: str, resource: str = TABLE, **more: Any) -> dict[str, Any]:
    return {"actions": [action], "resources": [resource], **more}


def a_tool(action: Any = "dynamodb:getItem", **changed: Any) -> ApiTool:
    fields: dict[str, Any] = {
        "description": "Finds an order.",
        "input_schema": SCHEMA,
        "arguments": {"TableName": "orders", "Key": KEY},
        "result": "{% $result.Item.status.S %}",
        "permissions": (allowed("dynamodb:GetItem"),),
        "reads_data": True,
        "sends_out": False,
    }
    return ApiTool("find_order", action, **fields | changed)


def a_query(**changed: Any) -> ApiTool:
    fields: dict[str, Any] = {"result": "{% $result.Items.status.S %}", "permissions": (allowed("dynamodb:Query"),)}
    return a_tool("dynamodb:query", **fields | {"arguments": QUERY | changed})


def test_its_plain_form_says_the_call_and_what_it_needs() -> None:
    assert a_tool().args({}) == {
        "name": "find_order",
        "description": "Finds an order.",
        "input_schema": SCHEMA,
        "timeout_seconds": 30,
        "retries": 0,
        "reads_data": True,
        "sends_out": False,
        "api": {
            "action": "dynamodb:getItem",
            "arguments": {"TableName": "orders", "Key": KEY},
            "result": "{% $result.Item.status.S %}",
            "permissions": [allowed("dynamodb:GetItem")],
        },
    }


def refused(problem: str, **changed: Any) -> None:
    with pytest.raises(DeclarationError, match=re.escape(problem)):
        a_tool(**changed)


@pytest.mark.parametrize(
    ("action", "problem"),
    [
        ("dynamodb:GetItem", "allowed is <service>:<operation> as Step Functions writes them, like dynamodb:getItem"),
        ("arn:aws:states:::aws-sdk:dynamodb:getItem", "allowed is <service>:<operation>"),
        ("dynamodb:getItem.waitForTaskToken", "allowed is <service>:<operation>"),
        (None, "action is null: allowed is <service>:<operation>"),
        (["dynamodb:getItem"], 'action is ["dynamodb:getItem"]: allowed is <service>:<operation>'),
        ("dynamo:getItem", "Step Functions has no service 'dynamo' (did you mean dynamodb?)"),
        ("logs:getLogEvents", "Step Functions calls this service cloudwatchlogs, so write cloudwatchlogs:getLogEvents"),
        ("dynamodb:getItm", "dynamodb has no operation 'getItm' (did you mean getItem?)"),
    ],
)
def test_an_action_is_one_that_step_functions_has_in_its_spelling(action: Any, problem: str) -> None:
    refused(problem, action=action)


@pytest.mark.parametrize(
    ("action", "member", "instead"),
    [
        ("s3:getObject", "Body", "write a tool in a folder for it"),
        ("kms:decrypt", "Plaintext", "write a tool in a folder for it"),
        ("secretsmanager:getSecretValue", "SecretBinary", "write a tool in a folder for it"),
        ("lambda:invoke", "Payload", "declare the function by FunctionTool"),
    ],
)
def test_an_operation_that_gives_bytes_is_refused_with_what_to_do_instead(action: str, member: str, instead: str) -> None:
    refused(f"action is {action!r}, whose {member} is bytes: a run can't hold those as a text, so {instead}", action=action)


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ([], "arguments are []: allowed is an object with the arguments of dynamodb:getItem"),
        ({"Tablename": "orders", "Key": KEY}, "arguments has no Tablename (did you mean TableName?). Allowed are TableName, Key, "),
        ({"TableName": "orders"}, "arguments: Key is missing"),
        ({"TableName": "orders", "Key": {"id": {"T": "1"}}}, "arguments.Key.id has no T. Allowed are S, N, B, "),
        ({"TableName": 5, "Key": KEY}, "arguments.TableName is 5: allowed is a text"),
        ({"TableName": "orders", "Key": KEY, "ConsistentRead": "yes"}, 'ConsistentRead is "yes": allowed is true or false'),
        ({"TableName": "orders", "Key": KEY, "ReturnConsumedCapacity": "SOME"}, "allowed are INDEXES, TOTAL, NONE"),
        ({"TableName": "${stage}-orders", "Key": KEY}, "there is no placeholder ${stage}. Allowed are ${partition}, "),
        ({"TableName": "orders", "Key": {"id": {"S": "{% $input.id"}}}, "an expression begins with {% and ends with %}"),
        ({"TableName": "orders", "Key": {"id": {"S": "{% $input.id %}"}}}, "$input has no field 'id'"),
        ({"TableName": "orders", "Key": {"id": {"S": "{% $states.context.Execution.Id %}"}}}, "there is no $states."),
    ],
)
def test_arguments_are_those_of_the_operation(arguments: Any, problem: str) -> None:
    refused(problem, arguments=arguments)


@pytest.mark.attack("iam")
def test_what_the_model_writes_chooses_no_table_unless_the_schema_lists_the_allowed_ones() -> None:
    refused(
        "arguments.TableName says what the call is made on, so the model may not choose it freely: write it as a text, or take "
        "{% $input.… %} of a field with an enum",
        arguments={"TableName": "{% $input.place %}", "Key": KEY},
    )
    refused("arguments.TableName says what the call", arguments={"TableName": "{% 'a-' & $input.table %}", "Key": KEY})
    a_tool(arguments={"TableName": "{% $input.table %}", "Key": KEY})


@pytest.mark.attack("iam")
@pytest.mark.parametrize(
    ("action", "arguments", "permission", "problem"),
    [
        (
            "dynamodb:batchGetItem",
            {"RequestItems": "{% {$input.place: {}} %}"},
            allowed("dynamodb:BatchGetItem"),
            "arguments.RequestItems holds TableArn, which says what the call is made on: write arguments.RequestItems as JSON",
        ),
        (
            "s3:headObject",
            {"Bucket": "{% $input.place %}", "Key": "{% $input.order_id %}"},
            allowed("s3:GetObject", "arn:aws:s3:::orders/x"),
            "arguments.Bucket says what the call is made on",
        ),
        (
            "sfn:startExecution",
            {"StateMachineArn": "{% $input.place %}"},
            allowed("states:StartExecution", "arn:aws:states:eu-west-1:123456789012:stateMachine:x"),
            "arguments.StateMachineArn says what the call is made on",
        ),
        (
            "sts:assumeRole",
            {"RoleArn": "{% $input.place %}", "RoleSessionName": "x"},
            allowed("sts:AssumeRole", "arn:aws:iam::123456789012:role/x"),
            "arguments.RoleArn says what the call is made on",
        ),
        (
            "dynamodb:executeStatement",
            {"Statement": "{% $input.place %}", "Limit": 5},
            allowed("dynamodb:PartiQLSelect"),
            "arguments.Statement is code, so it can't be an expression",
        ),
    ],
)
def test_nothing_else_that_a_call_is_made_on_and_no_code_comes_from_the_model(
    action: str, arguments: Any, permission: Any, problem: str
) -> None:
    refused(problem, action=action, arguments=arguments, permissions=(permission,), result="{% 'done' %}")


def test_an_argument_that_the_operation_needs_is_required_of_the_model() -> None:
    optional = SCHEMA | {"required": ["order_id"]}
    refused(
        "arguments.TableName is needed, and $input.table isn't required by the input_schema: require it",
        arguments={"TableName": "{% $input.table %}", "Key": KEY},
        input_schema=optional,
    )


@pytest.mark.parametrize("limit", [1, 100, "{% $input.limit %}"])
def test_a_page_has_a_bounded_size(limit: Any) -> None:
    a_query(Limit=limit)


@pytest.mark.parametrize("limit", [None, 0, 101, True, "{% $input.many %}", "{% $input.limit * 10 %}", "{% $input.order_id %}"])
def test_an_operation_with_pages_of_any_size_is_refused(limit: Any) -> None:
    with pytest.raises(DeclarationError, match="dynamodb:query gives its results in pages, and a run holds 256 KiB"):
        a_query(**{} if limit is None else {"Limit": limit})


@pytest.mark.parametrize(
    ("action", "size"),
    [
        ("dynamodb:scan", "Limit"),
        ("cloudwatchlogs:getLogEvents", "Limit"),
        ("cloudwatchlogs:filterLogEvents", "Limit"),
        ("s3:listObjectsV2", "MaxKeys"),
        ("sqs:receiveMessage", "MaxNumberOfMessages"),
        ("cognitoidentityprovider:listUsers", "Limit"),
        ("ssm:getParametersByPath", "MaxResults"),
    ],
)
def test_the_size_of_a_page_is_asked_for_by_the_name_that_the_operation_has(action: str, size: str) -> None:
    refused(f"arguments.{size} is null: {action} gives its results in pages", action=action)


@pytest.mark.parametrize(
    ("result", "problem"),
    [
        ("$result.Item", 'result is "$result.Item": allowed is a JSONata expression over $result, like {% $result.Item %}'),
        (None, "result is null: allowed is a JSONata expression over $result"),
        ("{% $result.Itm %}", "$result has no field 'Itm' (did you mean Item?)"),
        ("{% $result.Item.status.Text %}", "$result.Item.status has no field 'Text': it has S, N, B"),
        ("{% $result.Item. %}", "it doesn't parse as JSONata"),
        ("{% $messages %}", "there is no $messages. Offered are $result, $input, $run"),
    ],
)
def test_a_result_names_what_the_operation_gives(result: Any, problem: str) -> None:
    refused(problem, result=result)


@pytest.mark.attack("iam")
@pytest.mark.parametrize(
    ("permissions", "problem"),
    [
        ((), 'permissions are []: allowed is a list with what the call needs, like {"actions": ["dynamodb:GetItem"]'),
        (({"action": "dynamodb:GetItem"},), "permissions[0].action: there is no such key."),
        ((allowed("dynamodb:GetItem", "*"),), 'permissions[0] has "*" and no because'),
        ((allowed("dynamodb:*"),), 'permissions[0] has "dynamodb:*" and no because'),
        ((allowed("dynamodb:GetItm"),), "dynamodb has no action 'GetItm' (did you mean GetItem?)"),
        ((allowed("dynamodb:GetItem", "arn:${part}:dynamodb:::x"),), "there is no placeholder ${part}. Allowed are ${partition}"),
        ((allowed("dynamodb:PutItem"),), "permissions allow dynamodb:PutItem: dynamodb:getItem needs dynamodb:GetItem"),
        (
            (allowed("dynamodb:GetItem") | {"actions": ["dynamodb:GetItem", "dynamodb:DeleteItem"]},),
            "permissions[0] allows dynamodb:DeleteItem, which dynamodb:getItem doesn't need: leave it out, or say a because",
        ),
    ],
)
def test_it_has_the_permission_that_the_call_needs_and_no_other(permissions: Any, problem: str) -> None:
    refused(problem, permissions=permissions)


def test_the_key_of_what_is_read_may_be_used_too() -> None:
    key = allowed("kms:Decrypt", "arn:${partition}:kms:${region}:${account}:key/0a1b")
    a_tool(permissions=(allowed("dynamodb:GetItem"), key))


@pytest.mark.parametrize("name", ["reads_data", "sends_out"])
def test_it_says_whether_it_reads_data_and_sends_data_out(name: str) -> None:
    refused(f"{name} is 'no': allowed are True and False", **{name: "no"})
