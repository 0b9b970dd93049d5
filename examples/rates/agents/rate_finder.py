"""The rate-finder: it asks a function that was there before it."""

from agents.declaration import Agent, FunctionTool

CURRENCY = {"type": "string", "pattern": "^[A-Z]{3}$", "description": "Its code, like EUR."}

FIND_RATE = FunctionTool(
    "find_rate",
    arn="arn:${partition}:lambda:${region}:${account}:function:rates",
    description='Finds how much one unit of a currency is in another. Returns JSON: {"rate"}, or {"message"} if it knows none.',
    input_schema={
        "type": "object",
        "properties": {"base": CURRENCY, "target": CURRENCY},
        "required": ["base", "target"],
        "additionalProperties": False,
    },
    event={"queryStringParameters": {"base": "{% $input.base %}", "target": "{% $input.target %}"}},
    result="{% $parse($result.body) %}",
    reads_data=False,
    sends_out=False,
    timeout_seconds=5,
    retries=2,
    example={"base": "GBP", "target": "EUR"},
)

RATE_FINDER = Agent(
    name="rate-finder",
    description="Finds exchange rates.",
    system_prompt="You find exchange rates with your tool, and never guess one.",
    tools=(FIND_RATE,),
    output_schema={
        "type": "object",
        "properties": {"answer": {"type": "string", "description": "The answer, with the rate."}},
        "required": ["answer"],
        "additionalProperties": False,
    },
    questions=("How many euros is a pound, and how many yen?",),
)
