"""Tools that people try first: weather, time, search, sums, calendar, translation, mail, lights, shares and more."""

from __future__ import annotations

import json
from typing import Any

from corpus.data_files import phrasings
from corpus.draw import Draw, Pool
from corpus.skills.tools.kind import Kind, Parameter
from corpus.values import DAYS, city, clock_time, date, email, identifier, invented_word, noun, person

ASKED = phrasings("tools")

CITY = Parameter(
    "city",
    Pool(("city", "location", "place", "town", "city_name", "where")),
    "string",
    ("The city", "Name of the city", "A place such as Paris", "The city and country, e.g. Rome, Italy", "City name"),
    "Which city do you mean?",
)


def as_json(**fields: Any) -> str:
    return json.dumps(fields, ensure_ascii=False)


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
    ("Weather of a place", "Get the weather of a city", "The weather now", "Tells the weather"),
    (CITY,),
    ASKED["weather: asked for"],
    lambda draw: {"city": city(draw)},
    weather_result,
    ASKED["weather: asked vaguely"],
    Parameter(
        "unit",
        Pool(("unit", "units", "scale", "degrees")),
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
    ("Time of a place", "The local time of a city", "Tells what time it is in a city"),
    (CITY,),
    ASKED["time: asked for"],
    lambda draw: {"city": city(draw)},
    time_result,
    ASKED["time: asked vaguely"],
)


def search_result(draw: Draw, values: dict) -> tuple[str, str, tuple[str, ...]]:
    site, maker = f"{invented_word(draw)}.{draw.any(('org', 'com', 'net'))}", person(draw)
    kind = draw.number(0, 2)
    if kind == 0:
        return (
            as_json(title=f"All about {values['query']}", url=site),
            f"I found a page about {values['query']}: {site}.",
            (site,),
        )
    if kind == 1:
        return (
            as_json(results=[{"title": f"{maker} on {values['query']}", "url": site}]),
            f"I found a page about {values['query']}: {site}.",
            (site,),
        )
    return as_json(results=[]), f"I found nothing about {values['query']}.", ("nothing", values["query"])


def topic(draw: Draw) -> str:
    return draw.any(
        (
            noun(draw),
            f"{noun(draw)} {noun(draw)}",
            invented_word(draw),
            f"{draw.any(('old', 'new', 'best', 'cheap'))} {noun(draw)}s",
            person(draw),
            f"{noun(draw)} in {city(draw)}",
        )
    )


SEARCH = Kind(
    "search",
    ASKED["search: names"],
    ("Search the web", "Finds web pages", "Search for pages", "Looks something up on the web"),
    (
        Parameter(
            "query",
            Pool(("query", "q", "text", "terms", "search_query", "keywords")),
            "string",
            ("What to search for", "The search words"),
            "What should I search for?",
        ),
    ),
    ASKED["search: asked for"],
    lambda draw: {"query": topic(draw)},
    search_result,
    ASKED["search: asked vaguely"],
    Parameter("limit", Pool(("limit", "count", "max_results", "n", "num_results")), "integer", ("How many results",)),
    lambda draw: draw.number(1, 20),
    ASKED["search: extra"],
)


def expression(draw: Draw) -> tuple[str, int]:
    a, b = draw.number(2, 999), draw.number(2, 99)
    sign = draw.any("+-*")
    return f"{a} {sign} {b}", a + b if sign == "+" else a - b if sign == "-" else a * b


def calculator_values(draw: Draw) -> dict:
    text, result = expression(draw)
    return {"expression": text, "result": result}


CALCULATOR = Kind(
    "sums",
    ASKED["calculator: names"],
    ("Works out a sum", "Calculate an expression", "Evaluates arithmetic", "A calculator"),
    (
        Parameter(
            "expression",
            Pool(("expression", "formula", "input", "sum", "expr", "calculation")),
            "string",
            ("The sum, such as 2 + 3", "What to calculate"),
            "What should I calculate?",
        ),
    ),
    ASKED["calculator: asked for"],
    calculator_values,
    lambda draw, values: (
        as_json(result=values["result"]) if draw.chance(0.6) else str(values["result"]),
        f"{values['expression']} is {values['result']}.",
        (str(values["result"]),),
    ),
    ASKED["calculator: asked vaguely"],
)


def appointment(draw: Draw) -> dict:
    return {
        "title": draw.any(
            (
                f"{draw.any(('lunch', 'meeting', 'call', 'dinner', 'coffee', 'walk', 'lesson'))} with {person(draw)}",
                f"{noun(draw)} {draw.any(('repair', 'class', 'day', 'show'))}",
            )
        ),
        "day": draw.any(DAYS) if draw.chance(0.6) else date(draw),
        "time": clock_time(draw),
    }


CALENDAR = Kind(
    "the calendar",
    ASKED["calendar: names"],
    ("Adds an event to the calendar", "Create a calendar event", "Puts something into the calendar"),
    (
        Parameter(
            "title",
            Pool(("title", "name", "event", "subject", "what")),
            "string",
            ("Name of the event",),
            "What is the event called?",
        ),
        Parameter("day", Pool(("date", "day", "on_day", "when_day", "on")), "string", ("The day",), "On which day?"),
        Parameter(
            "time", Pool(("time", "start", "at", "start_time", "hour")), "string", ("When it begins",), "At what time?"
        ),
    ),
    ASKED["calendar: asked for"],
    appointment,
    lambda draw, values: (
        draw.any((as_json(ok=True), as_json(status="created"), "done")),
        f"Done. {values['title']} is on {values['day']} at {values['time']}.",
        (values["title"], values["day"], values["time"]),
    ),
    ASKED["calendar: asked vaguely"],
)

LANGUAGES = ASKED["languages"]


def translation(draw: Draw) -> dict:
    return {
        "text": draw.any(
            (
                noun(draw),
                f"the {noun(draw)}",
                f"good {draw.any(('morning', 'day', 'night'))}",
                f"the {noun(draw)} and the {noun(draw)}",
                f"{person(draw)} has a {noun(draw)}",
            )
        ),
        "language": draw.value(LANGUAGES),
    }


def translation_result(draw: Draw, values: dict) -> tuple[str, str, tuple[str, ...]]:
    words = " ".join(invented_word(draw) for _ in range(draw.number(1, 3)))
    return (
        as_json(**{draw.any(("translation", "text", "result")): words}) if draw.chance(0.6) else words,
        f"In {values['language']} it is: {words}",
        (words,),
    )


TRANSLATE = Kind(
    "translation",
    ASKED["translate: names"],
    ("Translates a text", "Translate text to a language", "Turns text into another language"),
    (
        Parameter(
            "text",
            Pool(("text", "input", "phrase", "sentence", "content")),
            "string",
            ("What to translate",),
            "Which text should I translate?",
        ),
        Parameter(
            "language",
            Pool(("language", "target", "to", "target_language", "lang")),
            "string",
            ("The language to translate to",),
            "Into which language?",
        ),
    ),
    ASKED["translate: asked for"],
    translation,
    translation_result,
    ASKED["translate: asked vaguely"],
)


def mail(draw: Draw) -> dict:
    return {
        "to": email(draw),
        "subject": draw.any(
            (f"the {noun(draw)}", f"{noun(draw)} {noun(draw)}", f"{draw.any(DAYS)}", invented_word(draw))
        ),
        "body": draw.any(
            (
                f"the {noun(draw)} is ready",
                f"see you on {draw.any(DAYS)}",
                f"I come at {clock_time(draw)}",
                f"please bring the {noun(draw)}",
                f"thanks for the {noun(draw)}",
            )
        ),
    }


EMAIL = Kind(
    "e-mail",
    ASKED["email: names"],
    ("Sends an e-mail", "Send an e-mail to somebody", "Writes and sends a mail"),
    (
        Parameter(
            "to",
            Pool(("to", "recipient", "address", "email", "receiver")),
            "string",
            ("Address of the receiver",),
            "To whom should I send it?",
        ),
        Parameter(
            "subject", Pool(("subject", "title", "about", "topic")), "string", ("The subject",), "What is the subject?"
        ),
        Parameter(
            "body", Pool(("body", "message", "text", "content")), "string", ("The text",), "What should I write?"
        ),
    ),
    ASKED["email: asked for"],
    mail,
    lambda draw, values: (
        draw.any((as_json(sent=True), as_json(status="sent"), "sent")),
        f"Done. The e-mail to {values['to']} was sent.",
        (values["to"], "sent"),
    ),
    ASKED["email: asked vaguely"],
)

ROOMS = ASKED["rooms"]
LIGHTS = Kind(
    "the lights",
    ASKED["lights: names"],
    ("Sets the light of a room", "Controls the lights", "Dim or brighten a room"),
    (
        Parameter(
            "room", Pool(("room", "where", "zone", "place", "area")), "string", ("The room",), "Which room do you mean?"
        ),
        Parameter(
            "level",
            Pool(("level", "brightness", "percent", "value", "amount")),
            "integer",
            ("From 0 to 100", "Brightness in percent"),
            "How bright should it be?",
        ),
    ),
    ASKED["lights: asked for"],
    lambda draw: {"room": draw.value(ROOMS), "level": draw.number(0, 100)},
    lambda draw, values: (
        draw.any((as_json(ok=True), as_json(room=values["room"], level=values["level"]), "ok")),
        f"Done. The light in the {values['room']} is at {values['level']} percent.",
        (values["room"], str(values["level"])),
    ),
    ASKED["lights: asked vaguely"],
    Parameter("colour", Pool(("colour", "color", "tint", "hue", "shade")), "string", ("Colour of the light",)),
    lambda draw: draw.any(("red", "blue", "green", "yellow", "white", "pink", "orange")),
    ASKED["lights: extra"],
)


def share_result(draw: Draw, values: dict) -> tuple[str, str, tuple[str, ...]]:
    price = f"{draw.number(1, 999)}.{draw.digits(2)}"
    return as_json(price=price), f"{values['symbol']} is at {price}.", (values["symbol"], price)


SHARES = Kind(
    "share prices",
    ASKED["shares: names"],
    ("Price of a share", "Gets the price of a stock", "Stock price of a symbol"),
    (
        Parameter(
            "symbol",
            Pool(("symbol", "ticker", "stock", "share", "code")),
            "string",
            ("The symbol",),
            "Which share do you mean?",
        ),
    ),
    ASKED["shares: asked for"],
    lambda draw: {"symbol": draw.letters(draw.number(3, 4))},
    share_result,
    ASKED["shares: asked vaguely"],
)


def reminder(draw: Draw) -> dict:
    return {
        "task": draw.any(
            (
                f"buy {noun(draw)}",
                f"call {person(draw)}",
                f"clean the {noun(draw)}",
                f"bring the {noun(draw)}",
                f"write to {person(draw)}",
            )
        ),
        "minutes": draw.number(2, 120),
    }


REMINDER = Kind(
    "reminders",
    ASKED["reminder: names"],
    ("Reminds of something", "Sets a reminder", "Create a reminder in some minutes"),
    (
        Parameter(
            "task",
            Pool(("task", "text", "what", "note", "message")),
            "string",
            ("What to remind of",),
            "What should I remind you of?",
        ),
        Parameter(
            "minutes",
            Pool(("minutes", "in_minutes", "delay", "after")),
            "integer",
            ("Minutes from now",),
            "In how many minutes?",
        ),
    ),
    ASKED["reminder: asked for"],
    reminder,
    lambda draw, values: (
        draw.any((as_json(ok=True), as_json(status="set"), "ok")),
        f"Done. I remind you in {values['minutes']} minutes to {values['task']}.",
        (str(values["minutes"]), values["task"]),
    ),
    ASKED["reminder: asked vaguely"],
)


def order_result(draw: Draw, values: dict) -> tuple[str, str, tuple[str, ...]]:
    status = draw.any(("shipped", "open", "delivered", "packed", "cancelled", "late"))
    return (
        as_json(**{draw.any(("status", "state", "order_status")): status}),
        f"Order {values['order']} is {status}.",
        (values["order"], status),
    )


ORDER = Kind(
    "orders",
    ASKED["order: names"],
    ("Status of an order", "Finds an order by its id", "Tracks an order"),
    (
        Parameter(
            "order",
            Pool(("order_id", "id", "order", "number", "order_number")),
            "string",
            ("Id of the order",),
            "Which order do you mean?",
        ),
    ),
    ASKED["order: asked for"],
    lambda draw: {"order": identifier(draw)},
    order_result,
    ASKED["order: asked vaguely"],
)

CATALOGUE = (WEATHER, WEATHER, TIME, SEARCH, CALCULATOR, CALENDAR, TRANSLATE, EMAIL, LIGHTS, SHARES, REMINDER, ORDER)
