"""Code as it is written for a notebook."""

import pytest


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("%matplotlib inline\n1 + 1", {"value": "2"}),
        ("%%time\n%load_ext autoreload\n%time x = 3\nx", {"value": "3"}),
        ("if True:\n    %matplotlib inline\n    x = 4\nx", {"value": "4"}),
        ("```python\nfrom __future__ import annotations\nx: int = 5\nx\n```", {"value": "5"}),
        ("\ufeffx = 6\r\nx", {"value": "6"}),
        ("x = 7\rx", {"value": "7"}),
        ("    x = 8\n    if x:\n        x = 9\n    x", {"value": "9"}),
        ("if 1:\n\tx = 10\nx", {"value": "10"}),
        ('x = """\n%matplotlib inline\n!ls\n```"""\n%matplotlib inline\nx', {"value": r"'\n%matplotlib inline\n!ls\n```'"}),
        ("x = 12\nx;", {"value": None}),
        ("import asyncio\nx = await asyncio.sleep(0, 13)\nawait asyncio.sleep(0, x)", {"value": "13"}),
        ("display(1, 'a')\nfrom IPython.display import Markdown, display\ndisplay(Markdown('# b'))", {"stdout": "1\n'a'\n# b\n"}),
        ("print(15); exit(); print(16)", {"stdout": "15\n", "value": None}),
        ("print(17); quit()", {"stdout": "17\n", "value": None}),
        ("import warnings\nfor _ in range(3): warnings.warn('take\\n care')", {"stderr": "line 2: UserWarning: take care\n"}),
        (
            "import numpy as np\nnp.log(np.array([0.0])); None",
            {"stderr": "line 2: RuntimeWarning: divide by zero encountered in log\n"},
        ),
    ],
)
def test_what_a_notebook_runs_is_run(python, code, expected):
    content = python(code)
    assert {name: content[name] for name in expected} == expected


def test_many_warnings_are_cut(python):
    stderr = python("import warnings\nfor n in range(30): warnings.warn(f'{n} ' + 'x' * 500)")["stderr"].splitlines()
    assert len(stderr) == 21
    assert stderr[0] == f"line 2: UserWarning: 0 {'x' * 298}…"
    assert stderr[-1] == "More warnings are left out."


@pytest.mark.parametrize("line", ["!pip install a", "%pip install -q a b", "pip install a", "!python -m pip install a"])
def test_an_installation_is_noted_and_the_rest_runs(python, line):
    content = python(f"{line}\n1")
    assert content["value"] == "1"
    assert content["notes"] == ["Nothing can be installed: there is no network. numpy, pandas, matplotlib and pillow are there."]


@pytest.mark.parametrize(
    ("code", "error"),
    [
        (
            "x = 1\n!ls -la",
            "line 2\n    !ls -la\n    ^\nSyntaxError: this is a command of a shell",
        ),
        (
            "%run other.py",
            "line 1\n    %run other.py\n    ^\nSyntaxError: this is a command of IPython",
        ),
        ("exit(2)", "SystemExit: 2\n"),
        ("exit('no data')", "SystemExit: no data\n"),
        ("Here is the code:\n```\n1\n```", "line 1\n    Here is the code:\n"),
        ("x = 1\n  y = 2", "line 2\n    y = 2\nIndentationError: unexpected indent\n"),
    ],
)
def test_what_can_not_be_run_is_an_error_at_its_line(fails, code, error):
    assert error in fails(code)["error"]


def test_a_module_that_the_code_wrote_can_be_imported(python):
    assert python("open('mine.py', 'w').write('x = 5')\nimport mine; mine.x")["value"] == "5"


def test_tables_are_as_wide_as_a_result_can_show(python):
    table = "import pandas as pd\nt = pd.DataFrame({f'column{i}': range(40) for i in range(22)} | {'text': ['x' * 150] * 40})\n"
    shown = python(f"{table}t")["value"]
    assert all(f"column{i} " in shown.splitlines()[0] for i in range(22))
    assert "x" * 150 in shown
    assert len(shown.splitlines()) == 41


def test_a_long_table_shows_its_beginning_and_its_end(python):
    shown = python("import pandas as pd\nprint(pd.DataFrame({'n': range(1_000)}))")["stdout"].splitlines()
    assert len(shown) == 24
    assert (shown[10], shown[11], shown[12]) == ("9      9", "..   ...", "990  990")
