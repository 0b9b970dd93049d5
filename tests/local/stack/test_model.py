"""Which model the environment asks for."""

import re

import pytest

from local.errors import ModelError
from local.model import chosen_model


def test_without_a_key_it_is_the_scripted_model():
    assert chosen_model({}) is None


@pytest.mark.parametrize(
    ("environment", "model"),
    [
        ({"ANTHROPIC_API_KEY": "k"}, "anthropic/claude-sonnet-4-5"),
        ({"OPENAI_API_KEY": "k"}, "openai/gpt-4.1"),
        ({"ANTHROPIC_API_KEY": "k", "OPENAI_API_KEY": "other"}, "anthropic/claude-sonnet-4-5"),
        ({"ANTHROPIC_API_KEY": "k", "LLM_MODEL": "anthropic/claude-haiku-4-5"}, "anthropic/claude-haiku-4-5"),
        ({"ANTHROPIC_API_KEY": "other", "OPENAI_API_KEY": "k", "LLM_MODEL": "openai/gpt-4.1-mini"}, "openai/gpt-4.1-mini"),
    ],
)
def test_a_key_chooses_its_provider_and_llm_model_decides(environment, model):
    chosen = chosen_model(environment)
    assert chosen.target == {"model": model, "secret": model.partition("/")[0]}
    assert chosen.key == "k"


def test_scripted_can_be_asked_for_although_there_is_a_key():
    assert chosen_model({"ANTHROPIC_API_KEY": "k", "LLM_MODEL": "scripted"}) is None


def test_a_key_does_not_show_when_a_model_is_printed():
    assert "sk-secret" not in repr(chosen_model({"OPENAI_API_KEY": "sk-secret"}))


@pytest.mark.parametrize(
    ("environment", "why"),
    [
        ({"LLM_MODEL": "anthropic/x"}, "which needs ANTHROPIC_API_KEY in the environment"),
        ({"LLM_MODEL": "openai/x", "ANTHROPIC_API_KEY": "k"}, "which needs OPENAI_API_KEY in the environment"),
        ({"LLM_MODEL": "gpt-5", "OPENAI_API_KEY": "k"}, "it is one of anthropic/…, openai/…, ollama/…, or scripted"),
        ({"OLLAMA_MODEL": "none"}, "does not have the model 'none'. It has: qwen3:latest, phi4. Get it: ollama pull none"),
    ],
)
def test_a_model_that_cannot_be_used_is_refused_with_what_is_missing(environment, why):
    with pytest.raises(ModelError, match=re.escape(why)):
        chosen_model(environment, lambda _: ["qwen3:latest", "phi4"])


@pytest.mark.parametrize("environment", [{"OLLAMA_MODEL": "qwen3"}, {"LLM_MODEL": "ollama/qwen3"}])
def test_ollama_serves_a_model_that_it_has(environment):
    asked = []
    chosen = chosen_model(environment | {"OLLAMA_HOST": "127.0.0.1:9999"}, lambda url: asked.append(url) or ["qwen3:latest"])
    assert asked == ["http://127.0.0.1:9999"]
    assert chosen.target == {"model": "ollama/qwen3", "apiBase": "http://127.0.0.1:9999", "price": {"input": 0, "output": 0}}
    assert chosen.key is None


def test_an_ollama_that_does_not_answer_is_named():
    with pytest.raises(ModelError, match=re.escape("Ollama doesn't answer at http://127.0.0.1:1")):
        chosen_model({"OLLAMA_MODEL": "qwen3", "OLLAMA_HOST": "http://127.0.0.1:1"})


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("", "http://127.0.0.1:11434"),
        ("127.0.0.1", "http://127.0.0.1:11434"),
        ("box:8080", "http://box:8080"),
        ("http://box", "http://box"),
        ("https://box/", "https://box"),
    ],
)
def test_ollamas_host_is_read_as_its_own_clients_read_it(host, url):
    asked = []
    chosen_model({"OLLAMA_MODEL": "qwen3", "OLLAMA_HOST": host}, lambda found: asked.append(found) or ["qwen3:latest"])
    assert asked == [url]
