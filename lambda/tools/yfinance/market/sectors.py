"""Reads Yahoo's sectors and industries from yfinance's own table. It makes no requests."""

from functools import cache
from typing import Any

from toolkit import ToolError

NOT_IN_KEYS = {"&": " ", ",": " ", "—": " ", "-": " "}


@cache
def table() -> dict[str, tuple[str, dict[str, str]]]:
    """Return the name and the industries of each sector, by the sector's key. The industries are names by key. All are sorted."""
    # yfinance is imported only here, because importing it takes a good part of a cold start.
    from yfinance.const import SECTOR_INDUSTY_MAPPING

    return {
        key_of(sector): (sector, {key_of(name): name for name in sorted(industries)})
        for sector, industries in sorted(SECTOR_INDUSTY_MAPPING.items())
    }


def industries(sector_key: str) -> dict[str, Any]:
    """Return the answer of list_industries. Raises ToolError for an unknown sector."""
    from yfinance import __version__

    key = sector(sector_key)
    name, names = table()[key]
    return {
        "sector_key": key,
        "sector": name,
        "source": f"the table of Yahoo Finance's sectors and industries in yfinance {__version__}",
        "industries": [{"industry_key": key, "industry": name} for key, name in names.items()],
    }


def sector(given: str) -> str:
    """Return a sector's key, from its key or its name. Raises ToolError, which lists the keys, for an unknown one."""
    key = key_of(given)
    if key not in table():
        raise ToolError(f"There is no sector {given!r}. The sector keys: {', '.join(table())}.")
    return key


def industry(given: str) -> str:
    """Return an industry's key, from its key or its name. Raises ToolError, which lists the keys, for an unknown one."""
    key = key_of(given)
    if not any(key in names for _, names in table().values()):
        keys = "; ".join(f"of {sector}: {', '.join(names)}" for sector, (_, names) in table().items())
        raise ToolError(f"There is no industry {given!r}. The industry keys, {keys}.")
    return key


def key_of(name: str) -> str:
    """Return the key as Yahoo writes it: software-application for "Software—Application", oil-gas-e-p for "Oil & Gas E&P".

    yfinance's own keys (SECTOR_INDUSTY_MAPPING_LC) keep the dash and the &. Yahoo doesn't know such keys.
    """
    words = name.casefold()
    for mark, instead in NOT_IN_KEYS.items():
        words = words.replace(mark, instead)
    return "-".join(words.split())
