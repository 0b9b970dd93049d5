"""The characters that a key may not have, held against Unicode's own data."""

import sys
import unicodedata

from toolkit import keys

CHARACTERS = [chr(point) for point in range(sys.maxunicode + 1) if not 0xD800 <= point <= 0xDFFF]


def test_the_dots_are_the_characters_that_are_nothing_but_dots_in_nfkc():
    assert "".join(one for one in CHARACTERS if set(unicodedata.normalize("NFKC", one)) == {"."}) == keys.DOTS


def test_the_hidden_characters_are_those_that_have_a_slash_a_backslash_or_a_percent_sign_in_nfkc():
    plain = {"/", "%"}
    found = "".join(one for one in CHARACTERS if one not in plain and set("/\\%") & set(unicodedata.normalize("NFKC", one)))
    assert found == keys.HIDDEN


def test_control_characters_are_those_of_unicode():
    assert [one for one in CHARACTERS if unicodedata.category(one) == "Cc" and not keys.strays("runs/a/b/", f"inputs/{one}")] == []
