"""Dialogues in which tools are offered and none is called: none fits, something is missing, or none is needed."""

from __future__ import annotations

from corpus.data_files import phrasings
from corpus.dialogue import Dialogue
from corpus.draw import Draw
from corpus.skills.arithmetic import compare
from corpus.skills.facts import fact
from corpus.skills.greetings import greeting
from corpus.skills.text_tasks import text_task
from corpus.skills.tools.catalogue import CATALOGUE
from corpus.skills.tools.invented import invented_kind
from corpus.skills.tools.kind import chosen
from corpus.skills.tools.offer import any_wish, on_the_wire, others, tool_system
from corpus.skills.usage import usage

ASKED = phrasings("missing-arguments")


def nothing_needed(draw: Draw) -> Dialogue:
    """A question that the model answers itself, beside tools of another purpose."""
    dialogue = draw.any((greeting, greeting, usage, usage, fact, text_task, compare))(draw)
    tools = [tool for tool in others(draw, [], 1, 2) if tool.kind.title not in ("sums", "search", "translation")]
    dialogue.tools = on_the_wire(draw, tools) or None
    dialogue.skill = "no-call"
    return dialogue


def none_fits(draw: Draw) -> Dialogue:
    """What is asked for needs a tool that is not there."""
    made = any_wish(draw)
    while made.tool.kind.title == "sums":
        made = any_wish(draw)
    tools = (
        [
            tool
            for tool in others(draw, [made.tool], 1, 2)
            if tool.name != made.tool.name and tool.kind.title != "search"
        ]
        if draw.chance(0.8)
        else []
    )
    dialogue = Dialogue("no-call", tool_system(draw), on_the_wire(draw, tools) or None).user(made.text)
    return dialogue.assistant(
        "I cannot do that. I have no tool for it.", "No tool fits what the user wants."
    ).expect_parts("no tool for it")


HERE = ASKED["here"]


def something_missing(draw: Draw) -> Dialogue:
    """The tool fits, but not everything that it needs was said: the model asks, and calls when it knows."""
    if draw.chance(0.55):
        kind = draw.any(CATALOGUE)
        values = kind.values(draw)
    else:
        kind, values = invented_kind(draw, fewest=1)
    tool = chosen(draw, kind)
    vague = draw.ask(kind.vague or kind.asks, **values)
    questions = [tool.kind.parameters[at].wanted for at in range(len(kind.parameters))]
    besides = others(draw, [tool], 1, 3) if draw.in_training(0.6) else others(draw, [tool], 0, 1)
    dialogue = Dialogue("missing-argument", tool_system(draw), on_the_wire(draw, [tool, *besides])).user(vague)
    dialogue.assistant(questions[0], f"The tool {tool.name} fits, but I do not know {tool.parameters[0][0]}. I ask.")
    if draw.chance(0.5):
        return dialogue.expect_parts(questions[0])
    for at, parameter in enumerate(kind.parameters):
        dialogue.user(draw.ask(HERE, polite=False, value=values[parameter.slot]))
        if at + 1 < len(kind.parameters):
            dialogue.assistant(questions[at + 1])
    call = (tool.name, tool.arguments(values))
    dialogue.calls([call], f"Now I know everything for {tool.name}. I call it.")
    return dialogue.expect("tool-calls", calls=[{"name": call[0], "arguments": call[1]}])
