"""The texts that the demo model learns from, made from templates and grammars."""

from corpus.mixture import dialogues

__all__ = ["dialogues"]
