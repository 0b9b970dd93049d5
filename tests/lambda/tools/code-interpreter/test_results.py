"""What comes back from code."""

import json
from pathlib import Path

import boto3
import pytest

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("1 + 1", {"value": "2"}),
        ("x = 3", {"value": None}),
        ("print('hi')", {"stdout": "hi\n", "value": None}),
        ("import sys; print('oops', file=sys.stderr); 'text'", {"stderr": "oops\n", "value": "'text'"}),
        ("def f(n):\n    return n * 2\n\nprint(f(2))\nf(3)", {"stdout": "4\n", "value": "6"}),
        ("xs = [1, 2]\n[x * y for x in xs for y in xs]", {"value": "[1, 2, 2, 4]"}),
        ("from dataclasses import dataclass\n@dataclass\nclass A:\n    b: int\nA(1)", {"value": "A(b=1)"}),
        ("import numpy as np\nnp.linalg.solve(np.eye(2) * 2, [2, 4]).tolist()", {"value": "[1.0, 2.0]"}),
        ("import pandas as pd\npd.DataFrame({'a': [1, 2]}).sum()", {"value": "a    3\ndtype: int64"}),
        ("import threading; t = threading.Thread(target=print, args=('thread',)); t.start(); t.join()", {"stdout": "thread\n"}),
        ("import asyncio; asyncio.run(asyncio.sleep(0, 'done'))", {"value": "'done'"}),
        ("from zoneinfo import ZoneInfo; str(ZoneInfo('Asia/Tokyo'))", {"value": "'Asia/Tokyo'"}),
        ("print('日本語 🏏 {% $x %}', __name__)", {"stdout": "日本語 🏏 {% $x %} __main__\n"}),
        ("import sys; sys.exit()", {"value": None}),
        ("lambda: open('x')  # nothing that could be pickled is needed\n", {}),
        ("import threading, time; threading.Thread(target=time.sleep, args=(60,)).start(); 5", {"value": "5"}),
        ("# nothing", {"value": None}),
    ],
)
def test_code_gives_its_output_and_the_value_of_its_last_expression(python, code, expected):
    nothing = {"stdout": "", "stderr": "", "value": None, "error": None, "figures": []}
    content = python(code)
    assert content == nothing | {"value": content["value"]} | expected


def test_each_call_starts_fresh(python, fails):
    python("kept = 1; open('kept.txt', 'w').write('x')")
    assert "NameError: name 'kept' is not defined" in fails("kept")["error"]
    assert python("import os; (os.listdir(), os.listdir('results'))")["value"] == "(['results'], [])"


def test_what_is_written_elsewhere_stays_as_the_description_says(python, tool_function, tmp_path):
    python(f"open({str(tmp_path / 'kept.txt')!r}, 'w').write('x')")
    assert (tmp_path / "kept.txt").read_text() == "x"
    package = Path(tool_function("code-interpreter").__file__).parent
    assert "Write nowhere else: " in (package / "tools.json").read_text("utf-8")


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("1 / 0", 'Traceback (most recent call last):\n  File "<code>", line 1, in <module>\n    1 / 0\n'),
        ("def f(:", '  File "<code>", line 1\n    def f(:\n'),
        ("import sys; sys.exit(3)", "SystemExit: 3\n"),
        ("raise KeyboardInterrupt", "KeyboardInterrupt\n"),
        ("def f(): return f()\nf()", "RecursionError: maximum recursion depth exceeded\n"),
        ("class A:\n    def __repr__(self): raise ValueError('no')\nA()", "ValueError: no\n"),
        ("input()", "EOFError: EOF when reading a line\n"),
        ("import requests", "ModuleNotFoundError: No module named 'requests'\n"),
        ("print('\\ud800')", "surrogates not allowed\n"),
        ("import ast; ast.parse('(' * 10_000)", "too many nested parentheses\n"),
        ("x = '''", "unterminated triple-quoted string literal"),
        ("\0", "source code string cannot contain null bytes"),
    ],
)
def test_an_exception_is_an_error_with_its_traceback(fails, code, error):
    content = fails(code)
    assert error in content["error"]
    assert "child.py" not in content["error"]


def test_output_before_an_error_is_kept(fails):
    content = fails("print('before'); 1 / 0")
    assert content["stdout"] == "before\n"
    assert content["error"].endswith("ZeroDivisionError: division by zero\n")


def test_every_open_figure_is_a_png_in_s3(python, bucket):
    content = python("import matplotlib.pyplot as plt\nplt.plot([1, 2]); plt.show()\nplt.figure(); plt.bar([1], [2]); None")
    assert content["figures"] == [{"bucket": bucket, "key": f"runs/e/toolu_1-figure-{number}.png"} for number in (1, 2)]
    for figure in content["figures"]:
        stored = boto3.client("s3").get_object(Bucket=bucket, Key=figure["key"])
        assert stored["ContentType"] == "image/png"
        assert stored["Body"].read().startswith(PNG)


def test_a_figure_that_was_saved_and_closed_is_kept_too(python, bucket):
    content = python("import matplotlib.pyplot as plt\nplt.plot([1]); plt.savefig('a.png'); plt.close()")
    assert content["figures"] == [{"bucket": bucket, "key": "runs/e/toolu_1-figure-1.png"}]


def test_too_many_figures_are_cut_and_it_is_said(python):
    content = python("import matplotlib.pyplot as plt\nfor i in range(12): plt.figure(figsize=(1, 1))")
    assert len(content["figures"]) == 10
    assert content["notes"] == ["Only the first 10 of 12 figures were kept."]


def test_a_figure_that_can_not_be_drawn_is_an_error(fails):
    content = fails("import matplotlib.pyplot as plt\nplt.title(r'$\\nosuchsymbol$')\nNone")
    assert content["error"].startswith("A figure can't be drawn:\n")
    assert "Unknown symbol: \\nosuchsymbol" in content["error"]
    assert content["figures"] == []


def test_figures_without_a_run_are_noted_and_not_kept(call):
    result = call("import matplotlib.pyplot as plt; plt.plot([1]); None", run=None)
    assert not result["is_error"]
    content = json.loads(result["content"])
    assert content["figures"] == []
    assert content["notes"] == [
        "Not kept: 1 figures and 0 files in results/. This tool use came without a run, so there is no bucket to store a file in."
    ]


def test_long_output_goes_to_s3_with_a_preview_of_each_part(call, bucket):
    result = call("print('o' * 30_000); 'v' * 30_000")
    content = json.loads(result["content"])
    assert (content["bucket"], content["key"]) == (bucket, "runs/e/toolu_1.json")
    assert content["preview"] == {
        "stdout": "o" * 800 + "…",
        "stderr": "",
        "value": "'" + "v" * 799 + "…",
        "error": None,
        "figures": [],
    }
    whole = json.loads(boto3.client("s3").get_object(Bucket=bucket, Key=content["key"])["Body"].read())
    assert whole["stdout"] == "o" * 30_000 + "\n"


def test_a_preview_in_wide_characters_still_has_the_figures(call, bucket):
    code = "import matplotlib.pyplot as plt\nfor _ in range(10): plt.figure(figsize=(1, 1))\nprint('語' * 9_000); '塁' * 9_000"
    preview = json.loads(call(code)["content"])["preview"]
    assert preview["figures"] == [{"bucket": bucket, "key": f"runs/e/toolu_1-figure-{n}.png"} for n in range(1, 11)]
    assert preview["stdout"] == "語" * 400 + "…"


def test_two_texts_of_the_most_bytes_are_not_too_much(call):
    result = call("import matplotlib.pyplot as plt\nplt.title(r'$\\nosuchsymbol ' + '😀' * 60_000 + '$')\n'😀' * 60_000")
    assert json.loads(result["content"])["preview"]["value"].startswith("'😀😀")


def test_a_long_traceback_is_previewed_by_its_end(call):
    result = call("raise ValueError('x' * 40_000 + ' the end')")
    assert result["is_error"]
    assert json.loads(result["content"])["preview"]["error"].endswith("x the end\n")


def test_a_huge_value_is_cut_in_the_middle(execute):
    _, outcome = execute("'a' * 200_000 + 'b'")
    assert outcome.value == f"'{'a' * 24_999}\n… 150003 characters left out …\n{'a' * 24_998}b'"
