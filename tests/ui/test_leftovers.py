"""The watch over what tests leave behind is itself watched: planted leaks fail, and each says what it is."""

from __future__ import annotations

import pytest

from tests.ui.planted import said_of, summary_of

PLANTED = """
import asyncio, threading, time, warnings
from PySide6.QtCore import QThread, QTimer, qWarning
from PySide6.QtWidgets import QDialog, QWidget

kept = []

def test_window():
    page = QWidget()
    page.setAccessibleName("巡查")
    kept.append(page)

def test_window_of_another():
    assert len(kept) == 1

def test_window_goes():
    kept.clear()

def test_circle():
    page = QWidget()
    page.itself = page

def test_timer():
    timer = QTimer()
    timer.start(600)
    kept.append(timer)

def test_timer_stops():
    kept.pop().stop()

def test_timer_of_a_child(dressed):
    timer = QTimer(dressed)
    timer.setInterval(700)
    timer.start()
    kept.append(timer)

def test_timer_of_a_child_stops():
    kept.pop().deleteLater()

def test_thread():
    threading.Thread(target=time.sleep, args=(4,), name="sync", daemon=True).start()

def test_short_thread():
    threading.Thread(target=time.sleep, args=(0.2,), name="short").start()

def test_qthread():
    thread = QThread()
    thread.setObjectName("photos")
    thread.start()
    kept.append(thread)

def test_qthread_ends():
    thread = kept.pop()
    thread.quit()
    thread.wait()

def test_task(loop):
    async def forever():
        await asyncio.sleep(3600)
    async def story():
        kept.append(loop.create_task(forever()))
    loop.run_until_complete(story())

def test_qt_message():
    qWarning("QLayout: Attempting to add a second layout")

def test_warning():
    warnings.warn("old", DeprecationWarning)

def test_nothing(stand):
    stand(QWidget())
"""
TOLD = {
    "test_window": "window QWidget 巡查",
    "test_timer": "timer of NoneType, every 600 ms",
    "test_timer_of_a_child": "timer of QApplication, every 700 ms",
    "test_thread": "thread sync",
    "test_qthread": "QThread photos",
    "test_task": "forever",
    "test_qt_message": "second layout",
    "test_warning": "DeprecationWarning: old",
}
CLEAN = (
    "test_window_of_another",
    "test_window_goes",
    "test_circle",
    "test_timer_stops",
    "test_timer_of_a_child_stops",
    "test_short_thread",
    "test_qthread_ends",
    "test_nothing",
)


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What pytest says of the planted tests."""
    return said_of(PLANTED, tmp_path_factory.mktemp("planted"))


@pytest.mark.parametrize("planted", TOLD)
def test_a_planted_leak_fails_its_test_and_is_named(said: str, planted: str) -> None:
    failed = [line for line in summary_of(said) if line.endswith(planted) or f"::{planted} - " in line]
    assert len(failed) == 1, said
    assert TOLD[planted] in said


@pytest.mark.parametrize("clean", CLEAN)
def test_what_goes_in_time_is_no_leak(said: str, clean: str) -> None:
    assert f"::{clean} PASSED" in said
    assert f"::{clean} - " not in said
