"""Conversations in which a first try fails. The error says how to repair it."""

import re

from local.scripted_model.conversations.financial.words import figure, final, read_prices
from local.scripted_model.conversations.script import Conversation, Text, ToolUse, UnusableResultError, conversation

FORMER = "FB"
"""META's ticker before June 2022."""


@conversation(
    "How did Facebook's shares do in their first six months?", "How did Facebook start on the stock market?", agent="financial"
)
def facebook(question: str) -> Conversation:
    """Ask by today's ticker. The error lists the known tickers, with the former one among them."""
    span = {"start_date": "2012-05-18", "end_date": "2012-11-18", "adjusted": False}
    [result] = yield [ToolUse("get_ticker_data", {"ticker": "META", **span})]
    if result.is_error:
        if FORMER not in re.findall(r"\b[A-Z]+\b", result.content):
            raise UnusableResultError(f"there are no prices of META, and the error names no ticker instead: {result.content[:600]}")
        [result] = yield [
            Text(f"There is no META, but {FORMER}: its ticker of those years."),
            ToolUse("get_ticker_data", {"ticker": FORMER, **span}),
        ]
    prices = read_prices(result)
    closed = (
        f"{prices['ticker']} closed at {prices['first_close']} {prices['currency']} on {prices['first_day']} and at "
        f"{prices['last_close']} on {prices['last_day']} ({prices['change_percent']:+.2f} %)"
    )
    low = prices["lowest_close"]
    fell = prices["change_percent"] < 0
    answer = f"They fell: {closed}, after a low of {low['close']} on {low['time']}." if fell else f"They rose: {closed}."
    what = f"change {prices['first_day']} to {prices['last_day']}"
    yield final(answer, prices["source"], [figure(prices["ticker"], what, prices["change_percent"], "%")])
