"""Reads the JSON of an answer, for every client."""

import json
from collections.abc import Mapping

from call_llm.answers.answer import Answer, NotAnAnswer
from call_llm.answers.errors_in_answers import ErrorInAnswer
from call_llm.clients.failure import failure
from call_llm.config import Target
from call_llm.errors import LLMUnavailable, cut
from call_llm.providers import provider_of
from call_llm.scrub import scrub


def read_answer(content: bytes, target: Target, secret: str | None, headers: Mapping[str, str]) -> Answer:
    """Return the adjusted answer. Raises an LLMError.

    content: the body of a response whose status tells of no error.
    """
    why = "it is no JSON object"
    try:
        body = json.loads(content)
        if isinstance(body, dict):
            return provider_of(target.model).adjust_answer(body)
    except ErrorInAnswer as error:
        raise failure(error, target, secret, headers) from None
    except NotAnAnswer as reason:
        why = str(reason)
    except (ValueError, RecursionError):
        pass
    said = scrub(content.decode("utf-8", "replace"), secret)
    raise LLMUnavailable(cut(f"{target.model}: this is no answer, because {why}: {said}"))
