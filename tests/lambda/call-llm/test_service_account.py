"""Vertex AI is asked with a token of a service account: got once an hour, from the account's own endpoint, and shown to nobody."""

import json
import socket
import sys
import threading
import time
from urllib.parse import urlsplit

import pytest
from call_llm import api_keys, service_account
from call_llm.config import Target
from call_llm.errors import LLMAuth, LLMBadRequest, LLMUnavailable
from call_llm.providers import vertex_ai
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from wires import WIRES

from tests.providers.server import ProviderServer
from tests.providers.vertex_ai.service_account import PROJECT

SECRET = "arn:aws:secretsmanager:us-east-1:123456789012:secret:vertex"
PEM = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()


@pytest.fixture
def vertex(new_provider):
    return new_provider(WIRES["vertex_ai"])


@pytest.fixture
def account(vertex):
    return json.loads(vertex.secret("analyst"))


@pytest.fixture
def ask(vertex, configure, call, monkeypatch):
    """Asks with this as the secret."""

    def with_secret(secret, **target):
        monkeypatch.setitem(api_keys._keys, SECRET, secret if isinstance(secret, str) else json.dumps(secret))
        configure(vertex.target(secret_arn=SECRET, **target))
        return call()

    service_account.forget_tokens()
    yield with_secret
    service_account.forget_tokens()


def url_of(params, secret=None):
    """Of the model, without the method."""
    return vertex_ai.access_arguments(Target("vertex_ai/gemini-3.5-flash", params=params), secret)["api_base"]


@pytest.fixture(scope="module")
def connections():
    """The port of each connection that this process makes while a test asks for them."""
    seen = []
    listening = threading.Event()

    def hook(event, arguments):
        if listening.is_set() and event == "socket.connect":
            seen.append(arguments[1][1])

    sys.addaudithook(hook)  # it can't be taken off again, only told to keep still
    yield lambda: (seen.clear(), listening.set(), seen)[-1]
    listening.clear()


def test_the_account_asks_for_its_own_project_at_the_global_location(vertex, ask, account):
    vertex.will(vertex.wire.says("Hi."))
    assert ask(account)["messages"][0]["content"] == [{"type": "text", "text": "Hi."}]
    assert vertex.requests[0].api_key == "analyst"
    assert url_of({}, json.dumps(account)) == (
        f"https://aiplatform.googleapis.com/v1/projects/{PROJECT}/locations/global/publishers/google/models/gemini-3.5-flash"
    )


def test_project_and_location_are_those_of_the_params(vertex, ask, account):
    vertex.will(vertex.wire.says("Hi."))
    params = {"vertex_project": "other", "vertex_location": "europe-west4"}
    ask(account, params=params)
    assert "/v1/projects/other/locations/europe-west4/publishers/google/" in url_of(params, json.dumps(account))


@pytest.mark.parametrize(
    ("location", "host"),
    [
        ("global", "aiplatform.googleapis.com"),
        ("us-central1", "us-central1-aiplatform.googleapis.com"),
        ("eu", "aiplatform.eu.rep.googleapis.com"),
    ],
)
def test_without_an_api_base_the_location_says_which_host_is_asked(location, host):
    assert url_of({"vertex_location": location}).startswith(f"https://{host}/v1/projects/")


def test_one_token_does_for_many_calls_and_nobody_else_is_asked(vertex, ask, account, connections):
    with ProviderServer(respond=vertex.respond).serving() as endpoint:
        vertex.will(vertex.wire.says("Hi."), vertex.wire.says("Hi."))
        seen = connections()
        for _ in range(2):
            ask(account | {"token_uri": f"{endpoint.url}/vertex_ai/token"})
        port = urlsplit(vertex.url).port
        assert seen == [endpoint.server_port, port, port]


def test_another_key_gets_another_token(vertex, ask):
    vertex.will(vertex.wire.says("Hi."), vertex.wire.says("Hi."))
    for name in ("first", "second"):
        ask(vertex.secret(name))
    assert [request.api_key for request in vertex.requests] == ["first", "second"]


def test_a_token_near_its_end_is_not_used(vertex, ask, account):
    vertex.will(vertex.wire.says("Hi."), vertex.wire.says("Hi."))
    ask(account)
    [(secret, (_, until))] = service_account._tokens.items()
    assert 3599 - service_account.MARGIN - 60 < until - time.time() <= 3599 - service_account.MARGIN
    service_account._tokens[secret] = ("ya29.of.an-hour-ago", time.time() - 1)
    ask(account)
    assert service_account._tokens[secret][0] != "ya29.of.an-hour-ago"


def test_a_token_that_is_not_taken_is_not_used_again(vertex, ask, account):
    vertex.will(vertex.wire.error(401, "Request had invalid authentication credentials."), vertex.wire.says("Hi."))
    with pytest.raises(LLMAuth, match="invalid authentication credentials"):
        ask(account)
    assert service_account._tokens == {}
    ask(account)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"client_email": "nobody"}, "nobody gets no access token from .*: invalid_grant: Invalid grant: account not found$"),
        ({"private_key": ""}, "the JSON key of the service account lacks private_key$"),
        ({"project_id": None}, "lacks project_id$"),
        ({"type": "authorized_user"}, "with type service_account$"),
        ({"private_key": "hunter2"}, r"the private_key of the service account is no RSA key \(BEGIN PRIVATE KEY\)"),
        ({"token_uri": "http://example.com/token"}, "the token_uri of the service account is no https URL$"),
        ({"token_uri": "http://127.0.0.1:{port}/nowhere"}, r"gets no access token from http://127\.0\.0\.1:\d+/nowhere"),
    ],
)
def test_an_account_that_gets_no_token_is_an_auth_error_that_says_why(vertex, ask, account, changed, words):
    port = urlsplit(vertex.url).port
    changed = {name: value and value.replace("{port}", str(port)) for name, value in changed.items()}
    with pytest.raises(LLMAuth, match=words):
        ask(account | changed)
    assert vertex.requests == []


@pytest.mark.parametrize("secret", ["AIzaSy-an-api-key", "[]", "{}", '"text"', "/etc/passwd"])
def test_a_secret_of_another_kind_is_an_auth_error_that_says_what_belongs_there(vertex, ask, secret):
    with pytest.raises(LLMAuth, match="the secret has to be the JSON key of a service account") as raised:
        ask(secret)
    assert secret not in str(raised.value).partition(":")[2].replace("service_account", "")


def test_another_accounts_key_does_not_sign_for_it(vertex, ask, account):
    stranger = rsa.generate_private_key(65537, 2048).private_bytes(*PEM).decode()
    with pytest.raises(LLMAuth, match="invalid_grant: Invalid JWT Signature"):
        ask(account | {"private_key": stranger})


def test_an_endpoint_that_does_not_listen_is_worth_a_retry(ask, account):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        nobody = f"http://127.0.0.1:{free.getsockname()[1]}/token"
    with pytest.raises(LLMUnavailable, match=r"no access token from http://127\.0\.0\.1:\d+/token: ConnectError$"):
        ask(account | {"token_uri": nobody})


def test_nothing_of_the_key_or_the_token_is_in_an_error_or_the_log(vertex, ask, account, capfd):
    vertex.will(lambda request: vertex.wire.error(403, f"No, Bearer {next(iter(service_account._tokens.values()))[0]}!"))
    with pytest.raises(LLMAuth, match=r"No, (REDACTED|Bearer \[key\])") as raised:
        ask(account)
    said = str(raised.value) + "".join(capfd.readouterr())
    assert "ya29." not in said
    assert account["private_key"][40:80] not in said
    assert raised.value.__cause__ is None


def test_only_googles_own_models_are_asked(vertex, ask, account):
    with pytest.raises(LLMBadRequest, match=r"vertex_ai/claude-sonnet: Google's own models are asked at Vertex AI"):
        ask(account, model="vertex_ai/claude-sonnet")


def test_a_key_that_is_no_rsa_key_is_an_auth_error_that_does_not_show_it(vertex, ask, account):
    curve = ec.generate_private_key(ec.SECP256R1()).private_bytes(*PEM).decode()
    for pem in (curve, account["private_key"][:200]):
        with pytest.raises(LLMAuth, match=r"the private_key of the service account is no RSA key") as raised:
            ask(account | {"private_key": pem})
        assert pem[40:60] not in str(raised.value)
