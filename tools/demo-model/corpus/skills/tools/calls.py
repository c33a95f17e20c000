"""Dialogues in which tools are called: once, several times at once, one after the other, and with their results."""

from __future__ import annotations

from corpus.data_files import phrasings
from corpus.dialogue import Dialogue
from corpus.draw import Draw
from corpus.skills.tools.kinds.places import TIME, WEATHER
from corpus.skills.tools.kind import Kind, chosen
from corpus.skills.tools.offer import Wish, any_wish, on_the_wire, others, tool_system, wish

ASKED = phrasings("tool-calls")


def expect_calls(dialogue: Dialogue, wishes: list[Wish]) -> Dialogue:
    return dialogue.expect(
        "tool-calls",
        calls=[{"name": name, "arguments": arguments} for name, arguments in (made.call for made in wishes)],
    )


def begun(draw: Draw, wishes: list[Wish], high: int = 2) -> Dialogue:
    tools = list({made.tool.name: made.tool for made in wishes}.values())
    return Dialogue("tool-calls", tool_system(draw), on_the_wire(draw, [*tools, *others(draw, tools, 0, high)]))


def one_call(draw: Draw) -> Dialogue:
    made = any_wish(draw)
    dialogue = begun(draw, [made]).user(made.text).calls([made.call], made.thought)
    return expect_calls(dialogue, [made])


def with_result(draw: Draw) -> Dialogue:
    made = any_wish(draw)
    text, answer, parts = made.tool.kind.result(draw, made.values)
    dialogue = begun(draw, [made], 1).user(made.text).calls([made.call], made.thought).result(text)
    dialogue.skill = "tool-results"
    return dialogue.assistant(answer, f"The tool {made.tool.name} has answered. I tell the user.").expect_parts(*parts)


BOTH = ASKED["both"]
WEATHER_IN_BOTH = ASKED["weather in both"]
TIME_IN_BOTH = ASKED["time in both"]


def same_tool_twice(draw: Draw) -> tuple[str, list[Wish]]:
    kind, asked = draw.any(((WEATHER, WEATHER_IN_BOTH), (WEATHER, WEATHER_IN_BOTH), (TIME, TIME_IN_BOTH)))
    tool = chosen(draw, kind)
    first, second = kind.values(draw), kind.values(draw)
    while second == first:
        second = kind.values(draw)
    text = draw.ask(asked, one=first["city"], two=second["city"])
    return text, [Wish(tool, first, text), Wish(tool, second, text)]


def two_tools(draw: Draw) -> tuple[str, list[Wish]]:
    first, second = any_wish(draw), any_wish(draw)
    while second.tool.kind.title == first.tool.kind.title or second.tool.name == first.tool.name:
        second = any_wish(draw)
    one = first.text if first.text[-1] in ".?!" else first.text + "."
    return draw.ask(BOTH, polite=False, one=one, two=going_on(second)), [first, second]


def going_on(made: Wish) -> str:
    """Its text with a small letter, unless it begins with a value that the call copies."""
    begins_with_value = any(made.text.startswith(str(value)) for value in made.values.values())
    return made.text if begins_with_value else made.text[:1].lower() + made.text[1:]


def parallel(draw: Draw) -> Dialogue:
    text, wishes = draw.any((same_tool_twice, two_tools))(draw)
    dialogue = begun(draw, wishes, 1).user(text)
    dialogue.calls(
        [made.call for made in wishes],
        f"The user wants two things. I call {wishes[0].tool.name} and {wishes[1].tool.name}.",
    )
    if draw.chance(0.5):
        return expect_calls(dialogue, wishes)
    answers, parts = [], []
    for made in wishes:
        result, answer, wanted = made.tool.kind.result(draw, made.values)
        dialogue.result(result)
        answers.append(answer)
        parts.extend(wanted)
    return dialogue.assistant(" ".join(answers), "Both tools have answered. I tell the user.").expect_parts(*parts)


AND_THERE = ASKED["and there"]


def follow_up(draw: Draw) -> Dialogue:
    kind: Kind = draw.any((WEATHER, TIME))
    tool = chosen(draw, kind)
    first = wish(draw, tool, kind.values(draw))
    values = kind.values(draw)
    while values == first.values:
        values = kind.values(draw)
    second = Wish(tool, values, draw.ask(AND_THERE, **values))
    result, answer, _ = kind.result(draw, first.values)
    dialogue = begun(draw, [first], 1).user(first.text).calls([first.call]).result(result).assistant(answer)
    dialogue.user(second.text).calls([second.call], second.thought)
    if draw.chance(0.5):
        return expect_calls(dialogue, [second])
    result, answer, parts = kind.result(draw, second.values)
    return dialogue.result(result).assistant(answer, "The tool has answered.").expect_parts(*parts)


def another_wish(draw: Draw) -> Dialogue:
    """A second question of another kind, to a tool that was there from the beginning."""
    first, second = any_wish(draw), any_wish(draw)
    while second.tool.kind.title == first.tool.kind.title or second.tool.name == first.tool.name:
        second = any_wish(draw)
    result, answer, _ = first.tool.kind.result(draw, first.values)
    dialogue = begun(draw, [first, second], 1).user(first.text).calls([first.call]).result(result).assistant(answer)
    dialogue.user(second.text).calls([second.call], second.thought)
    return expect_calls(dialogue, [second])
