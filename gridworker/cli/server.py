"""The command `gridworker-server`: a district's server and what its administrator does."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from gridworker.cli.declaration import Program, argument
from gridworker.cli.frame import run
from gridworker.cli.server_commands import COMMANDS, GROUPS
from gridworker.environment.language import Words

DATA_VARIABLE = "GRIDWORKER_SERVER_DATA"


def data_folder(chosen: str | None) -> Path | None:
    """The data folder: the one chosen, else `GRIDWORKER_SERVER_DATA`; None if neither is given."""
    named = chosen or os.environ.get(DATA_VARIABLE)
    return Path(named).expanduser().absolute() if named else None


PROGRAM = Program(
    name="gridworker-server",
    about=Words(
        "区里的服务器：收下各台电脑的记录，合并，再发给该看到的人。",
        "The district server: takes in the records of all laptops, merges them and hands them to whom they concern.",
    ),
    example="gridworker-server --data /srv/gridworker serve --port 8520",
    place=argument(
        "--data",
        metavar="DIR",
        about=Words("数据夹，默认看 GRIDWORKER_SERVER_DATA", "the data folder, else GRIDWORKER_SERVER_DATA"),
    ),
    folder=data_folder,
    commands=COMMANDS,
    groups=GROUPS,
    globals=(
        argument(
            "--database",
            metavar="URL",
            about=Words(
                "数据存到 PostgreSQL，默认看 GRIDWORKER_DATABASE_URL",
                "keeps the tables in PostgreSQL, else GRIDWORKER_DATABASE_URL",
            ),
        ),
    ),
)


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the command that `argv` names (the process's own arguments if None) and returns the exit code."""
    return run(PROGRAM, argv)
