"""Distances and times in words, as the Routes API writes them in English. The mock service speaks no other language."""

MILES_ARE_USED_IN = {"US", "GB", "LR", "MM"}
_METERS_IN_A_MILE = 1609.344
_METERS_IN_A_FOOT = 0.3048


def distance(meters: int, imperial: bool) -> str:
    if imperial:
        miles = meters / _METERS_IN_A_MILE
        return f"{round(meters / _METERS_IN_A_FOOT)} ft" if miles < 0.1 else _number(miles, "mi")
    return f"{meters} m" if meters < 100 else _number(meters / 1000, "km")


def duration(seconds: int) -> str:
    minutes = round(seconds / 60)
    days, hours, minutes = minutes // 1440, minutes % 1440 // 60, minutes % 60
    counted = [(days, "day"), (hours, "hour"), (minutes, "min")]
    shown = [f"{count} {name}{'' if count == 1 else 's'}" for count, name in counted if count]
    return " ".join(shown[:2]) or "1 min"


def _number(value: float, unit: str) -> str:
    return f"{value:.1f} {unit}" if value < 100 else f"{round(value):,} {unit}"
