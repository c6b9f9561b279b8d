"""`make bugs`: plants every bug of `tests/planted.py` and prints what dies of it."""

from __future__ import annotations

import sys

import pytest

from tests import planted


class _Watch:
    """Sees how the tests of a run end."""

    def __init__(self) -> None:
        self.ended: dict[str, str] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keeps the worst of a test's three parts."""
        if report.when == "call" or not report.passed:
            self.ended[report.nodeid] = report.outcome


def main() -> int:
    """Plants every bug and prints what dies of it; 1 if one lives."""
    watch = _Watch()
    pytest.main(["-q", "--no-header", "--tb=no", *planted.FILES], plugins=[watch])
    bugs = planted.report()
    alive = 0
    for bug, killed in bugs.items():
        ends = {how for name, how in watch.ended.items() if name.startswith(killed.test)}
        alive += ends != {"passed"}
        print(f"{'killed' if ends == {'passed'} else 'ALIVE '}  {bug}: {killed.by}")
    print(f"{len(bugs)} planted bugs, {len(bugs) - alive} killed")
    return 1 if alive else 0


if __name__ == "__main__":
    sys.exit(main())
