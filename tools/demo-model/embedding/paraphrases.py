"""Texts by meaning: those of one group say the same, those of one family nearly."""

import json
import random
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor


@dataclass(frozen=True)
class Group:
    family: str
    """Of groups that differ in a name or number only: the hardest to tell apart."""
    texts: list[str]


def read_groups(path: Path) -> list[Group]:
    """Those of two and more texts, each meaning once."""
    texts: dict[str, dict[str, None]] = defaultdict(dict)
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            group = json.loads(line)
            texts[group["group"]].update(dict.fromkeys(group["texts"]))
    return [Group(name.split("/")[0], list(own)) for name, own in texts.items() if len(own) > 1]


class Drawer:
    """Draws pairs that say the same, half of them from families of which there are several."""

    def __init__(self, groups: list[Group], chance: random.Random):
        self.groups = groups
        self.chance = chance
        self.families: dict[str, list[Group]] = defaultdict(list)
        for group in groups:
            self.families[group.family].append(group)

    def pairs(self, count: int) -> list[tuple[str, str]]:
        """Of different groups."""
        drawn: dict[int, Group] = {}
        names = list(self.families)
        self.chance.shuffle(names)
        for name in names:
            family = self.families[name]
            for group in self.chance.sample(family, min(4, len(family))):
                drawn[id(group)] = group
            if len(drawn) >= count // 2:
                break
        for group in self.chance.sample(self.groups, min(count, len(self.groups))):
            drawn.setdefault(id(group), group)
        return [tuple(self.chance.sample(group.texts, 2)) for group in list(drawn.values())[:count]]


def to_tensors(encoded: list[list[int]]) -> tuple[Tensor, Tensor]:
    """Tokens of each text, padded, and which of them are its own."""
    length = max(map(len, encoded))
    tokens = torch.zeros(len(encoded), length, dtype=torch.long)
    is_token = torch.zeros(len(encoded), length, dtype=torch.bool)
    for row, ids in enumerate(encoded):
        tokens[row, : len(ids)] = torch.tensor(ids)
        is_token[row, : len(ids)] = True
    return tokens, is_token
