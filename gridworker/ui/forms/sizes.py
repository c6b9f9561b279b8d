"""Sizes of files as people read them."""

from __future__ import annotations


def size_of(size: int) -> str:
    """A number of bytes as people read it; "" for none."""
    if not size:
        return ""
    if size < 1024 * 1024:
        return f"{max(1, round(size / 1024))} KB"
    return f"{size / 1024 / 1024:.1f} MB"
