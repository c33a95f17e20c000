"""Figures of an evaluation, as an object and as a table."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from evaluation.items import SKILLS
from evaluation.judging import Judged


def share(outcomes: Iterable[bool | None]) -> dict[str, Any] | None:
    """Of those that are not None."""
    known = [outcome for outcome in outcomes if outcome is not None]
    return {"right": sum(known), "of": len(known), "share": round(sum(known) / len(known), 4)} if known else None


def figures(answers: list[Judged], top_one: float | None) -> dict[str, Any]:
    found: dict[str, Any] = {
        "skills": {skill: share(one.right for one in answers if one.skill == skill) for skill in SKILLS}
    }
    found["all"] = share(one.right for one in answers)
    found["tool choice"] = share(one.tool_chosen for one in answers)
    found["tool arguments"] = share(one.arguments_right for one in answers)
    found["nothing called where no tool fits"] = share(one.tools_left for one in answers)
    found["schema followed without a grammar"] = share(one.schema_followed for one in answers)
    found["thinking"] = share(one.right for one in answers if one.item["thinking"])
    found["nearest paraphrase"] = None if top_one is None else {"share": round(top_one, 4)}
    return found


def markdown(found: dict[str, Any]) -> str:
    rows = [*found["skills"].items(), *((name, value) for name, value in found.items() if name != "skills")]
    lines = ["| What | Right | Of | Share |", "| --- | --: | --: | --: |"]
    lines += [
        f"| {name} | {value.get('right', '')} | {value.get('of', '')} | {100 * value['share']:.1f} % |"
        for name, value in rows
        if value
    ]
    return "\n".join(lines)
