import boto3
import pytest

from cli.ask import charts
from cli.ask.charts import fetch, file_name, named_in, why_not
from cli.ask.outcome import Chart
from cli.ask.runs import Run
from cli.ask.stack import AgentOutputs, Stack

PNG = b"\x89PNG\r\n\x1a\n and the rest of a picture"


def test_charts_are_found_at_any_depth_and_each_once():
    chart = {"bucket": "b", "key": "runs/sql/r/a.png"}
    output = {
        "charts": [chart, {"bucket": "b", "key": "runs/sql/r/B.PNG"}],
        "deep": {"er": [{"figure": chart}]},
        "csv": {"bucket": "b", "key": "x.csv"},
    }

    assert list(named_in(output)) == [("b", "runs/sql/r/a.png"), ("b", "runs/sql/r/B.PNG")]


@pytest.mark.parametrize("output", [None, "text", 5, {"bucket": "b", "key": 5}, {"bucket": None, "key": "a.png"}])
def test_an_output_without_charts_has_none(output):
    assert list(named_in(output)) == []


@pytest.mark.parametrize(
    ("bucket", "key", "reason"),
    [
        ("data", "runs/sql/mine/a.png", None),
        ("data", "runs/sql/mine/deep/a.png", None),
        ("other", "runs/sql/mine/a.png", "not in the stack's data bucket data"),
        ("data", "runs/sql/theirs/a.png", "not of this run: its keys begin with runs/sql/mine/"),
        ("data", "runs/sql/mine-too/a.png", "not of this run: its keys begin with runs/sql/mine/"),
        ("data", "runs/mine/a.png", "not of this run: its keys begin with runs/sql/mine/"),
        ("data", "runs/sql2/mine/a.png", "not of this run: its keys begin with runs/sql/mine/"),
        ("data", "packages/a.png", "not of this run: its keys begin with runs/sql/mine/"),
        ("data", "runs/sql/mine/../theirs/a.png", "not of this run: its keys begin with runs/sql/mine/"),
    ],
)
def test_only_charts_of_this_run_are_fetched(bucket, key, reason):
    assert why_not(bucket, key, "data", "runs/sql/mine/") == reason


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("runs/sql/r/toolu_1-1.png", "toolu_1-1.png"),
        ("runs/sql/r/deep/er/a.png", "deep-er-a.png"),
        ("runs/sql/r//etc/passwd.png", "etc-passwd.png"),
        ("runs/sql/r/.hidden.png", "hidden.png"),
        ("runs/sql/r/..png", "chart.png"),
        ("runs/sql/r/a b\n\x1b[31m\\c.PNG", "a-b-31m-c.png"),
        ("runs/sql/r/日本.png", "chart.png"),
        ("runs/sql/r/" + "x" * 300 + ".png", "x" * 100 + ".png"),
    ],
)
def test_a_key_becomes_a_plain_file_name(key, name):
    assert file_name(key, "runs/sql/r/", set()) == name


def test_two_keys_never_become_one_file():
    taken: set[str] = set()

    assert [file_name(f"runs/sql/r/{key}", "runs/sql/r/", taken) for key in ("a.png", "A.png", "a!.png")] == [
        "a.png",
        "A-2.png",
        "a-3.png",
    ]


@pytest.fixture
def run() -> Run:
    return Run("arn:aws:states:us-east-1:000000000000:execution:sql:mine", AgentOutputs("sql", "arn", "sql", "d", {}, {}))


@pytest.fixture
def stack(bucket: str) -> Stack:
    return Stack("local", {}, bucket, "us-east-1", {})


@pytest.mark.parametrize(
    ("name", "prefix"), [("..", "runs/sql/=2E./"), ("a=b.c", "runs/sql/a=3Db.c/"), ("=2E.", "runs/sql/=3D2E./")]
)
def test_the_prefix_of_a_run_is_the_one_that_its_state_machine_makes(run, name, prefix):
    assert Run(run.arn.replace("mine", name), run.agent).prefix == prefix


def named(*charts: tuple[str, str]) -> dict[str, object]:
    return {"charts": [{"bucket": bucket, "key": key} for bucket, key in charts]}


def test_a_chart_is_downloaded_and_one_that_cannot_be_had_says_why(bucket, stack, run, tmp_path):
    s3 = boto3.client("s3")
    s3.put_object(Bucket=bucket, Key="runs/sql/mine/a.png", Body=PNG)
    s3.put_object(Bucket=bucket, Key="runs/sql/mine/page.png", Body=b"<html>")
    s3.put_object(Bucket=bucket, Key="runs/sql/theirs/a.png", Body=PNG)
    output = named(
        (bucket, "runs/sql/mine/a.png"),
        (bucket, "runs/sql/mine/page.png"),
        (bucket, "runs/sql/mine/gone.png"),
        (bucket, "runs/sql/theirs/a.png"),
    )

    assert fetch(s3, stack, run, output, tmp_path) == [
        Chart(bucket, "runs/sql/mine/a.png", path=str(tmp_path / "local" / "sql" / "mine" / "a.png")),
        Chart(bucket, "runs/sql/mine/page.png", skipped="not a PNG"),
        Chart(bucket, "runs/sql/mine/gone.png", skipped="S3 says NoSuchKey"),
        Chart(bucket, "runs/sql/theirs/a.png", skipped="not of this run: its keys begin with runs/sql/mine/"),
    ]
    assert [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.png")] == ["local/sql/mine/a.png"]


def test_a_chart_over_the_limit_is_not_kept(bucket, stack, run, tmp_path, monkeypatch):
    monkeypatch.setattr(charts, "MOST_BYTES", len(PNG) - 1)
    boto3.client("s3").put_object(Bucket=bucket, Key="runs/sql/mine/a.png", Body=PNG)

    [chart] = fetch(boto3.client("s3"), stack, run, named((bucket, "runs/sql/mine/a.png")), tmp_path)

    assert (chart.path, chart.skipped) == (None, "larger than 0 MiB")
    assert list(tmp_path.iterdir()) == []


def test_a_run_has_at_most_fifty_charts(bucket, stack, run, tmp_path):
    found = fetch(boto3.client("s3"), stack, run, named(*((bucket, f"runs/sql/mine/{n}.png") for n in range(52))), tmp_path)

    assert [chart.skipped for chart in found] == ["S3 says NoSuchKey"] * 50 + ["more than 50 charts"] * 2


def test_a_folder_that_cannot_be_written_to_is_the_reason(bucket, stack, run, tmp_path):
    boto3.client("s3").put_object(Bucket=bucket, Key="runs/sql/mine/a.png", Body=PNG)
    (tmp_path / "file").write_text("in the way")

    [chart] = fetch(boto3.client("s3"), stack, run, named((bucket, "runs/sql/mine/a.png")), tmp_path / "file")

    assert "Not a directory" in chart.skipped
