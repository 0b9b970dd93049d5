"""Reads `tags` of the configuration: the tags of every resource."""

import json
import re

from components.settings.paths import within
from components.settings.raw_config import Problems, RawConfig, shown

KEY = "tags"

# The characters that the strictest services allow, IAM and Lambda among them.
# https://docs.aws.amazon.com/IAM/latest/APIReference/API_Tag.html
_TEXT = re.compile(r"[\w .:/=+@-]*")
_LETTERS = "letters, digits, spaces and _ . : / = + - @"
MOST_TAGS = 50
MOST_IN_A_NAME = 128
MOST_IN_A_VALUE = 256


def read_tags(config: RawConfig, problems: Problems) -> dict[str, str]:
    """Return the tags, with those that every stack has. Append what is wrong to `problems`."""
    tags = {"Project": config.project, "Stack": config.stack}
    given = problems.caught(lambda: config.json(KEY, dict, "an object of names and texts", config.remove_command(KEY))) or {}
    for name, value in given.items():
        path = within(KEY, name)
        remove = config.remove_command(path)
        if not 1 <= len(name) <= MOST_IN_A_NAME or name.lower().startswith("aws:") or not _TEXT.fullmatch(name):
            allowed = f"1 to {MOST_IN_A_NAME} {_LETTERS}, not starting with aws:"
            problems.append(str(config.refused(f"tags has the name {name!r}", allowed, remove)))
            continue
        if twin := next((other for other in tags if other.lower() == name.lower() and other != name), None):
            # IAM takes the two for one tag, and refuses it: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html
            given_twice = f"tags has {name!r} beside {twin!r}"
            problems.append(str(config.refused(given_twice, "names that differ in more than capitals", remove)))
            continue
        text = value if isinstance(value, str) else json.dumps(value)
        if isinstance(value, dict | list) or value is None or len(text) > MOST_IN_A_VALUE or not _TEXT.fullmatch(text):
            repair = config.set_command(path, _mended(value)) if isinstance(value, str) else remove
            allowed = f"a text of {MOST_IN_A_VALUE} {_LETTERS} or fewer"
            problems.append(str(config.refused(f"{path} is {shown(value)}", allowed, repair)))
            continue
        tags[name] = text
    if len(tags) > MOST_TAGS:
        own = [name for name in tags if name in given and name not in ("Project", "Stack")]
        remove = " && ".join(config.remove_command(within(KEY, name)) for name in own[MOST_TAGS - len(tags) :])
        given_tags = f"there are {len(tags)} tags, Project and Stack among them"
        problems.append(str(config.refused(given_tags, f"{MOST_TAGS} or fewer", remove)))
    return tags


def _mended(text: str) -> str:
    return re.sub(r" +", " ", re.sub(r"[^\w .:/=+@-]", " ", text)).strip()[:MOST_IN_A_VALUE].strip()
