"""One line of the table: a figure beside what the same machine could do at best, measured in the same run."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from typing import NamedTuple


class Figure(NamedTuple):
    """A measured value with its unit, the limit measured beside it, the bar it must keep, and what others reached.

    `ratio` is the median of several rounds' ratios where there were any; else it is that of the two values.
    """

    name: str
    value: float
    unit: str
    limit: float | None = None
    limit_name: str = ""
    bar: str = ""
    holds: bool | None = None
    elsewhere: str = ""
    ratio: float | None = None


def timed(work: Callable[[], object]) -> float:
    """Seconds that `work` takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def median_of(runs: int, work: Callable[[], object]) -> float:
    """The median of several runs, in seconds."""
    return statistics.median(timed(work) for _ in range(runs))


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` of all values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def table(figures: Sequence[Figure]) -> str:
    """The figures as a text table."""
    rows: list[tuple[str, ...]] = [
        ("figure", "here", "limit, same run", "ratio", "bar", "elsewhere (other machine, other day)")
    ]
    rows += map(_row, figures)
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]
    return "\n".join([lines[0], "-" * len(lines[0]), *lines[1:]])


def _row(figure: Figure) -> tuple[str, ...]:
    limit = "" if figure.limit is None else f"{_number(figure.limit)} {figure.unit} ({figure.limit_name})"
    ratio = figure.ratio or (figure.value / figure.limit if figure.limit else 0)
    holds = {None: "", True: " holds", False: " MISSED"}[figure.holds]
    return (
        figure.name,
        f"{_number(figure.value)} {figure.unit}",
        limit,
        f"{ratio:.2f}" if ratio else "",
        figure.bar + holds,
        figure.elsewhere,
    )


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
