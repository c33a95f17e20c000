"""The lists under data/: one entry a line, `#` begins a comment line, `|` divides columns.

Among phrasings, `+ ` begins a line that is only ever trained on.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from corpus.draw import Pool

DATA = Path(__file__).parent / "data"


@cache
def lines(name: str) -> tuple[str, ...]:
    text = (DATA / f"{name}.txt").read_text(encoding="utf-8")
    return tuple(line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#"))


@cache
def words(name: str) -> tuple[str, ...]:
    """Entries divided by commas, over any number of lines."""
    return tuple(word.strip() for line in lines(name) for word in line.split(",") if word.strip())


@cache
def rows(name: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(cell.strip() for cell in line.split("|")) for line in lines(name))


@cache
def phrasings(name: str, held_share: float = 0.12) -> dict[str, Pool[str]]:
    """The sections of a file under data/phrasings: a heading behind `# `, and below it one phrasing a line."""

    def pool(said: list[str]) -> Pool[str]:
        divided = (line for line in said if line and not line.startswith("+ "))
        return Pool(divided, held_share, trained=(line[2:] for line in said if line.startswith("+ ")))

    text = (DATA / "phrasings" / f"{name}.txt").read_text(encoding="utf-8")
    sections = (section.splitlines() for section in text.split("# ")[1:])
    return {heading.strip(): pool(said) for heading, *said in sections}
