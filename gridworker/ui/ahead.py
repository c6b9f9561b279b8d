"""Gets ready what stands behind the lock, while the lock waits for its password."""

from __future__ import annotations

from importlib import import_module

from gridworker.ui.background import Background

# Without widgets: imported in a thread.
_STORE = ("gridworker.store.profile", "gridworker.sync.engine", "gridworker.operations.agenda")
# With widgets, which belong to the window's thread: one at a time, so that a key never waits for long.
_WINDOW = (
    "gridworker.ui.session",
    "gridworker.ui.shell.rail",
    "gridworker.ui.shell.palette",
    "gridworker.ui.shell.window",
    "gridworker.ui.pages.today.page",
)

# The lock is painted first.
_AFTER_MS = 100


async def get_ready(background: Background, language: str) -> None:
    """Imports and reads what the first page needs, a little at a time."""
    await background.pause(_AFTER_MS)
    for name in _STORE:
        await background.run(import_module, name)
    await background.run(_read_labels, language)
    for name in _WINDOW:
        import_module(name)
        await background.pause(1)


def _read_labels(language: str) -> None:
    from gridworker.environment.labels import labels

    labels(language)
