"""What is to be read in a window now."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QWidget


def sees(window: QWidget, words: str) -> bool:
    """Whether these words stand somewhere in sight, or would be read out of what is in sight."""
    return any(words in text for text in texts(window))


def texts(window: QWidget) -> list[str]:
    """Every text in sight: labels, and what a screen reader would say."""
    found = []
    for widget in (window, *window.findChildren(QWidget)):
        if widget.isVisible():
            found.append(widget.accessibleName())
            if isinstance(widget, QLabel):
                found.append(widget.text())
    return [text for text in found if text]
