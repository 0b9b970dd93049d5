"""Files that the code is given, and files that it leaves."""

import io
import json
import zipfile

import boto3
import pytest

SERIES = b"AAPL,1.5,2\r\nIBM,3,4\r\n"


@pytest.fixture
def put(bucket):
    """Stores a file as another tool of the run does, or a person; returns it as the input names it."""

    def store(key, data=SERIES, name="prices.csv"):
        boto3.client("s3").put_object(Bucket=bucket, Key=key, Body=data)
        return {"bucket": bucket, "key": key, "name": name}

    return store


def test_the_code_opens_files_of_the_run_and_of_inputs_by_name(python, put):
    files = [put("runs/e/toolu_0.csv"), put("inputs/years.csv", b"year\n2013\n", "years-1.csv")]
    code = (
        "import pandas as pd\n"
        "prices = pd.read_csv('prices.csv', header=None, index_col=0)\n"
        "(prices.sum(axis=1).to_dict(), open('years-1.csv').read())"
    )
    assert python(code, files)["value"] == "({'AAPL': 3.5, 'IBM': 7.0}, 'year\\n2013\\n')"


def test_the_code_may_change_its_copy_and_nobody_else_sees_it(python, put, bucket):
    file = put("runs/e/toolu_0.csv")
    python("open('prices.csv', 'w').write('mine')", [file])
    assert boto3.client("s3").get_object(Bucket=bucket, Key=file["key"])["Body"].read() == SERIES


def test_a_picture_that_is_given_is_no_figure_of_the_code(python, put):
    assert python("1", [put("inputs/map.png", b"\x89PNG\r\n\x1a\n", "map.png")])["figures"] == []


@pytest.fixture
def refused(call):
    """The error of a call that runs no code."""

    def run(files):
        result = call("print('this ran')", files=files)
        assert result["is_error"]
        assert "this ran" not in result["content"]
        return result["content"]

    return run


def test_a_file_of_another_run_is_refused_and_no_code_runs(refused, put):
    allowed = "Files of this run begin with runs/e/; files that people put there for agents begin with inputs/"
    error = refused([put("runs/e/toolu_0.csv"), put("runs/other/toolu_0.csv", name="b.csv")])
    assert error == f"The file 'runs/other/toolu_0.csv' can't be read. {allowed}"


def test_a_missing_file_is_refused_and_no_code_runs(refused, bucket):
    error = refused([{"bucket": bucket, "key": "inputs/none.csv", "name": "none.csv"}])
    assert error.startswith(f"There is no file 'inputs/none.csv' in bucket '{bucket}'. Files of this run begin with runs/e/; ")


@pytest.mark.parametrize("name", ["../prices.csv", "a/b.csv", "", ".hidden", "a b.csv", "x" * 101, "prices.csv\n"])
def test_a_name_that_is_no_plain_file_name_is_refused(refused, put, name):
    assert refused([put("runs/e/toolu_0.csv", name=name)]).startswith("The input of execute_python is wrong: input.files[0].name")


def test_two_files_of_one_name_are_refused(refused, put):
    error = refused([put("runs/e/a.csv", name="Prices.csv"), put("runs/e/b.csv", name="prices.csv")])
    assert error == "More than one of the files has the name prices.csv. Give each a name of its own."


@pytest.mark.parametrize("name", ["results", "Results"])
def test_a_file_in_place_of_the_results_folder_is_refused(refused, put, name):
    assert refused([put("runs/e/a.csv", name=name)]) == (
        "None of the files can have the name results: the folder results/ is there for what the code leaves. Allowed is any other "
        "name, as results.csv."
    )


def test_more_than_fits_is_refused_before_it_is_read(refused, put, tool_function, monkeypatch):
    monkeypatch.setitem(tool_function("code-interpreter").given.__globals__, "MOST_FILES_BYTES", 3 * 1024 * 1024)
    two = [put("runs/e/a.csv", b"x" * 2 * 1024 * 1024, "a.csv"), put("runs/e/b.csv", b"x" * 2 * 1024 * 1024, "b.csv")]
    assert refused(two) == (
        "The files are too big: a.csv 2.0 MB, b.csv 2.0 MB, and 3 MB together are allowed. Take fewer, or have the tool that wrote "
        "them select less."
    )


def test_files_in_results_are_stored_with_links(python, bucket):
    code = "open('results/groups.csv', 'w').write('name,group\\n'); open('results/raw', 'wb').write(b'\\0'); None"
    content = python(code)
    assert content["files"] == [
        {"name": "groups.csv", "bucket": bucket, "key": "runs/e/toolu_1/result-groups.csv", "bytes": 11},
        {"name": "raw", "bucket": bucket, "key": "runs/e/toolu_1/result-raw", "bytes": 1},
    ]
    stored = [boto3.client("s3").get_object(Bucket=bucket, Key=file["key"]) for file in content["files"]]
    assert [(file["Body"].read(), file["ContentType"]) for file in stored] == [
        (b"name,group\n", "text/csv; charset=utf-8"),
        (b"\0", "application/octet-stream"),
    ]


def test_a_file_in_results_is_kept_when_the_code_fails(fails):
    content = fails("open('results/half.txt', 'w').write('x'); 1 / 0")
    assert [file["name"] for file in content["files"]] == ["half.txt"]


def test_a_file_in_results_can_be_given_to_a_later_call(python):
    [file] = python("open('results/a.txt', 'w').write('from the first')")["files"]
    given = {"bucket": file["bucket"], "key": file["key"], "name": "b.txt"}
    assert python("open('b.txt').read()", [given])["value"] == "'from the first'"


def test_files_outside_of_results_are_kept_too(python, bucket):
    code = (
        "import os, pandas as pd; os.makedirs('out/deep')\n"
        "pd.DataFrame({'a': [1]}).to_csv('out.csv'); pd.DataFrame({'a': [1]}).to_json('out/deep/t.json')\n"
        "open('page.html', 'w').write('<p>'); open('note.txt', 'w').write('x'); open('t.xlsx', 'wb').write(b'PK'); None"
    )
    content = python(code)
    assert [file["name"] for file in content["files"]] == ["note.txt", "out.csv", "page.html", "t.xlsx", "out-deep-t.json"]
    assert content["notes"] == ["Files that are kept under another name: out/deep/t.json is out-deep-t.json."]
    types = [boto3.client("s3").head_object(Bucket=bucket, Key=file["key"])["ContentType"] for file in content["files"]]
    assert types == [
        "text/plain; charset=utf-8",
        "text/csv; charset=utf-8",
        "text/html; charset=utf-8",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/json",
    ]


def test_files_that_the_code_did_not_close_are_whole(python, bucket):
    code = (
        "import zipfile\nfrom matplotlib import pyplot\nfrom matplotlib.backends.backend_pdf import PdfPages\n"
        "text = open('a.txt', 'w'); text.write('whole'); raw = open('b.bin', 'wb'); raw.write(b'raw')\n"
        "packed = zipfile.ZipFile('c.zip', 'w'); packed.writestr('a', 'b'); pages = PdfPages('d.pdf')\n"
        "pages.savefig(pyplot.figure()); pyplot.close(); None"
    )
    stored = {
        file["name"]: boto3.client("s3").get_object(Bucket=bucket, Key=file["key"])["Body"].read() for file in python(code)["files"]
    }
    assert (stored["a.txt"], stored["b.bin"]) == (b"whole", b"raw")
    assert zipfile.ZipFile(io.BytesIO(stored["c.zip"])).read("a") == b"b"
    assert stored["d.pdf"].endswith(b"%%EOF\n")


def test_names_are_made_safe_and_stay_apart(python):
    paths = ["Umsatz März.csv", "图表.csv", "图.csv", ".hidden", "a/b.csv", "a-b.csv", "A-B.csv"]
    paths += ["results/results", "x" * 120 + ".csv"]
    content = python(f"import os; os.mkdir('a')\nfor path in {paths!r}: open(path, 'w').write(path)")
    names = {file["name"] for file in content["files"]}
    assert names == {
        *("Umsatz-Marz.csv", "file.csv", "file-2.csv", "hidden", "A-B.csv", "a-b-2.csv", "a-b-3.csv", "results-2"),
        "x" * 96 + ".csv",
    }
    assert "图表.csv is file-2.csv" in content["notes"][0]


def test_a_file_that_was_given_is_kept_if_the_code_changed_it(python, put):
    file = put("runs/e/toolu_0.csv")
    assert "files" not in python("open('prices.csv').read()", [file])
    assert [each["name"] for each in python("open('prices.csv', 'a').write('x')", [file])["files"]] == ["prices.csv"]


@pytest.mark.parametrize(
    ("code", "left_out"),
    [
        ("import os; os.symlink('/etc/passwd', 'results/a.txt')", "results/a.txt"),
        ("import os; os.symlink('/etc', 'a')", "a"),
        ("import os; os.mkfifo('a.txt')", "a.txt"),
        ("import os; os.makedirs('/'.join('abcdefghij')); open('/'.join('abcdefghij') + '/x', 'w')", "a/b/c/d/e/f/g/h/i/"),
        ("for n in range(23): open(f'results/{n}.txt', 'w').write('x')", "results/20.txt, results/21.txt, results/22.txt"),
        (
            "for n in range(2_100): open(f'{n}', 'w').close()",
            "20, 21, 22, 23, 24, 25, 26, 27, 28, 29 and 1971 more",
        ),
    ],
)
def test_what_is_not_kept_is_named(python, code, left_out):
    [note] = python(f"{code}; None" if "for" not in code else code)["notes"]
    assert note == (
        f"Not kept: {left_out}. Kept are plain files that the code wrote: 20 files and 10 figures, of 16 MB each and 80 MB "
        "together, those in results/ first. To keep many files, put them into one, as a zip."
    )


def test_files_beyond_the_bytes_that_are_kept_together_are_named(python):
    content = python("for n in range(6): open(f'{n}.bin', 'wb').write(b'0' * 15 * 2**20)")
    assert [file["name"] for file in content["files"]] == ["0.bin", "1.bin", "2.bin", "3.bin", "4.bin"]
    assert content["notes"][0].startswith("Not kept: 5.bin. ")


def test_a_file_beside_the_working_folder_is_named(python):
    assert python("open('../a.txt', 'w').close()")["notes"] == ["Not kept: ../a.txt. Write to the working folder."]


@pytest.mark.parametrize(
    "code",
    [
        "open({path!r}, 'w')",
        "import os; os.makedirs({path!r})",
        "open('a', 'w').close(); import shutil; shutil.copy('a', {path!r})",
        "open('a', 'w').close(); import os; os.rename('a', {path!r})",
        "import os; os.chdir({folder!r}); open('chart.png', 'w')",
        "import pandas as pd; pd.DataFrame().to_csv({path!r})",
        "import matplotlib.pyplot as plt; plt.savefig({path!r})",
        "import sqlite3; sqlite3.connect({path!r})",
        "import os; os.open({path!r}, os.O_CREAT)",
    ],
)
def test_writing_elsewhere_is_refused_with_the_right_path(fails, tmp_path, code):
    path = tmp_path / "chart.png"
    assert fails(code.format(path=str(path), folder=str(tmp_path)))["error"].endswith(
        f"PermissionError: [Errno 13] only files in the working folder are kept: use the path 'chart.png', and not: {str(path)!r}\n"
    )
    assert list(tmp_path.iterdir()) == []


def test_temporary_files_and_devices_are_allowed(python):
    code = "import tempfile; tempfile.NamedTemporaryFile(); tempfile.TemporaryDirectory(); open('/dev/null', 'w').close(); 1"
    assert python(code)["value"] == "1"


def test_another_folder_in_the_place_of_results_is_not_looked_into(python):
    code = "import os; os.rename('results', 'old'); os.symlink('/etc', 'results'); open('old/a.txt', 'w').write('x'); None"
    content = python(code)
    assert [file["name"] for file in content["files"]] == ["old-a.txt"]
    assert content["notes"][1].startswith("Not kept: results. ")


def test_files_without_a_run_are_not_kept_and_said(call):
    content = json.loads(call("open('a.txt', 'w').write('x')", run=None)["content"])
    assert content["notes"][0].startswith("Not kept: 0 figures and 1 file (a.txt). This tool use came without a run")
