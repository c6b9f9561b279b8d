"""Records of a kind as a table to hand on: masked unless somebody says why not (PIPL art. 51, 73)."""

from __future__ import annotations

EVERYTHING = 1_000_000
