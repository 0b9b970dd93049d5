"""The datasets of real prices that the package carries, so that the tools answer without Yahoo: written for the model, and used by
the build.

They are old: nothing here is a price of today, and every answer says so. Where a dataset comes from and its licence: NOTICE.
"""

from dataclasses import dataclass

FILE = "prices.sqlite"


@dataclass(frozen=True)
class Dataset:
    """Daily prices of some tickers, all of one kind."""

    key: str
    source: str
    """What an answer says of it."""
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
"""For a ticker that several have, the first that is adjusted as asked."""
