"""Tools that tell something: search, sums, translation, share prices, orders."""

from __future__ import annotations

from corpus.data_files import phrasings
from corpus.draw import Draw
from corpus.skills.tools.kind import Kind, Parameter, as_json
from corpus.values import city, identifier, invented_word, noun, person

ASKED = phrasings("tools")

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
    ASKED["search: about"],
    (
        Parameter(
            "query",
            ASKED["search: parameter query"],
            "string",
            ("What to search for", "The search words"),
            "What should I search for?",
        ),
    ),
    ASKED["search: asked for"],
    lambda draw: {"query": topic(draw)},
    search_result,
    ASKED["search: asked vaguely"],
    Parameter("limit", ASKED["search: parameter limit"], "integer", ("How many results",)),
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
    ASKED["calculator: about"],
    (
        Parameter(
            "expression",
            ASKED["calculator: parameter expression"],
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
    ASKED["translate: about"],
    (
        Parameter(
            "text",
            ASKED["translate: parameter text"],
            "string",
            ("What to translate",),
            "Which text should I translate?",
        ),
        Parameter(
            "language",
            ASKED["translate: parameter language"],
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


def share_result(draw: Draw, values: dict) -> tuple[str, str, tuple[str, ...]]:
    price = f"{draw.number(1, 999)}.{draw.digits(2)}"
    return as_json(price=price), f"{values['symbol']} is at {price}.", (values["symbol"], price)


SHARES = Kind(
    "share prices",
    ASKED["shares: names"],
    ASKED["shares: about"],
    (
        Parameter(
            "symbol",
            ASKED["shares: parameter symbol"],
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
    ASKED["order: about"],
    (
        Parameter(
            "order",
            ASKED["order: parameter order"],
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
