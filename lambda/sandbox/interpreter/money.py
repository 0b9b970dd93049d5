"""Tells money from formulas in the texts of charts. matplotlib takes everything between two `$` for a formula."""

import re

_DOLLAR = re.compile(r"(?<!\\)\$")
_COMMAND = re.compile(r"\\[A-Za-z]+|\\[,;:! {}|]")
_SCRIPT = re.compile(r"(?:^|[\w)\]}|'])[\^_][\w{(+\-*]")
_FUNCTIONS = {"sin", "cos", "tan", "log", "exp", "max", "min", "lim", "arg", "mod", "det", "var", "cov", "std"}
_NOT_AT_THE_BEGINNING = "/)]}*,;:–—%&"
_NOT_AT_THE_END = "-–—/([{+*=,;:.~&<>^_"


def escape_money(text: str) -> str:
    r"""Return a line with `\$` for each `$` that begins or ends no formula."""
    dollars = [found.start() for found in _DOLLAR.finditer(text)]
    money: list[int] = []
    index = 0
    while index < len(dollars):
        if index + 1 < len(dollars) and is_formula(text[dollars[index] + 1 : dollars[index + 1]], text[dollars[index + 1] + 1 :]):
            index += 2
        else:
            money.append(dollars[index])
            index += 1
    for place in reversed(money):
        text = f"{text[:place]}\\{text[place:]}"
    return text


def is_formula(text: str, after: str = "") -> bool:
    """Return whether the text between two `$` is a formula.

    It is one if its brackets are closed, and it has a command as `\\alpha`, or an index or exponent within one word, or no words.

    after: the text behind the second `$`. A digit there makes it the sign of an amount.
    """
    if not text.strip() or not _closed(text):
        return False
    if _COMMAND.search(text):
        return True
    if text != text.strip() or text[0] in _NOT_AT_THE_BEGINNING or text[-1] in _NOT_AT_THE_END or after[:1].isdigit():
        return False
    if not text.isascii() and not _SCRIPT.search(text):
        return all(len(word) < 2 for word in re.findall(r"[^\W\d_]+", text))
    if _SCRIPT.search(text) and not re.search(r"\s", text):
        return True
    words = re.findall(r"[A-Za-z]{3,}", re.sub(r"\{[^{}]*\}", "", text))
    return all(word in _FUNCTIONS for word in words)


def _closed(text: str) -> bool:
    """Return whether each bracket of a text is closed. Half-open intervals, as `[0, 1)`, count as closed."""
    curly = round_or_square = 0
    for character in re.sub(r"\\.", "", text):
        curly += (character == "{") - (character == "}")
        round_or_square += (character in "([") - (character in ")]")
        if curly < 0 or round_or_square < 0:
            return False
    return curly == round_or_square == 0
