"""What an API of OpenAI's dialect accepts. Many providers have copied it, none of them whole: each says here what is different."""

import re
from dataclasses import dataclass, field

BODY = (
    "model messages max_tokens max_completion_tokens temperature top_p n stop stream frequency_penalty presence_penalty "
    "logit_bias user tools tool_choice parallel_tool_calls response_format seed reasoning_effort verbosity metadata store "
    "service_tier prompt_cache_key safety_identifier"
)
FIELDS = {
    "system": "role content name",
    "developer": "role content name",
    "user": "role content name",
    "assistant": "role content name refusal tool_calls",
    "tool": "role content tool_call_id",
}
PARTS_OF = {
    "system": ("text",),
    "developer": ("text",),
    "user": ("text", "image_url"),
    "assistant": ("text", "refusal"),
    "tool": ("text",),
}


@dataclass(frozen=True)
class Accepted:
    """OpenAI's own rules. https://platform.openai.com/docs/api-reference/chat/create"""

    body: str = BODY
    """The fields of a request, separated by spaces."""
    fields: dict[str, str] = field(default_factory=lambda: FIELDS)
    """The fields of a message, by its role."""
    parts_of: dict[str, tuple[str, ...]] = field(default_factory=lambda: PARTS_OF)
    """The types of content parts, by the role of the message."""
    function: str = "name description parameters strict"
    """The fields of a tool's function."""
    call: str = "id type function"
    """The fields of a tool call."""
    images: str = "png|jpeg|gif|webp"
    """The types of image that may come as base64."""
    tool_choices: tuple[str, ...] = ("auto", "required", "none")
    tool_id: re.Pattern[str] = re.compile(r".{1,40}", re.DOTALL)
    unknown_tool_id: str = "Invalid '{at}': string too long. Expected a string with maximum length 40"
    """What is said of an id of another form. {at} is where it stands, {id} what it is."""
    unknown_field: str = "Unknown parameter: '{name}'."
    """What is said of a field that the request doesn't have."""


OPENAI = Accepted()
