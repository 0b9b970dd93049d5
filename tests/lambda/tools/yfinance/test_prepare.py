"""How the bundled prices are made, from small files of the packages' form."""

import gzip
import importlib.util
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[4] / "lambda" / "tools" / "yfinance"


@pytest.fixture
def prepare(tool_function):
    tool_function("yfinance")
    spec = importlib.util.spec_from_file_location("prepare_of_yfinance", FOLDER / "prepare.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def made(prepare, tmp_path):
    """Makes a database of two small files; returns its path."""

    def make(bokeh, skfolio, name="prices.sqlite"):
        for file, text in (("bokeh.gz", bokeh), ("skfolio.gz", skfolio)):
            (tmp_path / file).write_bytes(gzip.compress(text.encode()))
        target = tmp_path / name
        prepare.write(prepare.series(tmp_path / "bokeh.gz", tmp_path / "skfolio.gz"), target)
        return target

    return make


BOKEH = "Ticker,Date,Open,High,Low,Close,Volume,Adj Close\nB,2001-01-03,1,3,0.5,2,7,1.5\nB,2001-01-02,2,3,1,2.5,8,2\n"
STILL = "".join(f"2001-01-{day:02},{'5.0' if day <= 11 else '6.0'},1.{day:02}\n" for day in range(1, 15))
SKFOLIO = f"Date,STILL,MOVES\n{STILL}"


def test_every_price_is_taken_as_it_is_but_those_that_may_be_filled_in(made):
    with closing(sqlite3.connect(made(BOKEH, SKFOLIO))) as database:
        rows = database.execute(
            "SELECT dataset, ticker, day, open, high, low, close, volume FROM prices JOIN series ON series.id = prices.series"
        ).fetchall()
        ends = database.execute(
            "SELECT ticker, first_day, last_day FROM series WHERE dataset = 'skfolio' ORDER BY ticker"
        ).fetchall()
    assert [row for row in rows if row[0] == "wiki"] == [
        ("wiki", "B", "2001-01-02", 2.0, 3.0, 1.0, 2.5, 8),
        ("wiki", "B", "2001-01-03", 1.0, 3.0, 0.5, 2.0, 7),
    ]
    assert [row[2:] for row in rows if row[0] == "wiki-adjusted"] == [
        ("2001-01-02", None, None, None, 2.0, None),
        ("2001-01-03", None, None, None, 1.5, None),
    ]
    # The same close on 11 days: the first is kept. The next stays the same on 3 days only.
    assert [row[6] for row in rows if row[1] == "STILL"] == [5.0, *[None] * 10, 6.0, 6.0, 6.0]
    assert None not in [row[6] for row in rows if row[1] == "MOVES"]
    assert ends == [("MOVES", "2001-01-01", "2001-01-14"), ("STILL", "2001-01-01", "2001-01-14")]


def test_the_same_data_gives_the_same_bytes(made):
    assert made(BOKEH, SKFOLIO).read_bytes() == made(BOKEH, SKFOLIO, "again.sqlite").read_bytes()


def test_data_that_can_not_be_prices_stops_the_build(made, prepare):
    with pytest.raises(prepare.SourceError, match="B of wiki has prices that can't be"):
        made(BOKEH.replace("0.5", "-0.5"), SKFOLIO)
    with pytest.raises(prepare.SourceError, match="MOVES of skfolio has no days, or one twice, or they are not in order"):
        made(BOKEH, SKFOLIO + "2001-01-14,7.0,1.0\n")


def test_answers_and_the_notice_name_the_versions_that_are_locked(tool_function):
    tool_function("yfinance")
    from market.datasets import DATASETS

    locked = re.findall(r"^([\w-]+)==(\S+) ", (FOLDER / "prepare-requirements.txt").read_text(), re.MULTILINE)
    named = {f"{name.replace('-', '_')} {version}" for name, version in locked}
    assert len(named) == 2
    for dataset in DATASETS:
        assert any(each in dataset.source for each in named)
    assert all(each in (FOLDER / "NOTICE").read_text() for each in named)
