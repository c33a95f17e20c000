"""Tools that do something: calendar, mail, lights, reminders."""

from __future__ import annotations

from corpus.data_files import phrasings
from corpus.draw import Draw
from corpus.skills.tools.kind import Kind, Parameter, as_json
from corpus.values import DAYS, city, clock_time, date, email, invented_word, noun, person

ASKED = phrasings("tools")

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
    ASKED["calendar: about"],
    (
        Parameter(
            "title",
            ASKED["calendar: parameter title"],
            "string",
            ("Name of the event",),
            "What is the event called?",
        ),
        Parameter("day", ASKED["calendar: parameter day"], "string", ("The day",), "On which day?"),
        Parameter(
            "time", ASKED["calendar: parameter time"], "string", ("When it begins",), "At what time?"
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
    ASKED["email: about"],
    (
        Parameter(
            "to",
            ASKED["email: parameter to"],
            "string",
            ("Address of the receiver",),
            "To whom should I send it?",
        ),
        Parameter(
            "subject", ASKED["email: parameter subject"], "string", ("The subject",), "What is the subject?"
        ),
        Parameter(
            "body", ASKED["email: parameter body"], "string", ("The text",), "What should I write?"
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
    ASKED["lights: about"],
    (
        Parameter(
            "room", ASKED["lights: parameter room"], "string", ("The room",), "Which room do you mean?"
        ),
        Parameter(
            "level",
            ASKED["lights: parameter level"],
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
    Parameter("colour", ASKED["lights: parameter colour"], "string", ("Colour of the light",)),
    lambda draw: draw.any(("red", "blue", "green", "yellow", "white", "pink", "orange")),
    ASKED["lights: extra"],
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
    ASKED["reminder: about"],
    (
        Parameter(
            "task",
            ASKED["reminder: parameter task"],
            "string",
            ("What to remind of",),
            "What should I remind you of?",
        ),
        Parameter(
            "minutes",
            ASKED["reminder: parameter minutes"],
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
