"""Chance that repeats: every part of the sample has its own sequence, so that adding to one leaves the others."""

from random import Random


def dice(seed: int, part: str) -> Random:
    """The sequence of one part under one seed."""
    return Random(f"{seed}/{part}")  # noqa: S311 - invented data, nothing secret comes of it
