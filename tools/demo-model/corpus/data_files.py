"""The lists under data/: one entry a line, `#` begins a comment line, `|` divides columns."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

DATA = Path(__file__).parent / "data"


@lru_cache(maxsize=None)
def lines(name: str) -> tuple[str, ...]:
    text = (DATA / f"{name}.txt").read_text(encoding="utf-8")
    return tuple(line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#"))


@lru_cache(maxsize=None)
def words(name: str) -> tuple[str, ...]:
    """Entries divided by commas, over any number of lines."""
    return tuple(word.strip() for line in lines(name) for word in line.split(",") if word.strip())


@lru_cache(maxsize=None)
def rows(name: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(cell.strip() for cell in line.split("|")) for line in lines(name))
