"""Groups of sentences that mean the same, for a model that makes embeddings."""

from corpus.paraphrases.groups import groups

__all__ = ["groups"]
