"""Tests of the results of `word_counter`."""

import json

import pytest
from handler import handler


def use(**given: object) -> dict[str, object]:
    return handler({"id": "toolu_1", "name": "word_counter", "input": given}, None)


@pytest.mark.parametrize(
    ("text", "words", "characters"),
    [("", 0, 0), (" one  two\n", 2, 10), ("日本 🏏", 2, 4), ("e\u0301\u00a0x", 2, 4)],
)
def test_words_and_characters_are_counted(text: str, words: int, characters: int) -> None:
    result = use(text=text)
    assert result["is_error"] is False
    assert json.loads(str(result["content"])) == {"words": words, "characters": characters}


def test_an_input_that_breaks_the_schema_is_an_error_that_says_what_is_allowed() -> None:
    result = use(txet="x")
    assert result["is_error"] is True
    assert "word_counter takes: text (string, required)." in str(result["content"])
