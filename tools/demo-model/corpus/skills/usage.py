"""What samewire is and how it is used: facts of data/usage.txt, and three tables."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from corpus.data_files import DATA, rows
from corpus.dialogue import Dialogue
from corpus.draw import Draw, Pool
from corpus.systems import plain_system


@dataclass(frozen=True)
class Fact:
    questions: Pool[str]
    answers: tuple[str, ...]
    parts: tuple[str, ...]


@lru_cache(maxsize=None)
def facts() -> tuple[Fact, ...]:
    text = (DATA / "usage.txt").read_text(encoding="utf-8")
    found = []
    for block in text.split("\n\n"):
        marked = [line.split(" ", 1) for line in block.splitlines() if line[:2] in ("? ", "= ", "! ")]
        if not marked:
            continue
        by_mark = {mark: tuple(rest for other, rest in marked if other == mark) for mark in "?=!"}
        parts = tuple(part.strip() for part in by_mark["!"][0].split(" | "))
        found.append(Fact(Pool(by_mark["?"]), by_mark["="], parts))
    return tuple(found)


Exchange = tuple[str, str, tuple[str, ...]]

DEFAULT = Pool(
    (
        "what is the default of {name}?",
        "what's the default of {name}?",
        "default of {name}?",
        "which default has {name}?",
        "what value has {name} by default?",
        "what is the default value of {name}?",
        "tell me the default of {name}",
        "{name} is what by default?",
        "if i do not set {name}, what is it?",
        "what is {name} set to by default?",
        "default value for {name}?",
    )
)
VARIABLE = Pool(
    (
        "which environment variable sets {what}?",
        "what is the environment variable for {what}?",
        "how do i set {what} in the environment?",
        "environment variable for {what}?",
        "which variable is for {what}?",
        "name the environment variable for {what}",
        "the environment variable of {name}?",
        "which environment variable belongs to {name}?",
        "what is the variable of {name}?",
        "how is {name} called in the environment?",
    )
)
FLAG = Pool(
    (
        "which flag sets {what}?",
        "how do i set {what}?",
        "what is the flag for {what}?",
        "which setting is for {what}?",
        "how can i change {what}?",
        "flag for {what}?",
        "i want to set {what}",
        "what is the setting for {what}?",
        "with which flag do i set {what}?",
        "is there a flag for {what}?",
        "how do i choose {what}?",
    )
)
MEANING = Pool(
    (
        "what does {name} do?",
        "what is {name}?",
        "what does the setting {name} do?",
        "explain {name}",
        "what is the setting {name} for?",
        "tell me about {name}",
        "what is {name} for?",
        "what does --{name} do?",
        "what is the flag --{name} for?",
        "what does --{name} mean?",
    )
)


def setting(draw: Draw) -> Exchange:
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


ENDPOINT_DOES = Pool(
    (
        "what does {path} do?",
        "what is {path}?",
        "what is {path} for?",
        "explain {path}",
        "what does the endpoint {path} do?",
        "tell me about {path}",
        "what happens at {path}?",
        "what can i do with {path}?",
        "which purpose has {path}?",
    )
)
WHICH_ENDPOINT = Pool(
    (
        "which endpoint {does}?",
        "what endpoint {does}?",
        "which route {does}?",
        "which path {does}?",
        "what is the endpoint that {does}?",
        "the endpoint that {does}?",
        "which URL {does}?",
        "name the endpoint that {does}",
        "i need the endpoint that {does}",
    )
)


def endpoint(draw: Draw) -> Exchange:
    path, does = draw.any(rows("endpoints"))
    if draw.chance(0.5):
        asked = path if draw.chance(0.5) else path.split(" ")[1]
        return draw.ask(ENDPOINT_DOES, path=asked), f"{path} {does}.", (does,)
    return draw.ask(WHICH_ENDPOINT, does=does), f"{path} {does}.", (path,)


FAULT_DOES = Pool(
    (
        "what does the fault {name} do?",
        "what is the fault {name}?",
        "what does {name} do in the mock?",
        "explain the fault {name}",
        "what happens with the fault {name}?",
        "tell me about the fault {name}",
        "what is {name} in the mock?",
        "the fault {name} does what?",
    )
)
WHICH_FAULT = Pool(
    (
        "which fault {does}?",
        "what fault {does}?",
        "name the fault that {does}",
        "the fault that {does}?",
        "which fault of the mock {does}?",
        "i need a fault that {does}",
        "is there a fault that {does}?",
        "what is the fault that {does}?",
    )
)


def fault(draw: Draw) -> Exchange:
    name, does = draw.any(rows("faults"))
    if draw.chance(0.5):
        return draw.ask(FAULT_DOES, name=name), f"The fault {name} {does}.", (does,)
    return draw.ask(WHICH_FAULT, does=does), f"The fault {name} {does}.", (name,)


def told(draw: Draw) -> Exchange:
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
