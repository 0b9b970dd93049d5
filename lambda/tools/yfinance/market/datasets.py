"""Describes the datasets of bundled prices, for the model and for the build. With them the tools answer without Yahoo.

The prices are old and real, and every answer says so. NOTICE has the source and the licence of each dataset.
"""

from dataclasses import dataclass

FILE = "prices.sqlite"


@dataclass(frozen=True)
class Dataset:
    """Daily prices of some tickers, all of one kind."""

    key: str
    source: str
    """The name of the source in an answer."""
    adjusted: bool
    adjustment: str
    currency: str = "USD"


SKFOLIO = Dataset(
    "skfolio",
    "bundled prices, not live: the S&P 500 sample of skfolio 1.12.2 (BSD-3-Clause), daily adjusted closes to 2022-12-28, rounded "
    "to 3 decimals",
    adjusted=True,
    adjustment="splits and dividends",
)
WIKI_ADJUSTED = Dataset(
    "wiki-adjusted",
    "bundled prices, not live: Quandl WIKI Prices (public domain) as bokeh_sampledata 2026.1 has them, daily adjusted closes to "
    "2013-03-01",
    adjusted=True,
    adjustment="splits and dividends, of the years after 2013 too",
)
WIKI = Dataset(
    "wiki",
    "bundled prices, not live: Quandl WIKI Prices (public domain) as bokeh_sampledata 2026.1 has them, daily to 2013-03-01",
    adjusted=False,
    adjustment="none: prices as they were paid, so that a split looks like a fall",
)

DATASETS = (SKFOLIO, WIKI_ADJUSTED, WIKI)
"""All datasets. If several have a ticker, the first one that is adjusted as asked is used."""
