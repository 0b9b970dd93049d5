"""Which model the environment asks for."""

import json
import re

import pytest

from components.llm_catalog.catalog import providers
from local.errors import ModelError
from local.models import chosen_model
from local.ports import Ports

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
    return chosen_model(NO_OLLAMA | environment, Ports())


def test_without_a_key_it_is_the_model_of_the_committed_config():
    assert chosen() is None


@pytest.mark.parametrize(("provider", "variable"), KEYS.items())
def test_a_key_chooses_its_provider_with_a_model_that_calls_tools(provider, variable):
    model = chosen(**{variable: "k"})
    assert model.target == {"model": providers()[provider].example, "secret": provider}
    assert model.key == "k"
    assert model.why == f"because {variable} is set; MODEL=… asks for another, MODEL=scripted for none"


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
    model = chosen(LLM_MODEL="vertex_ai/gemini-2.5-flash", GOOGLE_APPLICATION_CREDENTIALS=str(file))
    assert model.target == {"model": "vertex_ai/gemini-2.5-flash", "secret": "vertex_ai"}
    assert model.key == file.read_text()


@pytest.mark.parametrize(
    ("text", "why"),
    [('{"type": "authorized_user"}', "is of type 'authorized_user'"), ("no json", "can't be read"), ("[]", "can't be read")],
)
def test_other_credentials_of_google_are_refused(tmp_path, text, why):
    file = tmp_path / "key.json"
    file.write_text(text)
    with pytest.raises(ModelError, match=why):
        chosen(LLM_MODEL="vertex_ai/gemini-2.5-flash", GOOGLE_APPLICATION_CREDENTIALS=str(file))


def test_smollm2_is_served_by_this_machine_and_its_quality_is_said():
    model = chosen(LLM_MODEL="smollm2", ANTHROPIC_API_KEY="k")
    assert model.target == {
        "model": "hosted_vllm/smollm2",
        "apiBase": "http://127.0.0.1:4569/v1",
        "params": {"max_tokens": 128, "temperature": 0.8},
        "price": {"input": 0, "output": 0},
    }
    assert (model.key, model.service) == (None, "smollm2")
    assert "its SQL and its answers are wrong" in model.why


def test_scripted_can_be_asked_for_although_there_is_a_key():
    assert chosen(ANTHROPIC_API_KEY="k", OLLAMA_MODEL="qwen3", LLM_MODEL="scripted") is None


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
        ({"LLM_MODEL": "bedrock/x"}, "scripted/bedrock speaks its language here"),
        ({"LLM_MODEL": "antropic/x"}, "LLM_MODEL is 'antropic/x' (anthropic?): on the laptop stack it is provider/model"),
        ({"LLM_MODEL": "gpt-5", "OPENAI_API_KEY": "k"}, "or smollm2; or scripted, or scripted/provider"),
        ({"LLM_MODEL": "scripted/me"}, "LLM_MODEL is 'scripted/me': the scripted model speaks for anthropic, azure, bedrock,"),
    ],
)
def test_a_model_that_cannot_be_used_is_refused_with_what_is_missing(environment, why):
    with pytest.raises(ModelError, match=re.escape(why)):
        chosen(**environment)
