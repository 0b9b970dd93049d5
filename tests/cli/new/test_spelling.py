import pytest

from cli.new.errors import NameRefusedError
from cli.new.spelling import Spelling, allowed

EXAMPLE = "agent new tool word-counter --language go"


def test_a_name_is_written_as_folders_languages_and_people_write_it() -> None:
    name = Spelling("word-counter2")
    assert (name.snake, name.upper, name.pascal, name.camel) == ("word_counter2", "WORD_COUNTER2", "WordCounter2", "wordCounter2")
    assert name.words == "word counter2"


def test_every_spelling_of_another_name_is_replaced() -> None:
    text = "my-tool my_tool MY_TOOL MyTool myTool my tool"
    assert Spelling("word-counter").instead_of(Spelling("my-tool"), text) == (
        "word-counter word_counter WORD_COUNTER WordCounter wordCounter my tool"
    )
    assert Spelling("my-tool-box").instead_of(Spelling("my-tool"), "my-tool my_tool") == "my-tool-box my_tool_box"


@pytest.mark.parametrize("name", ["weather", "word-counter", "a", "s3-files", "x" * 30, "my-tool"])
def test_words_and_digits_joined_by_hyphens_are_allowed(name: str) -> None:
    assert allowed(name, "a tool function", {"other"}, EXAMPLE).kebab == name


@pytest.mark.parametrize(
    "name", ["Word", "word_counter", "-word", "word-", "word--counter", "3d", "wörd", "a b", "../up", "x" * 31, "a\n"]
)
def test_another_form_is_refused_with_what_is_allowed(name: str) -> None:
    with pytest.raises(NameRefusedError) as refused:
        allowed(name, "a tool function", set(), EXAMPLE)
    assert str(refused.value) == (
        f"the name {name!r} is not allowed: a tool function is named by lower-case words and digits, joined by -, 30 characters at "
        f"most, like in: {EXAMPLE}"
    )


def test_no_name_is_refused_as_that() -> None:
    with pytest.raises(NameRefusedError, match=r"^no name was given: "):
        allowed("", "a tool function", set(), EXAMPLE)


@pytest.mark.parametrize("name", ["class", "json", "fn", "func", "instanceof", "toolkit", "final-answer", "zipimport"])
def test_a_word_that_means_something_already_is_refused(name: str) -> None:
    with pytest.raises(NameRefusedError, match=f"the name '{name}' means something in a programming language or in this project"):
        allowed(name, "a tool function", set(), EXAMPLE)


def test_a_name_that_is_taken_in_any_spelling_is_refused_with_those_that_are() -> None:
    with pytest.raises(NameRefusedError, match="the name 'get-schema' is taken: there are db, get_schema"):
        allowed("get-schema", "a tool function", {"db", "get_schema"}, EXAMPLE)
