"""Money and formulas in the texts of charts."""

import pytest


@pytest.fixture(scope="module")
def escape_money(sandbox_package):
    from interpreter.money import escape_money

    return escape_money


@pytest.mark.parametrize(
    "text",
    [
        "Revenue ($M) and price ($)",
        "$5 to $10",
        "$5-$10",
        "$5–$10",
        "US$/A$",
        "A$ B$",
        "$M vs $B",
        "$B/$M",
        "$/kg and $/lb",
        "($)($)",
        "Revenue_usd ($) and cost_usd ($)",
        "$rev_a and $rev_b",
        "price_in_$, cost_in_$",
        "A$5B$6",
        "$100,$200",
        "$1K–$2K",
        "USD($)/EUR(€)/AUD(A$)",
        "$1.2M / $3.4M",
        "[$] vs [$]",
        "Sales ($) by region ($)",
        "$AAPL and $MSFT",
        "$AAPL $MSFT",
        "$AAPL/$MSFT",
        "Up to $5",
        "$5, $10 and $20",
        "Preis ($) und Größe ($)",
        "收入($)与价格($)",
        "$50k+ vs <$50k",
        "gain: $+5 / $-5",
        "$0.5B_adj to $1B_adj",
        "Price ($)\xa0vs\xa0Cost ($)",
        "$AAPL, $MSFT, $GOOG",
        "$TSLA-$AAPL",
    ],
)
def test_two_signs_of_money_are_no_formula(escape_money, text):
    assert escape_money(text) == text.replace("$", r"\$")


@pytest.mark.parametrize(
    "text",
    [
        "$x$",
        "$y = 2x + 1$",
        "$\\alpha$",
        "$R^2$",
        "$R^2 = 0.91$",
        "$x_1$",
        "$x_{max}$",
        "$f(x)$",
        "$n=30$",
        "$n = 30$, $p < 0.05$",
        "$\\frac{a}{b}$",
        "$ \\alpha $",
        "$e^{-x}$",
        "$-1$",
        "$+x$",
        "$10^3$",
        "$\\mathdefault{10^{2}}$",
        "$\\mathdefault{-5}$",
        "$x^2 + y^2$",
        "$\\sigma$ ($\\mu$=0)",
        "$sin(x)$",
        "$A$",
        "$H_2O$",
        "CO$_2$",
        "m$^2$",
        "m s$^{-1}$",
        "10$^{-3}$",
        "$[0, 1]$",
        "$|x|$",
        "$a_i b_j$",
        "$price_t$",
        "$x'$",
        "$n!$",
        "$5$",
        "$50\\%$",
        "$β_1$",
        "$°C$",
        "$p=.05$",
        "$_{sub}$",
        "$^{a}$text",
    ],
)
def test_a_formula_stays_a_formula(escape_money, text):
    assert escape_money(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Revenue ($M), $R^2$ = 0.9", "Revenue (\\$M), $R^2$ = 0.9"),
        ("\\$5 and $x$", "\\$5 and $x$"),
        ("$5 $x^2$", "\\$5 $x^2$"),
        ("Cost ($): $y=x^2$", "Cost (\\$): $y=x^2$"),
        ("Cost in $ vs $\\alpha$", "Cost in \\$ vs $\\alpha$"),
        ("$\\alpha$ cost $5", "$\\alpha$ cost \\$5"),
        ("$10 at $\\alpha=0.05$", "\\$10 at $\\alpha=0.05$"),
    ],
)
def test_money_and_formulas_stand_in_one_text(escape_money, text, expected):
    assert escape_money(text) == expected
