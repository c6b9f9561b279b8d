"""Gets ready what stands behind the lock, while the lock waits for its password."""

from __future__ import annotations

from importlib import import_module

from gridworker.ui.background import Background

# Without widgets: imported in a thread.
_STORE = (
    "gridworker.store.profile",
    "gridworker.sync.engine",
    "gridworker.operations.agenda",
    "gridworker.operations.earlier",
    "gridworker.operations.disputes",
)
# With widgets, which belong to the window's thread: one at a time, so that a key never waits for long. What a page
# takes from others comes before it.
_WINDOW = (
    "gridworker.ui.session",
    "gridworker.ui.shell.rail",
    "gridworker.ui.shell.palette",
    "gridworker.ui.shell.window",
    "gridworker.ui.pages.today.aside",
    "gridworker.ui.pages.today.page",
    "gridworker.ui.forms.record_list",
    "gridworker.ui.forms.suggesting",
    "gridworker.ui.forms.open_form",
    "gridworker.ui.pages.patrol.form",
    "gridworker.ui.pages.patrol.page",
    "gridworker.ui.pages.visit.form",
    "gridworker.ui.pages.visit.page",
    "gridworker.ui.pages.dispute.register",
    "gridworker.ui.pages.dispute.case_file",
    "gridworker.ui.pages.dispute.step_forms",
    "gridworker.ui.pages.dispute.clause_form",
    "gridworker.ui.pages.dispute.registration",
    "gridworker.ui.pages.dispute.page",
    "gridworker.ui.pages.sync.course",
    "gridworker.ui.pages.sync.conflict",
    "gridworker.ui.pages.sync.page",
    "gridworker.ui.pages.settings.page",
)

# The lock is painted first.
_AFTER_MS = 100


async def get_ready(background: Background, language: str) -> None:
    """Imports and reads what the pages need, a little at a time."""
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
