"""Tools that people try first: weather, time, search, sums, calendar, translation, mail, lights, shares and more."""

from __future__ import annotations

import json
from typing import Any

from corpus.draw import Draw, Pool
from corpus.skills.tools.kind import Kind, Parameter
from corpus.values import DAYS, city, clock_time, date, email, identifier, invented_word, noun, person

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
    degrees, sky = draw.number(-9, 38), draw.any(WEATHER_WORDS)
    key, sky_key = (
        draw.any(("temperature", "temp", "degrees", "temp_c")),
        draw.any(("condition", "sky", "weather", "conditions")),
    )
    text = (
        as_json(**{key: degrees, sky_key: sky})
        if draw.chance(0.7)
        else draw.any((f"{sky}, {degrees} degrees", f"{degrees} degrees and {sky}", f"{degrees}°C, {sky}"))
    )
    return text, f"It is {sky} in {values['city']} with {degrees} degrees.", (sky, values["city"], str(degrees))


WEATHER = Kind(
    "the weather",
    Pool(
        (
            "get_weather",
            "weather",
            "current_weather",
            "weather_now",
            "fetch_weather",
            "get_current_weather",
            "lookup_weather",
            "forecast",
        )
    ),
    ("Weather of a place", "Get the weather of a city", "The weather now", "Tells the weather"),
    (CITY,),
    Pool(
        (
            "what is the weather in {city}?",
            "what's the weather like in {city}?",
            "how is the weather in {city}?",
            "weather in {city}?",
            "weather in {city}",
            "is it raining in {city}?",
            "is it sunny in {city}?",
            "tell me the weather in {city}",
            "do i need an umbrella in {city}?",
            "how warm is it in {city}?",
            "what is the temperature in {city}?",
            "is it cold in {city}?",
            "i travel to {city}. how is the weather?",
            "check the weather for {city}",
            "{city} weather?",
            "what will the weather be in {city}?",
            "should i take a coat in {city}?",
            "look up the weather of {city}",
        )
    ),
    lambda draw: {"city": city(draw)},
    weather_result,
    Pool(
        (
            "what is the weather?",
            "how is the weather?",
            "weather?",
            "tell me the weather",
            "is it raining?",
            "how warm is it?",
            "do i need an umbrella?",
            "check the weather",
        )
    ),
    Parameter(
        "unit",
        Pool(("unit", "units", "scale", "degrees")),
        "string",
        ("The unit", "Unit of the temperature"),
        enum=("celsius", "fahrenheit"),
    ),
    lambda draw: draw.any(("celsius", "fahrenheit")),
    Pool(("in {value}", "in {value} please", "use {value}", "give it in {value}", "as {value}", "({value})")),
)


def time_result(draw: Draw, values: dict) -> tuple[str, str, tuple[str, ...]]:
    now = clock_time(draw)
    text = as_json(**{draw.any(("time", "now", "local_time")): now}) if draw.chance(0.6) else now
    return text, f"It is {now} in {values['city']}.", (now, values["city"])


TIME = Kind(
    "the time",
    Pool(("get_time", "time", "current_time", "local_time", "clock", "get_local_time", "time_in", "world_clock")),
    ("Time of a place", "The local time of a city", "Tells what time it is in a city"),
    (CITY,),
    Pool(
        (
            "what time is it in {city}?",
            "what's the time in {city}?",
            "how late is it in {city}?",
            "time in {city}?",
            "tell me the time in {city}",
            "what is the local time in {city}?",
            "current time in {city}",
            "which time do they have in {city}?",
            "is it late in {city}?",
            "{city} time?",
            "what does the clock say in {city}?",
            "give me the time in {city}",
        )
    ),
    lambda draw: {"city": city(draw)},
    time_result,
    Pool(
        (
            "what time is it?",
            "what's the time?",
            "time?",
            "how late is it?",
            "tell me the time",
            "do you know the time?",
        )
    ),
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
    Pool(
        ("web_search", "search", "search_web", "internet_search", "find_pages", "lookup", "search_online", "web_lookup")
    ),
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
    Pool(
        (
            "search for {query}",
            "search the web for {query}",
            "look up {query}",
            "find pages about {query}",
            "find something about {query}",
            "google {query}",
            "search: {query}",
            "can you search for {query}?",
            "look on the web for {query}",
            "what does the web say about {query}?",
            "do a search for {query}",
            "find {query} online",
            "please look for {query}",
            "web search for {query}",
        )
    ),
    lambda draw: {"query": topic(draw)},
    search_result,
    Pool(
        (
            "search the web",
            "search for something",
            "do a web search",
            "can you search?",
            "look something up",
            "make a search",
        )
    ),
    Parameter("limit", Pool(("limit", "count", "max_results", "n", "num_results")), "integer", ("How many results",)),
    lambda draw: draw.number(1, 20),
    Pool(
        (
            "and show {value} results",
            "with {value} results",
            "only {value} results",
            "give me {value} results",
            "limit it to {value} results",
            "at most {value} results",
        )
    ),
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
    Pool(("calculator", "calculate", "compute", "math", "evaluate", "eval_math", "do_math", "calc")),
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
    Pool(
        (
            "what is {expression}?",
            "calculate {expression}",
            "compute {expression}",
            "how much is {expression}?",
            "work out {expression}",
            "{expression}",
            "{expression} = ?",
            "solve {expression}",
            "please calculate {expression}",
            "give me {expression}",
            "use the calculator for {expression}",
            "what does {expression} make?",
            "i need the result of {expression}",
            "tell me what {expression} is",
        )
    ),
    calculator_values,
    lambda draw, values: (
        as_json(result=values["result"]) if draw.chance(0.6) else str(values["result"]),
        f"{values['expression']} is {values['result']}.",
        (str(values["result"]),),
    ),
    Pool(("calculate something", "use the calculator", "do a sum for me", "i need a calculation", "compute something")),
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
    Pool(
        (
            "create_event",
            "add_event",
            "calendar_add",
            "add_to_calendar",
            "schedule",
            "new_event",
            "book_slot",
            "make_appointment",
        )
    ),
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
    Pool(
        (
            "add {title} to my calendar on {day} at {time}",
            "put {title} into the calendar for {day}, {time}",
            "schedule {title} on {day} at {time}",
            "i have {title} on {day} at {time}. add it",
            "plan {title} for {day} at {time}",
            "create an event: {title}, {day}, {time}",
            "new event {title} on {day} at {time}",
            "remember {title} on {day} at {time} in my calendar",
            "book {title} on {day} at {time}",
            "make an appointment: {title} at {time} on {day}",
            "on {day} at {time} i have {title}. put it in the calendar",
        )
    ),
    appointment,
    lambda draw, values: (
        draw.any((as_json(ok=True), as_json(status="created"), "done")),
        f"Done. {values['title']} is on {values['day']} at {values['time']}.",
        (values["title"], values["day"], values["time"]),
    ),
    Pool(
        (
            "add something to my calendar",
            "make an appointment",
            "create an event",
            "put an event into the calendar",
            "i need a new event",
            "schedule something",
        )
    ),
)

LANGUAGES = Pool(
    (
        "French",
        "German",
        "Spanish",
        "Italian",
        "Japanese",
        "Polish",
        "Dutch",
        "Swedish",
        "Greek",
        "Turkish",
        "Hindi",
        "Danish",
    )
)


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
    Pool(
        (
            "translate",
            "translate_text",
            "translator",
            "translation",
            "to_language",
            "get_translation",
            "convert_language",
        )
    ),
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
    Pool(
        (
            "translate '{text}' [to|into] {language}",
            "translate {text} into {language}",
            "what is '{text}' in {language}?",
            "how do you say '{text}' in {language}?",
            "say '{text}' in {language}",
            "i need '{text}' in {language}",
            "{language} for '{text}'?",
            "put '{text}' into {language}",
            "turn '{text}' into {language}",
            "in {language}, what is '{text}'?",
            "give me the {language} words for '{text}'",
        )
    ),
    translation,
    translation_result,
    Pool(
        (
            "translate something",
            "i need a translation",
            "can you translate?",
            "please translate",
            "translate a text for me",
        )
    ),
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
    Pool(("send_email", "email", "send_mail", "mail", "write_email", "compose_mail", "mail_to")),
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
    Pool(
        (
            "send an e-mail to {to} about {subject}: {body}",
            "e-mail {to}, subject {subject}, text: {body}",
            "write to {to} with subject {subject} and text {body}",
            "mail {to}: subject {subject}, body {body}",
            "send {to} a mail about {subject} saying {body}",
            "please send a mail to {to}. subject: {subject}. text: {body}",
            "compose an e-mail to {to}, subject '{subject}', saying '{body}'",
            "tell {to} by mail that {body}, subject {subject}",
        )
    ),
    mail,
    lambda draw, values: (
        draw.any((as_json(sent=True), as_json(status="sent"), "sent")),
        f"Done. The e-mail to {values['to']} was sent.",
        (values["to"], "sent"),
    ),
    Pool(
        (
            "send an e-mail",
            "write an e-mail",
            "i want to send a mail",
            "mail somebody",
            "can you send an e-mail for me?",
            "send a message by e-mail",
        )
    ),
)

ROOMS = Pool(
    (
        "kitchen",
        "bedroom",
        "bathroom",
        "office",
        "hall",
        "garage",
        "cellar",
        "living room",
        "attic",
        "garden",
        "studio",
        "nursery",
    )
)
LIGHTS = Kind(
    "the lights",
    Pool(
        (
            "set_light",
            "lights",
            "light_control",
            "switch_light",
            "dim_light",
            "control_lights",
            "set_lamp",
            "light_level",
        )
    ),
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
    Pool(
        (
            "set the light in the {room} to {level} percent",
            "dim the {room} to {level}",
            "put the {room} light at {level} percent",
            "light in the {room} at {level}",
            "make the {room} {level} percent bright",
            "{room} light to {level} percent",
            "i want the {room} at {level} percent",
            "turn the light of the {room} to {level}",
            "change the {room} lights to {level} percent",
            "brightness {level} in the {room}",
        )
    ),
    lambda draw: {"room": draw.value(ROOMS), "level": draw.number(0, 100)},
    lambda draw, values: (
        draw.any((as_json(ok=True), as_json(room=values["room"], level=values["level"]), "ok")),
        f"Done. The light in the {values['room']} is at {values['level']} percent.",
        (values["room"], str(values["level"])),
    ),
    Pool(
        (
            "change the light",
            "set the light",
            "dim the lights",
            "make it brighter",
            "i want more light",
            "turn the lights down",
        )
    ),
    Parameter("colour", Pool(("colour", "color", "tint", "hue", "shade")), "string", ("Colour of the light",)),
    lambda draw: draw.any(("red", "blue", "green", "yellow", "white", "pink", "orange")),
    Pool(
        (
            "in {value}",
            "with {value} light",
            "and make it {value}",
            "and {value}",
            "the colour is {value}",
            "in the colour {value}",
        )
    ),
)


def share_result(draw: Draw, values: dict) -> tuple[str, str, tuple[str, ...]]:
    price = f"{draw.number(1, 999)}.{draw.digits(2)}"
    return as_json(price=price), f"{values['symbol']} is at {price}.", (values["symbol"], price)


SHARES = Kind(
    "share prices",
    Pool(("get_stock_price", "stock_price", "stocks", "quote", "share_price", "get_quote", "ticker")),
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
    Pool(
        (
            "what is the price of {symbol}?",
            "stock price of {symbol}?",
            "how much is one share of {symbol}?",
            "price of {symbol} stock",
            "how is {symbol} doing today?",
            "quote for {symbol}",
            "what does {symbol} cost?",
            "get the price of {symbol}",
            "{symbol} share price?",
            "check the stock {symbol}",
            "how high is {symbol}?",
            "what is {symbol} trading at?",
        )
    ),
    lambda draw: {"symbol": draw.letters(draw.number(3, 4))},
    share_result,
    Pool(
        (
            "what is the stock price?",
            "check a stock",
            "how much is the share?",
            "get a stock price",
            "tell me a share price",
        )
    ),
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
    Pool(("set_reminder", "reminder", "remind_me", "add_reminder", "create_reminder", "remind")),
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
    Pool(
        (
            "remind me to {task} in {minutes} minutes",
            "in {minutes} minutes, remind me to {task}",
            "set a reminder: {task} in {minutes} minutes",
            "reminder in {minutes} minutes: {task}",
            "i must {task} in {minutes} minutes. remind me",
            "please remind me in {minutes} minutes to {task}",
            "tell me to {task} in {minutes} minutes",
            "new reminder, {minutes} minutes: {task}",
        )
    ),
    reminder,
    lambda draw, values: (
        draw.any((as_json(ok=True), as_json(status="set"), "ok")),
        f"Done. I remind you in {values['minutes']} minutes to {values['task']}.",
        (str(values["minutes"]), values["task"]),
    ),
    Pool(("set a reminder", "remind me", "remind me of something", "i need a reminder", "make a reminder")),
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
    Pool(("get_order", "order_status", "track_order", "find_order", "check_order", "lookup_order")),
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
    Pool(
        (
            "where is my order {order}?",
            "what is the status of order {order}?",
            "track order {order}",
            "check order {order}",
            "is order {order} shipped?",
            "order {order}: where is it?",
            "what about my order {order}?",
            "look up order {order}",
            "find the order {order}",
            "status of {order}?",
            "has order {order} arrived?",
            "when does order {order} come?",
        )
    ),
    lambda draw: {"order": identifier(draw)},
    order_result,
    Pool(
        (
            "where is my order?",
            "what is the status of my order?",
            "track my order",
            "check my order",
            "has my order arrived?",
        )
    ),
)

CATALOGUE = (WEATHER, WEATHER, TIME, SEARCH, CALCULATOR, CALENDAR, TRANSLATE, EMAIL, LIGHTS, SHARES, REMINDER, ORDER)
