"""`make bench`: each figure beside the limit of the same run. ARGS may name groups of GROUPS: laptop, desk, wire."""

from __future__ import annotations

import compileall
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks.at_scale import scale_figures
from benchmarks.desk import desk_figures
from benchmarks.desk_import import import_figures
from benchmarks.desk_pages import page_figures
from benchmarks.figure import Figure, table
from benchmarks.herd import herd_figures
from benchmarks.on_the_laptop import index_figure, save_figures, search_figures
from benchmarks.over_the_wire import wire_figures
from benchmarks.papers import papers_figures
from benchmarks.start_up import start_figures
from benchmarks.window import window_figures


def _laptop(folder: Path) -> list[Figure]:
    return [*save_figures(folder), *search_figures(folder), index_figure(folder)]


def _wire(folder: Path) -> list[Figure]:
    return wire_figures(folder / "wire")


def _desk(folder: Path) -> list[Figure]:
    return [*import_figures(folder), *desk_figures(folder), *page_figures(folder)]


GROUPS: dict[str, Callable[[Path], list[Figure]]] = {
    "start": start_figures,
    "laptop": _laptop,
    "window": window_figures,
    "desk": _desk,
    "papers": papers_figures,
    "wire": _wire,
    "herd": herd_figures,
    "scale": scale_figures,
}


def main(chosen: list[str]) -> int:
    """Measures the chosen groups, or all; gives 1 where a bar was missed."""
    figures: list[Figure] = []
    # As an installed app is: a first start from source would measure Python's compiler.
    for name in ("gridworker", "benchmarks", "tests"):
        compileall.compile_dir(name, quiet=2)
    with tempfile.TemporaryDirectory(prefix="gridworker-bench-") as folder:
        for name, measure in GROUPS.items():
            if not chosen or name in chosen:
                print(f"… {name}", file=sys.stderr)
                figures += measure(Path(folder))
    print(table(figures))
    return int(any(figure.holds is False for figure in figures))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
