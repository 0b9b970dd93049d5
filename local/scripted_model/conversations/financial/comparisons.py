"""Questions that need the prices of one or two tickers and no code."""

from agents.financial import FINANCIAL
from local.scripted_model.conversations.financial.words import figure, final, read_prices
from local.scripted_model.conversations.script import Conversation, Text, ToolUse, conversation


@conversation(FINANCIAL.questions[1], "Compare Apple and IBM in 2012.", agent="financial")
def apple_and_ibm(question: str) -> Conversation:
    """Make two tool calls in one turn."""
    span = {"start_date": "2012-01-01", "end_date": "2012-12-31"}
    results = yield [
        Text("Both at once, adjusted for splits and dividends."),
        *(ToolUse("get_ticker_data", {"ticker": ticker, **span}) for ticker in ("AAPL", "IBM")),
    ]
    both = [read_prices(result) for result in results]
    better = max(both, key=lambda prices: prices["change_percent"])
    each = [
        f"{p['ticker']} went from {p['first_close']} to {p['last_close']} {p['currency']} ({p['change_percent']:+.2f} %), "
        f"at its highest on {p['highest_close']['time']} with {p['highest_close']['close']}"
        for p in both
    ]
    days = f"{both[0]['first_day']} to {both[0]['last_day']}"
    answer = f"{better['ticker']} did better. Adjusted closes, {days}: {'; '.join(each)}."
    figures = [figure(p["ticker"], f"change {p['first_day']} to {p['last_day']}", p["change_percent"], "%") for p in both]
    yield final(answer, "; ".join(dict.fromkeys(p["source"] for p in both)), figures)
