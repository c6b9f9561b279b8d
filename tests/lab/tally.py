"""What a run of the laboratory did and found."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Tally:
    """Counts over all trials, and each broken promise with the seed that shows it."""

    counts: Counter[str] = field(default_factory=Counter)
    violations: list[str] = field(default_factory=list)

    def found(self, trial: str, broken: list[str]) -> None:
        """Notes what a trial broke; `trial` is what to run again to see it."""
        self.violations += [f"{trial}: {what}" for what in broken]

    def __str__(self) -> str:
        counted = ", ".join(f"{number} {name}" for name, number in sorted(self.counts.items()))
        return f"{counted or 'nothing done'}; {len(self.violations)} violations"
