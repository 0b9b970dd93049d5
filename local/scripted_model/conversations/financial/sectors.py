"""Questions about sectors and industries. Some need Yahoo; without Yahoo the answer says so."""

from agents.financial import FINANCIAL
from local.scripted_model.conversations.financial.words import final, read
from local.scripted_model.conversations.script import Conversation, Text, ToolUse, conversation

MOST_NAMED = 5


@conversation(FINANCIAL.questions[3], "What industries are in the energy sector?", agent="financial")
def energy(question: str) -> Conversation:
    [result] = yield [ToolUse("list_industries", {"sector_key": "energy"})]
    found = read(result, "sector", "source", "industries")
    names = [each["industry"] for each in found["industries"]]
    yield final(f"Yahoo Finance divides {found['sector']} into {len(names)} industries: {', '.join(names)}.", found["source"])


@conversation("Which are the largest semiconductor companies?", agent="financial")
def semiconductors(question: str) -> Conversation:
    """Ask Yahoo. If Yahoo can't be asked, the answer says so and holds no list from memory."""
    [result] = yield [ToolUse("top_industry_companies", {"industry_key": "semiconductors"})]
    if not result.is_error:
        found = read(result, "source", "companies")
        names = [f"{each['name']} ({each['ticker']})" for each in found["companies"][:MOST_NAMED]]
        yield final(f"The largest semiconductor companies: {', '.join(names)}.", found["source"])
        return
    why = result.content.removesuffix(".")
    [result] = yield [
        Text("That can't be had here. The industries beside it can."),
        ToolUse("list_industries", {"sector_key": "technology"}),
    ]
    found = read(result, "sector", "source", "industries")
    near = [each["industry"] for each in found["industries"] if each["industry"].startswith("Semiconductor")]
    answer = (
        f"I can't say which are the largest: this stack has no list of companies. The tool's words: {why}. What I can say: Yahoo "
        f"Finance files them in {found['sector']}, under {' and '.join(near)}."
    )
    yield final(answer, found["source"])
