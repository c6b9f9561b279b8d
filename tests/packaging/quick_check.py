"""What a small release does for `--self-check`: it opens the copy that it is given, and says what is in it."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from gridworker.store.profile import open_profile
from gridworker.store.trial_copy import what_it_holds

if __name__ == "__main__":
    copy = Path(sys.argv[sys.argv.index("--copy") + 1])
    with open_profile(copy, os.environ["GRIDWORKER_PASSWORD"]) as profile:
        held = str(what_it_holds(profile))
    sys.stdout.write(json.dumps([{"check": "copy", "ok": True, "detail": held}]))
