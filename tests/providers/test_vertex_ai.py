"""Vertex AI's dialect: Google's own libraries get a token from it and ask with it, and what Google refuses is refused."""

import base64
import json
import time

import httpx
import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding
from google import genai
from google.auth import crypt, exceptions, jwt
from google.auth.transport.requests import Request
from google.genai import errors, types
from google.oauth2 import service_account as google_service_account

from tests.providers.vertex_ai.access_token import AUDIENCE, GRANT_TYPE, SCOPE
from tests.providers.vertex_ai.service_account import PROJECT, service_account

QUESTION = "How many players are there?"
MODEL = "gemini-3.5-flash"


@pytest.fixture
def account(url):
    return service_account(url)


@pytest.fixture
def credentials(account):
    return google_service_account.Credentials.from_service_account_info(account, scopes=[SCOPE])


def client(url, credentials):
    options = types.HttpOptions(base_url=url + "/vertex_ai", retry_options=types.HttpRetryOptions(attempts=1))
    return genai.Client(vertexai=True, credentials=credentials, project=PROJECT, location="global", http_options=options)


def assertion(account, signer=None, **changed):
    now = int(time.time())
    claims = {"iss": account["client_email"], "scope": SCOPE, "aud": AUDIENCE, "iat": now, "exp": now + 600}
    signer = signer or crypt.RSASigner.from_service_account_info(account)
    return jwt.encode(signer, claims | changed).decode()


def ask_for_token(account, grant_type=GRANT_TYPE, **form):
    return httpx.post(account["token_uri"], data={"grant_type": grant_type, **form})


def test_the_sdk_asks_with_a_token_of_its_service_account(url, credentials, system):
    with client(url, credentials) as asked:
        config = types.GenerateContentConfig(system_instruction=system, labels={"team": "a"})
        answer = asked.models.generate_content(model=MODEL, contents=QUESTION, config=config)
    assert [call.name for call in answer.function_calls] == ["get_db_schema", "execute_sql_query"]
    assert credentials.token.startswith("ya29.")


def test_a_token_is_good_for_an_hour(account):
    body = ask_for_token(account, assertion=assertion(account)).json()
    assert (body.pop("access_token")[:5], body) == ("ya29.", {"expires_in": 3599, "token_type": "Bearer"})


def test_the_key_of_the_account_is_a_real_one(account, credentials):
    signature = credentials.signer.sign(b"words")
    public = serialization.load_pem_private_key(account["private_key"].encode(), None).public_key()
    public.verify(signature, b"words", padding.PKCS1v15(), hashes.SHA256())
    assert public.key_size == 2048


@pytest.mark.parametrize(
    ("changed", "error", "words"),
    [
        ({"aud": "https://example.com/token"}, "invalid_grant", "Failed audience check"),
        ({"exp": 1}, "invalid_grant", "Token must be a short-lived token"),
        ({"exp": lambda: time.time() + 90_000}, "invalid_grant", "Token must be a short-lived token"),
        ({"iat": lambda: time.time() + 300}, "invalid_grant", "Token must be a short-lived token"),
        ({"scope": "email"}, "invalid_scope", "Invalid OAuth scope"),
        ({"iss": "someone@example.com"}, "invalid_grant", "account not found"),
    ],
)
def test_an_assertion_that_claims_something_else_gets_no_token(account, changed, error, words):
    claims = {name: value() if callable(value) else value for name, value in changed.items()}
    answer = ask_for_token(account, assertion=assertion(account, **claims))
    assert (answer.status_code, answer.json()["error"]) == (400, error)
    assert words in answer.json()["error_description"]


@pytest.mark.parametrize("bad", ["", "a.b", "a.b.c", "e30.e30.AAAA"])
def test_what_is_no_signed_assertion_gets_no_token(account, bad):
    assert ask_for_token(account, assertion=bad).json()["error"] == "invalid_grant"


def test_a_changed_assertion_gets_no_token(account):
    head, claims, signature = assertion(account).split(".")
    other = base64.urlsafe_b64encode(json.dumps({"iss": "x"}).encode()).decode()
    answer = ask_for_token(account, assertion=f"{head}.{other}.{signature}").json()
    assert answer == {"error": "invalid_grant", "error_description": "Invalid JWT Signature."}
    assert "access_token" in ask_for_token(account, assertion=f"{head}.{claims}.{signature}").json()


def test_another_way_to_ask_for_a_token_is_not_supported(account):
    answer = ask_for_token(account, "password", assertion=assertion(account))
    assert (answer.status_code, answer.json()["error"]) == (400, "unsupported_grant_type")


def test_googles_own_library_reads_the_refusal_as_one(account):
    info = account | {"client_email": "nobody"}
    refused = google_service_account.Credentials.from_service_account_info(info, scopes=[SCOPE])
    with pytest.raises(exceptions.RefreshError, match="account not found"):
        refused.refresh(Request())


@pytest.mark.parametrize("token", ["ya29.1.scripted.00", "ya29.1.scripted." + "0" * 32, "ya29."])
def test_a_token_that_nobody_issued_is_an_authentication_error(url, token):
    from google.oauth2.credentials import Credentials

    with client(url, Credentials(token)) as asked, pytest.raises(errors.ClientError) as raised:
        asked.models.generate_content(model=MODEL, contents="Hi")
    assert (raised.value.code, raised.value.status) == (401, "UNAUTHENTICATED")


def test_without_a_token_it_is_an_authentication_error(url):
    path = f"/vertex_ai/v1/projects/{PROJECT}/locations/global/publishers/google/models/{MODEL}:generateContent"
    answer = httpx.post(url + path, json={"contents": []})
    assert (answer.status_code, answer.json()["error"]["status"]) == (401, "UNAUTHENTICATED")
