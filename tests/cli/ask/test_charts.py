import boto3
import pytest

from cli.ask import charts
from cli.ask.charts import Chart, fetch, file_name, named_in, why_not
from cli.ask.runs import Run
from cli.ask.stack import AgentOutputs, Stack

PNG = b"\x89PNG\r\n\x1a\n and the rest of a picture"


def test_charts_are_found_at_any_depth_and_each_once():
    chart = {"bucket": "b", "key": "runs/r/a.png"}
    output = {
        "charts": [chart, {"bucket": "b", "key": "runs/r/B.PNG"}],
        "deep": {"er": [{"figure": chart}]},
        "csv": {"bucket": "b", "key": "x.csv"},
    }

    assert list(named_in(output)) == [("b", "runs/r/a.png"), ("b", "runs/r/B.PNG")]


@pytest.mark.parametrize("output", [None, "text", 5, {"bucket": "b", "key": 5}, {"bucket": None, "key": "a.png"}])
def test_an_output_without_charts_has_none(output):
    assert list(named_in(output)) == []


@pytest.mark.parametrize(
    ("bucket", "key", "reason"),
    [
        ("data", "runs/mine/a.png", None),
        ("data", "runs/mine/deep/a.png", None),
        ("other", "runs/mine/a.png", "not in the stack's data bucket data"),
        ("data", "runs/theirs/a.png", "not of this run: its keys begin with runs/mine/"),
        ("data", "runs/mine-too/a.png", "not of this run: its keys begin with runs/mine/"),
        ("data", "packages/a.png", "not of this run: its keys begin with runs/mine/"),
        ("data", "runs/mine/../theirs/a.png", "not of this run: its keys begin with runs/mine/"),
    ],
)
def test_only_charts_of_this_run_are_fetched(bucket, key, reason):
    assert why_not(bucket, key, "data", "mine") == reason


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("runs/r/toolu_1-1.png", "toolu_1-1.png"),
        ("runs/r/deep/er/a.png", "deep-er-a.png"),
        ("runs/r//etc/passwd.png", "etc-passwd.png"),
        ("runs/r/.hidden.png", "hidden.png"),
        ("runs/r/..png", "chart.png"),
        ("runs/r/a b\n\x1b[31m\\c.PNG", "a-b-31m-c.png"),
        ("runs/r/日本.png", "chart.png"),
        ("runs/r/" + "x" * 300 + ".png", "x" * 100 + ".png"),
    ],
)
def test_a_key_becomes_a_plain_file_name(key, name):
    assert file_name(key, "r", set()) == name


def test_two_keys_never_become_one_file():
    taken: set[str] = set()

    assert [file_name(f"runs/r/{key}", "r", taken) for key in ("a.png", "A.png", "a!.png")] == ["a.png", "A-2.png", "a-3.png"]


@pytest.fixture
def run() -> Run:
    return Run("arn:aws:states:us-east-1:000000000000:execution:sql:mine", AgentOutputs("sql", "arn", "sql", "d", {}, {}))


@pytest.fixture
def stack(bucket: str) -> Stack:
    return Stack("local", {}, bucket, "us-east-1", {})


def named(*charts: tuple[str, str]) -> dict[str, object]:
    return {"charts": [{"bucket": bucket, "key": key} for bucket, key in charts]}


def test_a_chart_is_downloaded_and_one_that_cannot_be_had_says_why(bucket, stack, run, tmp_path):
    s3 = boto3.client("s3")
    s3.put_object(Bucket=bucket, Key="runs/mine/a.png", Body=PNG)
    s3.put_object(Bucket=bucket, Key="runs/mine/page.png", Body=b"<html>")
    s3.put_object(Bucket=bucket, Key="runs/theirs/a.png", Body=PNG)
    output = named(
        (bucket, "runs/mine/a.png"), (bucket, "runs/mine/page.png"), (bucket, "runs/mine/gone.png"), (bucket, "runs/theirs/a.png")
    )

    assert fetch(s3, stack, run, output, tmp_path) == [
        Chart(bucket, "runs/mine/a.png", path=str(tmp_path / "mine" / "a.png")),
        Chart(bucket, "runs/mine/page.png", skipped="not a PNG"),
        Chart(bucket, "runs/mine/gone.png", skipped="S3 says NoSuchKey"),
        Chart(bucket, "runs/theirs/a.png", skipped="not of this run: its keys begin with runs/mine/"),
    ]
    assert [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.png")] == ["mine/a.png"]


def test_a_chart_over_the_limit_is_not_kept(bucket, stack, run, tmp_path, monkeypatch):
    monkeypatch.setattr(charts, "MOST_BYTES", len(PNG) - 1)
    boto3.client("s3").put_object(Bucket=bucket, Key="runs/mine/a.png", Body=PNG)

    [chart] = fetch(boto3.client("s3"), stack, run, named((bucket, "runs/mine/a.png")), tmp_path)

    assert (chart.path, chart.skipped) == (None, "larger than 0 MiB")
    assert list(tmp_path.iterdir()) == []


def test_a_run_has_at_most_fifty_charts(bucket, stack, run, tmp_path):
    found = fetch(boto3.client("s3"), stack, run, named(*((bucket, f"runs/mine/{n}.png") for n in range(52))), tmp_path)

    assert [chart.skipped for chart in found] == ["S3 says NoSuchKey"] * 50 + ["more than 50 charts"] * 2


def test_a_folder_that_cannot_be_written_to_is_the_reason(bucket, stack, run, tmp_path):
    boto3.client("s3").put_object(Bucket=bucket, Key="runs/mine/a.png", Body=PNG)
    (tmp_path / "file").write_text("in the way")

    [chart] = fetch(boto3.client("s3"), stack, run, named((bucket, "runs/mine/a.png")), tmp_path / "file")

    assert "Not a directory" in chart.skipped
