"""What the laptop's scripted model says as the agent order-desk. A real model needs none of this."""

import json
from decimal import Decimal

from step_functions_agents.conversations import Conversation, Text, ToolUse, conversation

DAY = "2026-01-30"


@conversation(
    "Ada orders a teapot for 34.00 EUR. It was late: refund 10.00. What is that in USD on 2026-01-30? Report the refunds.",
    agent="order-desk",
)
def an_order_and_its_refund(question: str) -> Conversation:
    teapot = {"article": "teapot", "quantity": 1, "price": "34.00"}
    [placed] = yield [ToolUse("place_order", {"customer": "Ada", "currency": "EUR", "items": [teapot]})]
    number = json.loads(placed.content)["number"]
    yield [Text("Now the refund."), ToolUse("refund_order", {"number": number, "amount": "10.00", "reason": "late"})]
    found, rate, exported = yield [
        Text("I look at the order, the rate and all orders at once."),
        ToolUse("find_order", {"number": number}),
        ToolUse("exchange_rate", {"from": "EUR", "to": "USD", "date": DAY}),
        ToolUse("export_orders", {}),
    ]
    order, at, file = (json.loads(result.content) for result in (found, rate, exported))
    [reported] = yield [ToolUse("refund_report", {"bucket": file["bucket"], "key": file["key"]})]
    report = json.loads(reported.content)
    dollars = (Decimal(order["refunded"]) * Decimal(at["rate"])).quantize(Decimal("0.01"))
    [euros] = [each for each in report["currencies"] if each["currency"] == "EUR"]
    answer = (
        f"The order {number} of {order['customer']} is {order['total']} {order['currency']}, of which {order['refunded']} were "
        "paid back. "
        f"That is {dollars} USD on {DAY} ({at['source']}). Of {euros['total']} EUR in all, {euros['refunded']} were refunded: "
        f"{euros['share']} %."
    )
    yield [ToolUse("final_answer", {"answer": answer, "report": report["report"]["key"]})]
