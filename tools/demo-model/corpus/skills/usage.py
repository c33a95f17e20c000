"""What samewire is and how it is used: facts of data/usage.txt, and three tables."""

from __future__ import annotations

from corpus.data_files import phrasings, rows
from corpus.dialogue import Dialogue
from corpus.draw import Draw
from corpus.exchanges import Exchange, exchanges
from corpus.systems import plain_system

ASKED = phrasings("usage-tables")


def facts() -> tuple[Exchange, ...]:
    return exchanges("usage")


Told = tuple[str, str, tuple[str, ...]]
"""A question, its answer, and what the answer must contain."""

DEFAULT = ASKED["default"]
VARIABLE = ASKED["variable"]
FLAG = ASKED["flag"]
MEANING = ASKED["meaning"]


def setting(draw: Draw) -> Told:
    name, default, what = draw.any(rows("settings"))
    variable = "SAMEWIRE_" + name.upper().replace("-", "_")
    kind = draw.number(0, 3)
    if kind == 0:
        return draw.ask(DEFAULT, name=name), f"The default of {name} is {default}.", (default,)
    if kind == 1:
        return draw.ask(VARIABLE, name=name, what=what), f"{variable} sets {what}.", (variable,)
    if kind == 2:
        return draw.ask(FLAG, what=what), f"Use --{name} to set {what}.", (f"--{name}",)
    return draw.ask(MEANING, name=name), f"The setting {name} sets {what}.", (what,)


ENDPOINT_DOES = ASKED["endpoint does"]
WHICH_ENDPOINT = ASKED["which endpoint"]


def endpoint(draw: Draw) -> Told:
    path, does = draw.any(rows("endpoints"))
    if draw.chance(0.5):
        asked = path if draw.chance(0.5) else path.split(" ")[1]
        return draw.ask(ENDPOINT_DOES, path=asked), f"{path} {does}.", (does,)
    return draw.ask(WHICH_ENDPOINT, does=does), f"{path} {does}.", (path,)


FAULT_DOES = ASKED["fault does"]
WHICH_FAULT = ASKED["which fault"]


def fault(draw: Draw) -> Told:
    name, does = draw.any(rows("faults"))
    if draw.chance(0.5):
        return draw.ask(FAULT_DOES, name=name), f"The fault {name} {does}.", (does,)
    return draw.ask(WHICH_FAULT, does=does), f"The fault {name} {does}.", (name,)


def told(draw: Draw) -> Told:
    known = draw.any(facts())
    return draw.ask(known.questions), draw.say(known.answers), known.parts


def usage(draw: Draw) -> Dialogue:
    dialogue = Dialogue("usage", plain_system(draw))
    for _ in range(2 if draw.chance(0.2) else 1):
        kind = draw.rng.random()
        question, answer, parts = (
            told if kind < 0.68 else setting if kind < 0.84 else endpoint if kind < 0.93 else fault
        )(draw)
        dialogue.user(question).assistant(answer, "The user asks about samewire. I know this.").expect_parts(*parts)
    return dialogue
