"""Weather and time of a place."""

from __future__ import annotations

import json
from typing import Any

from corpus.data_files import phrasings
from corpus.draw import Draw
from corpus.skills.tools.kind import Kind, Parameter, as_json
from corpus.values import city, clock_time

ASKED = phrasings("tools")

CITY = Parameter(
    "city",
    ASKED["weather: parameter city"],
    "string",
    ("The city", "Name of the city", "A place such as Paris", "The city and country, e.g. Rome, Italy", "City name"),
    "Which city do you mean?",
)


WEATHER_WORDS = ("sunny", "cloudy", "rainy", "windy", "foggy", "snowy", "clear", "stormy")


def weather_result(draw: Draw, values: dict) -> tuple[str, str, tuple[str, ...]]:
    degrees, sky, place = draw.number(-9, 38), draw.any(WEATHER_WORDS), values["city"]
    kind = draw.number(0, 9)
    if kind == 0:
        text = draw.any((sky, as_json(weather=sky), as_json(condition=sky)))
        return text, f"It is {sky} in {place}.", (sky, place)
    if kind == 1:
        text = draw.any((f"{degrees} degrees", f"{degrees}", as_json(temperature=degrees), f"{degrees}°C"))
        return text, f"It has {degrees} degrees in {place}.", (str(degrees), place)
    text = draw.any(
        (f"{sky}, {degrees} degrees", f"{degrees} degrees and {sky}", f"{degrees}°C, {sky}", f"{sky} {degrees}")
    )
    if kind >= 4:
        fields: dict[str, Any] = {draw.any(("temperature", "temp", "degrees", "temp_c")): degrees}
        fields[draw.any(("condition", "sky", "weather", "conditions"))] = sky
        if draw.chance(0.35):
            fields |= draw.any(({"city": place}, {"wind": draw.number(0, 60)}, {"humidity": draw.number(20, 99)}))
        text = json.dumps(dict(draw.shuffled(fields.items())), ensure_ascii=False)
    return text, f"It is {sky} in {place} with {degrees} degrees.", (sky, place, str(degrees))


WEATHER = Kind(
    "the weather",
    ASKED["weather: names"],
    ASKED["weather: about"],
    (CITY,),
    ASKED["weather: asked for"],
    lambda draw: {"city": city(draw)},
    weather_result,
    ASKED["weather: asked vaguely"],
    Parameter(
        "unit",
        ASKED["weather: parameter unit"],
        "string",
        ("The unit", "Unit of the temperature"),
        enum=("celsius", "fahrenheit"),
    ),
    lambda draw: draw.any(("celsius", "fahrenheit")),
    ASKED["weather: extra"],
)


def time_result(draw: Draw, values: dict) -> tuple[str, str, tuple[str, ...]]:
    now = clock_time(draw)
    text = as_json(**{draw.any(("time", "now", "local_time")): now}) if draw.chance(0.6) else now
    return text, f"It is {now} in {values['city']}.", (now, values["city"])


TIME = Kind(
    "the time",
    ASKED["time: names"],
    ASKED["time: about"],
    (CITY,),
    ASKED["time: asked for"],
    lambda draw: {"city": city(draw)},
    time_result,
    ASKED["time: asked vaguely"],
)
