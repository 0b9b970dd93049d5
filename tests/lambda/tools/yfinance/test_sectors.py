"""Sectors and industries, from yfinance's own table."""


def test_the_industries_of_a_sector_come_without_asking_anyone(ask):
    answer = ask("list_industries", sector_key="utilities")
    assert answer == {
        "sector_key": "utilities",
        "sector": "Utilities",
        "source": "the table of Yahoo Finance's sectors and industries in yfinance 1.7.0",
        "industries": [
            {"industry_key": "utilities-diversified", "industry": "Utilities—Diversified"},
            {"industry_key": "utilities-independent-power-producers", "industry": "Utilities—Independent Power Producers"},
            {"industry_key": "utilities-regulated-electric", "industry": "Utilities—Regulated Electric"},
            {"industry_key": "utilities-regulated-gas", "industry": "Utilities—Regulated Gas"},
            {"industry_key": "utilities-regulated-water", "industry": "Utilities—Regulated Water"},
            {"industry_key": "utilities-renewable", "industry": "Utilities—Renewable"},
        ],
    }


def test_a_sector_may_be_given_by_its_name(ask):
    assert ask("list_industries", sector_key="Financial Services")["sector_key"] == "financial-services"


def test_keys_are_written_as_yahoo_does(ask):
    energy = {each["industry"]: each["industry_key"] for each in ask("list_industries", sector_key="energy")["industries"]}
    assert energy["Oil & Gas E&P"] == "oil-gas-e-p"
    assert energy["Oil & Gas Refining & Marketing"] == "oil-gas-refining-marketing"
    cyclical = {each["industry_key"] for each in ask("list_industries", sector_key="consumer-cyclical")["industries"]}
    assert "furnishings-fixtures-appliances" in cyclical


def test_an_unknown_sector_is_answered_with_all_keys(refused):
    assert refused("list_industries", sector_key="tech") == (
        "There is no sector 'tech'. The sector keys: basic-materials, communication-services, consumer-cyclical, "
        "consumer-defensive, energy, financial-services, healthcare, industrials, real-estate, technology, utilities."
    )


def test_an_unknown_industry_is_answered_with_all_keys(refused):
    error = refused("top_industry_companies", industry_key="chips")
    assert error.startswith("There is no industry 'chips'. The industry keys, of basic-materials: agricultural-inputs, aluminum, ")
    assert "of technology: communication-equipment, " in error


def test_the_description_of_a_sector_key_names_them_all(tool_function):
    from agents import AGENTS

    tool_function("yfinance")
    from market import sectors

    [tool] = [tool for tool in AGENTS["financial"].tools if tool.name == "list_industries"]
    description = tool.input_schema["properties"]["sector_key"]["description"]
    assert description == f"The sector's key: {', '.join(sectors.table())}."
