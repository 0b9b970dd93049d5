"""The declaration of an HTTP API as a tool, and of its connection: what is refused, and with which words."""

from typing import Any

import pytest

from agents.declaration import Agent, ApiKey, Basic, DeclarationError, HttpTool, OAuth

ARN = "arn:aws:events:eu-west-1:123456789012:connection/shop/7c1c2c0e-0000-4000-8000-000000000000"
SCHEMA = {
    "type": "object",
    "properties": {"order": {"type": "string"}, "note": {"type": "string"}},
    "required": ["order"],
    "additionalProperties": False,
}
KEY = ApiKey("shop", secret="shop_key", header="X-Api-Key")


def tool(**changed: Any) -> HttpTool:
    values: dict[str, Any] = {
        "description": "Looks up an order.",
        "input_schema": SCHEMA,
        "method": "GET",
        "url": "https://api.example.com/orders/{order}",
        "connection": KEY,
        "reads_data": True,
        "sends_out": False,
    }
    return HttpTool("find_order", **(values | changed))


def refusal(**changed: Any) -> list[str]:
    with pytest.raises(DeclarationError) as refused:
        tool(**changed)
    first, *problems = str(refused.value).split("\n- ")
    assert first == "the tool 'find_order' is declared wrongly:"
    return problems


def test_the_plain_form_has_the_arn_of_the_connection_and_what_was_given():
    made = tool(query={"note": "{% $input.note %}"}, result="{% $result.total %}")
    plain = made.args({"shop": {"arn": ARN}})
    assert plain == {
        "name": "find_order",
        "description": "Looks up an order.",
        "input_schema": SCHEMA,
        "timeout_seconds": 30,
        "retries": 0,
        "reads_data": True,
        "sends_out": False,
        "http": {
            "method": "GET",
            "url": "https://api.example.com/orders/{order}",
            "query": {"note": "{% $input.note %}"},
            "result": "{% $result.total %}",
            "connection_arn": ARN,
        },
    }
    assert tool(connection=ARN).args({})["http"]["connection_arn"] == ARN
    assert (made.source, made.gives_data, made.gives_away) == ("api.example.com", True, False)


def test_an_agent_knows_the_connections_of_its_tools_once():
    tools = (
        tool(),
        HttpTool(**{**tool().__dict__, "name": "again"}),
        HttpTool(**{**tool().__dict__, "name": "b", "connection": ARN}),
    )
    assert Agent("shop", "Sells.", "Sell.", tools, SCHEMA).connections == (KEY,)


@pytest.mark.attack("state_machine")
@pytest.mark.parametrize(
    "url",
    [
        "http://api.example.com/",
        "HTTP://127.0.0.1.evil.example/",
        "https://user:pass@example.com/",
        "https://127.0.0.2/",
        "https://169.254.169.254/latest",
        "https://[::1]/",
        "https://2130706433/",
        "https://0x7f.1/",
        "https://intranet/",
        "https://{order}.example.com/",
        "https://example.com:{order}/",
        "https://example.com/a?b=c",
        "https://example.com/#a",
        "https://example.com/a/../b",
        "https://example.com//a",
        "https://example.com/%2e%2e/a",
        "https://example.com/a%2fb",
        "https://example.com/*",
        "https://example.com/$",
        "https://example.com/{order",
        "https://example.com/{or-der}",
        "https://example.com/{or der}",
        "https://example.com/\r\n",
        "https://example.com:99999/",
        "{% $input.order %}",
        "ftp://example.com/",
        "",
        None,
    ],
)
def test_an_address_that_isnt_fixed_and_public_is_refused(url):
    assert [problem for problem in refusal(url=url) if problem.startswith("url is ")]


def test_a_mock_service_of_this_machine_may_be_asked_over_http():
    assert tool(url="http://127.0.0.1:4571/orders/{order}").source == "127.0.0.1:4571"


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"method": "get"}, "method is 'get': allowed are GET, HEAD, POST, PUT, PATCH, DELETE"),
        ({"url": "https://api.example.com/{id}"}, "url names {id}: the input_schema has order, note"),
        (
            {"url": "https://api.example.com/{note}"},
            "url names {note}, which is optional: put it into required of the input_schema",
        ),
        (
            {"connection": "shop"},
            "connection_arn is 'shop': allowed is the ARN of an EventBridge connection, with the id at its end",
        ),
        (
            {"headers": {"Authorization": "Bearer x"}},
            "headers has Authorization: Step Functions refuses it. A key belongs to the connection",
        ),
        ({"headers": {"x-amz-date": "x"}}, "headers has x-amz-date: Step Functions refuses it. A key belongs to the connection"),
        (
            {"headers": {"X-A": "{% $input.note %}"}},
            "headers.X-A is '{% $input.note %}': allowed is a text of ASCII characters. A header holds nothing that the model says",
        ),
        ({"headers": {"X\r\nA": "b"}}, "headers has 'X\\r\\nA': that is no name of a header"),
        ({"query": {"q": "{% $input.nte %}"}}, "query.q is '$input.nte': $input has no field 'nte' (did you mean note?)"),
        ({"query": {"q": "{% f( %}"}}, "query.q is 'f(': it doesn't parse as JSONata: Expected ) before end of expression"),
        ({"query": "q=1"}, "query is 'q=1': allowed is an object"),
        ({"body": {"a": 1}}, "a GET has no body: put its fields into the query"),
        ({"result": "total"}, "result is 'total': allowed is an expression over the answer's body, like {% $result.rates %}"),
        ({"timeout_seconds": 61}, "timeout_seconds is 61: an HTTP API has 60 at most, because Step Functions waits no longer"),
        (
            {"method": "POST", "retries": 1},
            "retries is 1: a POST isn't made again, because the first one may have been done. Leave it 0",
        ),
        ({"retries": 3}, None),
    ],
)
def test_what_is_wrong_is_named_with_what_is_allowed(changed, problem):
    problems = refusal(**changed)
    assert problem is None or problems == [problem]


@pytest.mark.parametrize(
    ("connection", "fields", "problem"),
    [
        (ApiKey, {"name": "Shop"}, "name is 'Shop': allowed is 1 to 30 lower-case letters, digits and -, a letter first"),
        (
            ApiKey,
            {"secret": "a b"},
            "secret is 'a b': allowed is the name of a secret of the stack: 1 to 64 lower-case letters, digits and _, "
            "a letter first",
        ),
        (ApiKey, {"header": "X: a"}, "header is 'X: a': allowed is the name of a header"),
        (Basic, {"user": ""}, "user is '': allowed is a name of 1 to 512 ASCII characters"),
        (
            OAuth,
            {"token_url": "http://example.com", "client_id": "c"},
            "token_url is 'http://example.com': allowed is an address that begins with https://",
        ),
        (
            OAuth,
            {"token_url": "https://example.com", "client_id": "c\n"},
            "client_id is 'c\\n': allowed is 1 to 512 ASCII characters",
        ),
    ],
)
def test_a_connection_is_checked_too(connection, fields, problem):
    with pytest.raises(DeclarationError) as refused:
        connection(**({"name": "shop", "secret": "key"} | fields))
    assert str(refused.value).split("\n- ")[1:] == [problem]
