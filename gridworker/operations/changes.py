"""What an operation changed, so that whoever shows records knows what to show anew."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Changes(NamedTuple):
    """The records that changed, by kind."""

    records: Mapping[str, frozenset[str]]

    @property
    def ids(self) -> list[str]:
        """All changed records, in order of their ids."""
        return sorted(record for records in self.records.values() for record in records)
