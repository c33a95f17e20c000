"""Asks a served model what it never trained on, over the wire, and judges the answers."""
