"""A key that a provider repeats, in whatever form, reaches no error, no result and no log."""

import json
import random
import re
import string

import pytest
from call_llm import api_keys, scrub, service_account
from key_forms import FORMS

from local.loopback_server import Response

ARN = "arn:aws:secretsmanager:us-east-1:123456789012:secret:key"
KEYS = {
    "Anthropic's": "sk-ant-api03-Zt8QpLw4vN2xRk7Yb1Gc6Hd9Jf0Ms3Ae5Ui-Ow_Tq4Xz",
    "Azure's": "9f4c1e7ab2d86035c7e19a4fb3d2608e",
    "of letters": "qZpXwLcMvKbNjHgRtYfDsAeUiOqWzBxC",
    "with two dots": "ABSKQmVkcm9ja0FQSUtleS1hYmNk.Zm9v.YmFyMTIzNDU2Nzg5",
}
RANDOM = random.Random(7)


def seen_of(key: str, text: str) -> str:
    """Return the longest piece of the key in a text, as a person reads it."""
    small = text.lower()
    return max(
        (key[a:b] for a in range(len(key)) for b in range(a + 1, len(key) + 1) if key[a:b].lower() in small), key=len, default=""
    )


@pytest.mark.attack("secrets")
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", KEYS)
def test_no_form_of_a_key_stays_in_a_text(name, form):
    key = KEYS[name]
    for prefix, suffix in (("Incorrect API key: ", ". Look at the docs."), ('{"error": "bad key \'', "'\"}"), ("", "")):
        written = FORMS[form](key)
        left = scrub.scrub(prefix + written + suffix, key)
        assert scrub.SHOWN in left
        assert len(left) <= len(prefix + suffix) + len(scrub.SHOWN) + 18  # base64 of what stands around the key
        assert left.startswith(prefix[:16])
        if prefix:
            assert left.endswith(suffix[-8:])


def test_no_key_of_random_letters_stays_in_a_text_behind_random_words():
    for _ in range(300):
        key = "".join(RANDOM.choices(string.ascii_letters + string.digits + "-_.", k=RANDOM.randint(16, 90)))
        form = RANDOM.choice(list(FORMS.values()))
        before = "".join(RANDOM.choices(string.ascii_lowercase + "  \n", k=RANDOM.randint(0, 30)))
        left = scrub.scrub(f"{before} key={form(key)} was refused", key)
        assert len(seen_of(key, left)) <= 4, (key, left)


def test_a_text_without_a_key_stays_as_it_is():
    text = (
        "max_tokens: 8193 > 8192 [1]. Keys begin with sk-... or sk-proj-; see https://example.com/a%20b?c=1&amp;d=2 \\u00e9 *** "
        "\\n 0x1F the secret has to be the JSON key of a service account, deadbeef 20 30 40, 127.0.0.1:8000, req_011CUnQ4dXfHm"
    )
    for key in KEYS.values():
        assert scrub.scrub(text, key) == text
    assert scrub.scrub(text, None) == text


def test_a_short_secret_is_taken_out_where_it_stands_as_it_is():
    assert scrub.scrub("bad key EMPTY, empty", "EMPTY") == "bad key [key], empty"


@pytest.mark.attack("secrets")
def test_the_credentials_of_the_role_are_taken_out(monkeypatch):
    token = "IQoJb3JpZ2luX2VjEBAaCXVzLWVhc3QtMSJHMEUCIQD" + "Qx7/Zk+9" * 20
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
    monkeypatch.setenv("AWS_SESSION_TOKEN", token)
    said = f"The Canonical String should have been x-amz-security-token:{token}\nwJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
    assert scrub.scrub(said, None) == "The Canonical String should have been x-amz-security-token:[key]\n[key]"


@pytest.mark.attack("secrets")
def test_of_a_service_account_the_private_key_and_its_id_are_taken_out_and_the_address_stays():
    body = "".join(RANDOM.choices(string.ascii_letters + string.digits + "+/", k=600))
    account = {
        "type": "service_account",
        "project_id": "our-project-17",
        "private_key_id": "0123456789abcdef0123456789abcdef01234567",
        "private_key": f"-----BEGIN PRIVATE KEY-----\n{body}\n-----END PRIVATE KEY-----\n",
        "client_email": "analyst@our-project-17.iam.gserviceaccount.com",
        "token_uri": "https://oauth2.googleapis.com/token",
    }
    said = f"analyst@our-project-17.iam.gserviceaccount.com: {json.dumps(account['private_key'])} kid {account['private_key_id']}"
    left = scrub.scrub(said, json.dumps(account))
    assert left.startswith('analyst@our-project-17.iam.gserviceaccount.com: "-----BEGIN PRIVATE KEY-----\\n[key]')
    assert left.endswith("kid [key]")
    assert len(seen_of(body, left)) <= 3


def test_a_long_text_is_read_quickly():
    key = KEYS["Anthropic's"]
    assert len(scrub.scrub("x" * 5_000_000 + key, key)) == scrub.LONGEST


OFTEN = ("as it is", "with spaces", "percent-encoded", "escaped as JSON", "in base64")


@pytest.fixture
def key(provider, configure, monkeypatch):
    """The key that the provider is asked with."""
    asked_with = KEYS["Azure's"]
    if provider.name == "vertex_ai":
        account = provider.secret("analyst")
        monkeypatch.setitem(api_keys._keys, ARN, account)
        asked_with = service_account.access_token(account)
    else:
        monkeypatch.setitem(api_keys._keys, ARN, asked_with)
    monkeypatch.setattr(api_keys, "read_again", lambda arn: False)
    configure(provider.target(**({} if provider.name == "bedrock" else {"secret_arn": ARN})))
    if provider.name == "bedrock":
        monkeypatch.setenv("AWS_SESSION_TOKEN", asked_with)
    return asked_with


@pytest.mark.attack("secrets")
def test_no_form_of_a_key_in_an_error_of_a_provider_reaches_the_error_or_the_log(provider, key, call, capfd):
    for form in OFTEN:
        written = FORMS[form](key)
        for response in (
            provider.wire.error(401, f"Invalid key: {written}!"),
            provider.wire.error(500, f"Invalid key: {written}!"),
            Response(403, f"<html>{written}</html>", {"content-type": "text/html"}),
            Response(200, {"error": {"message": f"Invalid key: {written}!", "code": 401}}),
            Response(200, {"note": written}),
            Response(200, f"no JSON {written}", {"content-type": "text/plain"}),
            provider.wire.refuses(f"I can't help {written}."),
        ):
            if provider.name == "vertex_ai":
                key = service_account.access_token(provider.secret("analyst"))
                response = Response(response.status, _with(response.body, written, FORMS[form](key)), response.headers)
            provider.replies[:] = [response]
            if response.status == 200 and "can't help" in str(response.body) and not getattr(provider.wire, "REFUSES", True):
                continue
            with pytest.raises(Exception, match=re.escape(provider.wire.MODEL) + "|can't help|ilter") as raised:
                call()
            for text in (str(raised.value), *capfd.readouterr()):
                assert len(seen_of(key, text)) <= 3, (form, response, text)
                assert written.casefold() not in text.casefold()


def _with(body, before, after):
    return json.loads(json.dumps(body).replace(json.dumps(before)[1:-1], json.dumps(after)[1:-1]))


@pytest.mark.attack("secrets")
def test_a_key_in_the_name_of_the_model_reaches_neither_the_result_nor_the_log(provider, key, call, capfd):
    response = provider.wire.says("Hi.")
    provider.will(Response(200, response.body | {"model": key, "modelVersion": key}))
    result = call()
    assert key not in json.dumps(result) + "".join(capfd.readouterr())
