"""requests without what it guesses encodings with: every body here says what it is (protocol §2).

Those tables are 2 MiB of the window. requests does without them where they are not installed; it only warns.
"""

from __future__ import annotations

import sys
import warnings
from typing import Any, cast

_GUESSERS = ("chardet", "charset_normalizer")

_modules = cast("dict[str, Any]", sys.modules)
_away = [name for name in _GUESSERS if name not in _modules]
_modules.update(dict.fromkeys(_away))
warnings.filterwarnings("ignore", message="Unable to find acceptable character detection")
try:
    import requests
finally:
    for _name in _away:
        del _modules[_name]

__all__ = ["requests"]
