"""What a target of each provider needs, in docs/reference/providers.md, is what the catalog says.

`UPDATE_GOLDEN=1 make test T=tests/components/test_provider_docs.py` writes the table anew; its diff is reviewed with the change.
"""

import os
from pathlib import Path

from components.llm_catalog.catalog import providers

DOCS = Path(__file__).parents[2] / "docs" / "reference" / "providers.md"
START, END = "<!-- table: made from the catalog by tests/components/test_provider_docs.py -->\n", "\n<!-- end of targets -->"


def table():
    rows = [
        f"| `{provider.example}` | {provider.secret} | {provider.api_base} | {', '.join(provider.clients)} |"
        for provider in providers().values()
    ]
    return "\n".join(["| `model`, like | `secret` | `apiBase` | `client` |", "|---|---|---|---|", *rows])


def test_the_documentation_says_of_each_provider_what_a_target_needs():
    text = DOCS.read_text()
    before, _, rest = text.partition(START)
    written, _, after = rest.partition(END)
    if os.environ.get("UPDATE_GOLDEN"):
        DOCS.write_text(f"{before}{START}{table()}{END}{after}")
        written = table()
    assert written == table()
