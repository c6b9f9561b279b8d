"""The sizes of the text by their names, in the settings and where somebody sits at the program for the first time."""

from __future__ import annotations

from gridworker.environment.language import Words

TEXT_SIZES = {
    "1.0": Words("标准", "Standard"),
    "1.15": Words("稍大", "Larger"),
    "1.3": Words("大", "Large"),
    "1.5": Words("特大", "Very large"),
}
