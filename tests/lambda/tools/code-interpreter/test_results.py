"""What comes back from code."""

import json

import boto3
import pytest


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
        ("import sys; sys.stdout.buffer.write(b'\\xff'); None", {"stdout": "�"}),
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


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("1 / 0", 'Traceback (most recent call last):\n  File "<code>", line 1, in <module>\n    1 / 0\n'),
        ("def f(:", '  File "<code>", line 1\n    def f(:\n'),
        ("import sys; sys.exit(3)", "SystemExit: 3\n"),
        ("raise KeyboardInterrupt", "KeyboardInterrupt\n"),
        ("def f(): return f()\nf()", "RecursionError: maximum recursion depth exceeded\n"),
        ("class A:\n    def __repr__(self): raise ValueError('no')\nA()", "ValueError: no\n"),
        ("input()", "EOFError: nobody can answer input(): write the value into the code\n"),
        ("import requests", "No module named 'requests'\nThere are the standard library, numpy, pandas, matplotlib and pillow."),
        ("import pandas as pd; pd.DataFrame().to_parquet('a')", "matplotlib and pillow. Nothing can be installed.\n"),
        ("open('a.csv')", "No such file or directory: 'a.csv'\nThe working folder has: results\n"),
        ("return 5", "    return 5\n    ^^^^^^^^\nSyntaxError: 'return' outside function\n"),
        ("x = 1\nif x\n    y", "  File \"<code>\", line 2\n    if x\n        ^\nSyntaxError: expected ':'\n"),
        ("print('\\ud800')", "surrogates not allowed\n"),
        ("import ast; ast.parse('(' * 10_000)", "too many nested parentheses\n"),
        ("x = '''", "unterminated triple-quoted string literal"),
        (
            "1\nx = 'a\0'",
            "line 2\n    x = 'a␀'\n          ^\nSyntaxError: the code has a NUL character (U+0000): write it as '\\0'\n",
        ),
    ],
)
def test_an_exception_is_an_error_with_its_traceback(fails, code, error):
    content = fails(code)
    assert error in content["error"]
    assert "child.py" not in content["error"]
    assert "/interpreter/" not in content["error"]


def test_output_before_an_error_is_kept(fails):
    content = fails("print('before'); 1 / 0")
    assert content["stdout"] == "before\n"
    assert content["error"].endswith("ZeroDivisionError: division by zero\n")


def test_figures_without_a_run_are_noted_and_not_kept(call):
    result = call("import matplotlib.pyplot as plt; plt.plot([1]); None", run=None)
    assert not result["is_error"]
    content = json.loads(result["content"])
    assert content["figures"] == []
    assert content["notes"] == [
        "Not kept: 1 figure and 0 files. This tool use came without a run, so there is no bucket to store a file in."
    ]


def test_long_output_goes_to_s3_with_a_preview_of_each_part(call, bucket):
    result = call("print('o' * 30_000); 'v' * 30_000")
    content = json.loads(result["content"])
    assert (content["bucket"], content["key"]) == (bucket, "runs/e/toolu_1/result.json")
    assert content["preview"] == {
        "stdout": "o" * 1_500 + "…",
        "stderr": "",
        "value": "'" + "v" * 1_499 + "…",
        "error": None,
        "figures": [],
    }
    whole = json.loads(boto3.client("s3").get_object(Bucket=bucket, Key=content["key"])["Body"].read())
    assert whole["stdout"] == "o" * 30_000 + "\n"


def test_a_preview_of_many_files_has_the_first_of_them(call):
    code = "for n in range(20): open('x' * 60 + f'{n}.txt', 'w').write('x')\nprint('o' * 30_000)"
    preview = json.loads(call(code)["content"])["preview"]
    assert [file["name"] for file in preview["files"]] == [f"{'x' * 60}{n}.txt" for n in range(5)]
    assert preview["notes"] == ["This preview has the first 5 of each list."]


def test_a_preview_in_wide_characters_still_has_the_figures(call, bucket):
    code = "import matplotlib.pyplot as plt\nfor _ in range(10): plt.figure(figsize=(1, 1))\nprint('語' * 9_000); '塁' * 9_000"
    preview = json.loads(call(code)["content"])["preview"]
    assert preview["figures"] == [{"bucket": bucket, "key": f"runs/e/toolu_1/figure-{n}.png"} for n in range(1, 11)]
    assert preview["stdout"] == "語" * 400 + "…"


def test_two_texts_of_the_most_bytes_are_not_too_much(call):
    result = call("import matplotlib.pyplot as plt\nplt.title(r'$\\nosuchsymbol ' + '😀' * 60_000 + '$')\n'😀' * 60_000")
    assert json.loads(result["content"])["preview"]["value"].startswith("'😀😀")


def test_a_long_traceback_is_previewed_by_its_end(call):
    result = call("raise ValueError('x' * 40_000 + ' the end')")
    assert result["is_error"]
    assert json.loads(result["content"])["preview"]["error"].endswith("x the end\n")
