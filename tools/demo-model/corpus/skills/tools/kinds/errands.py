"""Tools that do something: calendar, mail, lights, reminders."""

from __future__ import annotations

from corpus.data_files import phrasings
from corpus.draw import Draw, Pool
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
