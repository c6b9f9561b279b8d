"""The store as it was before a version of the program changed its tables that was taken back since.

Nothing was saved in between: a version that has not shown the pages saves nothing. What it made is kept aside.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import closing
from pathlib import Path

from gridworker.domain.errors import ComputerTrouble
from gridworker.environment.durable_file import sync_folder
from gridworker.store import schema
from gridworker.store.database import Database
from gridworker.store.profile import DATABASE_NAME
from gridworker.store.trouble import telling_troubles


def put_back(folder: Path, key: bytes) -> None:
    """Puts the copy from before the unknown change in the place of the store; killed at any moment it can be repeated.

    Raises `ComputerTrouble` (`database_newer`) where there is no such copy, or none that is sound.
    """
    path = folder / DATABASE_NAME
    copy = path.with_name(f"{path.name}.before-{schema.VERSION + 1}")
    with telling_troubles(folder):
        if not copy.exists():
            raise ComputerTrouble("database_newer")
        with closing(Database(copy, key, create=False)) as database:
            if database.find_damage():
                raise ComputerTrouble("database_newer")
        logs = [path.with_name(path.name + end) for end in ("-wal", "-shm")]
        aside = Path(tempfile.mkdtemp(prefix="aside-", dir=folder))
        for file in (path, *logs):
            if file.exists():
                shutil.copyfile(file, aside / file.name)
        _sync_all(aside)
        for log in logs:
            log.unlink(missing_ok=True)
        copy.replace(path)
        sync_folder(folder)


def _sync_all(folder: Path) -> None:
    for file in folder.iterdir():
        with file.open("rb+") as content:
            os.fsync(content.fileno())
    sync_folder(folder)
