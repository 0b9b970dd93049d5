"""Which model the environment asks for."""

import json
import re

import pytest

from components.llm_catalog.catalog import providers
from local.errors import ModelError
from local.models import ask_by_option, chosen_model, hosted
from local.this_command import agent

# Nothing listens there: what runs on the machine of whoever runs the tests has no say.
NO_OLLAMA = {"OLLAMA_HOST": "http://127.0.0.1:1"}
KEYS = {
    "anthropic": "ANTHROPIC_API_KEY",
    "openai": "OPENAI_API_KEY",
    "gemini": "GEMINI_API_KEY",
    "mistral": "MISTRAL_API_KEY",
    "groq": "GROQ_API_KEY",
    "deepseek": "DEEPSEEK_API_KEY",
    "xai": "XAI_API_KEY",
}


def chosen(**environment: str):
    return chosen_model(NO_OLLAMA | environment)


def test_without_a_key_it_is_the_model_of_the_committed_config():
    assert chosen() is None


@pytest.mark.parametrize(("provider", "variable"), KEYS.items())
def test_a_key_chooses_its_provider_with_a_model_that_calls_tools(provider, variable):
    model = chosen(**{variable: "k"})
    assert model.target == {"model": providers()[provider].example, "secret": provider}
    assert model.key == "k"
    assert model.why == f"because {variable} is set; --model asks for another, --model scripted for none"


def test_of_several_keys_the_first_provider_is_taken_and_llm_model_decides():
    keys = dict.fromkeys(KEYS.values(), "k")
    assert chosen(**keys).target["model"] == providers()["anthropic"].example
    assert chosen(**keys, LLM_MODEL="groq/openai/gpt-oss-20b").target == {"model": "groq/openai/gpt-oss-20b", "secret": "groq"}


def test_a_provider_alone_is_its_default_model():
    assert chosen(LLM_MODEL="mistral", MISTRAL_API_KEY="k").target["model"] == providers()["mistral"].example


def test_gemini_takes_either_name_of_its_key():
    assert chosen(GOOGLE_API_KEY="g").key == "g"
    assert chosen(GOOGLE_API_KEY="g", GEMINI_API_KEY="k").key == "k"


@pytest.mark.parametrize(
    "names", [("AZURE_API_KEY", "AZURE_API_BASE"), ("AZURE_OPENAI_API_KEY", "AZURE_OPENAI_ENDPOINT")], ids=["litellm", "openai"]
)
def test_azure_takes_a_deployment_a_key_and_its_url(names):
    model = chosen(LLM_MODEL="azure/mine", AZURE_API_VERSION="2024-10-21", **dict(zip(names, ("k", "https://x/"), strict=True)))
    expected = {"model": "azure/mine", "secret": "azure", "apiBase": "https://x", "params": {"api_version": "2024-10-21"}}
    assert (model.target, model.key) == (expected, "k")


def test_a_server_of_ones_own_takes_a_url_and_a_key_only_if_there_is_one():
    given = {"LLM_MODEL": "hosted_vllm/mine", "HOSTED_VLLM_API_BASE": "http://box:8000/v1"}
    assert chosen(**given).target == {"model": "hosted_vllm/mine", "apiBase": "http://box:8000/v1"}
    assert chosen(**given, HOSTED_VLLM_API_KEY="k").target["secret"] == "hosted_vllm"


def test_vertex_ai_takes_the_key_of_a_service_account(tmp_path):
    file = tmp_path / "key.json"
    file.write_text(json.dumps({"type": "service_account", "project_id": "p"}))
    given = {"LLM_MODEL": "vertex_ai/gemini-2.5-flash", "GOOGLE_APPLICATION_CREDENTIALS": str(file)}
    model = chosen(**given)
    assert model.target == {"model": "vertex_ai/gemini-2.5-flash", "secret": "vertex_ai"}
    assert model.key == file.read_text()
    assert chosen(**given, GOOGLE_VERTEX_BASE_URL="https://proxy/").target == model.target | {"apiBase": "https://proxy/v1"}


@pytest.mark.parametrize(
    ("text", "why"),
    [('{"type": "authorized_user"}', "is of type 'authorized_user'"), ("no json", "can't be read"), ("[]", "can't be read")],
)
def test_other_credentials_of_google_are_refused(tmp_path, text, why):
    file = tmp_path / "key.json"
    file.write_text(text)
    with pytest.raises(ModelError, match=why):
        chosen(LLM_MODEL="vertex_ai/gemini-2.5-flash", GOOGLE_APPLICATION_CREDENTIALS=str(file))


BASES = {
    "anthropic": ("ANTHROPIC_BASE_URL", ""),
    "openai": ("OPENAI_BASE_URL", ""),
    "gemini": ("GOOGLE_GEMINI_BASE_URL", "/v1beta"),
    "mistral": ("MISTRAL_API_BASE", ""),
    "groq": ("GROQ_BASE_URL", "/openai/v1"),
    "deepseek": ("DEEPSEEK_API_BASE", ""),
    "xai": ("XAI_API_BASE", ""),
}


@pytest.mark.parametrize(("provider", "base"), BASES.items())
def test_a_proxy_is_asked_in_the_place_of_the_provider(provider, base):
    variable, path = base
    key = KEYS[provider]
    model = chosen(**{key: "k", variable: "https://proxy/x/"})
    expected = {"model": providers()[provider].example, "apiBase": f"https://proxy/x{path}", "secret": provider}
    assert (model.target, model.key) == (expected, "k")
    assert model.why.startswith(f"because {key} is set, at https://proxy/x{path}; --model")


def test_a_server_of_ones_own_in_the_place_of_a_provider_takes_no_key():
    model = chosen(LLM_MODEL="openai/mine", OPENAI_BASE_URL="http://box:8000/v1", ANTHROPIC_API_KEY="k")
    assert (model.target, model.key) == ({"model": "openai/mine", "apiBase": "http://box:8000/v1"}, None)
    assert model.why == "at http://box:8000/v1; --model asks for another, --model scripted for none"


def test_a_url_alone_chooses_no_model():
    assert chosen(**{variable: "https://proxy" for variable, _ in BASES.values()}) is None


def test_bedrock_is_asked_at_a_server_that_needs_no_role_of_aws():
    model = chosen(LLM_MODEL="bedrock/us.amazon.nova-pro-v1:0", AWS_ENDPOINT_URL_BEDROCK_RUNTIME="http://box:8000")
    assert model.target == {"model": "bedrock/us.amazon.nova-pro-v1:0", "apiBase": "http://box:8000"}


def test_every_provider_but_ollama_has_its_variables():
    assert {*hosted.ACCESS} == {*providers()} - {"ollama"}


def test_scripted_can_be_asked_for_although_there_is_a_key():
    model = chosen(ANTHROPIC_API_KEY="k", OLLAMA_MODEL="qwen3", LLM_MODEL="scripted")
    assert model.target["model"] == "anthropic/scripted"
    assert model.why == f"a script ({agent('up --help')} says how to use a real one)"


def test_a_key_does_not_show_when_a_model_is_printed():
    assert "sk-secret" not in repr(chosen(OPENAI_API_KEY="sk-secret"))


@pytest.mark.parametrize(
    ("environment", "why"),
    [
        ({"LLM_MODEL": "anthropic/x"}, "which needs ANTHROPIC_API_KEY in the environment"),
        ({"LLM_MODEL": "openai/x", "ANTHROPIC_API_KEY": "k"}, "which needs OPENAI_API_KEY in the environment"),
        ({"LLM_MODEL": "gemini/x"}, "which needs GEMINI_API_KEY or GOOGLE_API_KEY in the environment"),
        ({"LLM_MODEL": "azure/x", "AZURE_API_KEY": "k"}, "which needs its URL in AZURE_API_BASE or AZURE_OPENAI_ENDPOINT"),
        ({"LLM_MODEL": "azure", "AZURE_API_KEY": "k"}, "LLM_MODEL is 'azure': which one? LLM_MODEL=azure/…"),
        ({"LLM_MODEL": "hosted_vllm/x"}, "which needs its URL in HOSTED_VLLM_API_BASE"),
        ({"LLM_MODEL": "vertex_ai/x"}, "which needs the file of a service account's key in GOOGLE_APPLICATION_CREDENTIALS"),
        ({"LLM_MODEL": "bedrock/x"}, "name a server that needs no such role in AWS_ENDPOINT_URL_BEDROCK_RUNTIME"),
        ({"LLM_MODEL": "antropic/x"}, "LLM_MODEL is 'antropic/x' (anthropic?): on the laptop stack it is provider/model"),
        ({"LLM_MODEL": "gpt-5", "OPENAI_API_KEY": "k"}, "ollama, hosted_vllm; or scripted"),
        ({"LLM_MODEL": "scripted/openai"}, "LLM_MODEL is 'scripted/openai' (scripted?): on the laptop stack it is provider/model"),
    ],
)
def test_a_model_that_cannot_be_used_is_refused_with_what_is_missing(environment, why):
    with pytest.raises(ModelError, match=re.escape(why)):
        chosen(**environment)


@pytest.mark.parametrize(
    ("model", "said"),
    [
        ("foo", "--model is 'foo': on the laptop stack it is provider/model with a provider of "),
        ("gpt-4.1", "--model is 'gpt-4.1' (openai/gpt-4.1?): on the laptop stack it is provider/model with a provider of "),
        ("azure", "--model is 'azure': which one? --model azure/…"),
        ("mistral/large", "--model is 'mistral/large', which needs MISTRAL_API_KEY in the environment"),
        (
            "vertex_ai/x",
            "--model is 'vertex_ai/x', which needs the file of a service account's key in GOOGLE_APPLICATION_CREDENTIALS",
        ),
    ],
)
def test_a_model_that_the_option_asks_for_is_refused_by_the_name_of_the_option(model, said):
    environment = {"LLM_MODEL": "openai/gpt-4.1"}
    ask_by_option(environment, model)
    with pytest.raises(ModelError) as error:
        chosen(**environment)
    assert str(error.value).startswith(said)


def test_without_the_option_the_environment_decides():
    environment = {"LLM_MODEL": "antropic/x"}
    ask_by_option(environment, "")
    assert environment == {"LLM_MODEL": "antropic/x"}


def test_a_model_that_litellm_does_not_list_is_used_and_those_near_it_are_named():
    found = chosen(LLM_MODEL="openai/gpt-4.1x", OPENAI_API_KEY="k")
    assert found.target["model"] == "openai/gpt-4.1x"
    assert "which LiteLLM's list of openai does not have (openai/gpt-4.1, or " in found.why
    assert "LiteLLM" not in chosen(LLM_MODEL="openai/gpt-4.1", OPENAI_API_KEY="k").why
    assert "LiteLLM" not in chosen(LLM_MODEL="openai/mine", OPENAI_BASE_URL="http://127.0.0.1:1").why
