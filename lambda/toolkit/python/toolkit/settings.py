"""Reads the settings that `tools.json` declares and the stack's configuration sets. They are plain text.

The deployment fills in the defaults of `tools.json`, so there are no defaults here.
"""

import os


def setting(name: str) -> str:
    """Return the text of a setting. It is empty if the setting is, or if no stack deployed the function."""
    return os.environ.get(f"SETTING_{name.upper()}", "")
