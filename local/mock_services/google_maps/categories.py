"""The kinds of places that the mock service has in every city, each with the words by which a text query asks for it.

The types are some of Table A of https://developers.google.com/maps/documentation/places/web-service/place-types; a type that
isn't here is refused as Google refuses one that it doesn't know.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Category:
    type: str
    label: str
    """Of one place: Mock service Café 1."""
    words: tuple[str, ...]
    """As gazetteer.words has them, in the singular."""
    price: str = ""
    opens: int = 9
    closes: int = 18


CATEGORIES = {
    category.type: category
    for category in (
        Category("restaurant", "Restaurant", ("restaurant", "food", "dinner", "lunch", "eat"), "PRICE_LEVEL_MODERATE", 11, 22),
        Category("cafe", "Café", ("cafe", "coffee"), "PRICE_LEVEL_INEXPENSIVE", 8, 19),
        Category("bar", "Bar", ("bar", "pub", "drink"), "PRICE_LEVEL_MODERATE", 16, 23),
        Category("bakery", "Bakery", ("bakery", "bread", "breakfast"), "PRICE_LEVEL_INEXPENSIVE", 6, 18),
        Category("museum", "Museum", ("museum", "gallery", "exhibition"), opens=10),
        Category("tourist_attraction", "Sight", ("attraction", "sight", "sightseeing", "landmark", "monument"), opens=0, closes=0),
        Category("park", "Park", ("park", "garden", "playground"), opens=0, closes=0),
        Category("hotel", "Hotel", ("hotel", "hostel", "accommodation"), opens=0, closes=0),
        Category("train_station", "Station", ("station", "railway"), opens=0, closes=0),
        Category("airport", "Airport", ("airport",), opens=0, closes=0),
        Category("hospital", "Hospital", ("hospital", "clinic"), opens=0, closes=0),
        Category("pharmacy", "Pharmacy", ("pharmacy", "drugstore", "chemist"), opens=8, closes=20),
        Category("supermarket", "Supermarket", ("supermarket", "grocery", "groceries"), opens=7, closes=22),
        Category("library", "Library", ("library",), opens=10, closes=20),
        Category("school", "School", ("school",), opens=8, closes=16),
        Category("university", "University", ("university", "college"), opens=8, closes=20),
        Category("gas_station", "Gas Station", ("gas", "petrol", "fuel"), opens=0, closes=0),
        Category("electric_vehicle_charging_station", "Charging Station", ("charging", "charger"), opens=0, closes=0),
        Category("gym", "Gym", ("gym", "fitness"), opens=6, closes=23),
        Category("book_store", "Bookshop", ("bookshop", "bookstore", "book"), opens=10, closes=19),
    )
}
NUMBER_IN_A_CITY = 24


def asked_for(query: list[str]) -> Category | None:
    """The first of these words (in lower case) that names a category, in the singular or the plural."""
    names = {name: category for category in CATEGORIES.values() for name in category.words}
    # "gas station" and "charging station" are no stations.
    ordered = sorted(query, key=lambda word: word.startswith("station"))
    return next((names[each] for word in ordered for each in (word, word.removesuffix("s")) if each in names), None)
