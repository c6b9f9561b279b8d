"""The command `gridworker update`, declared."""

from __future__ import annotations

from gridworker.cli.declaration import Command, argument
from gridworker.environment.language import Words

UPDATE = Command(
    "update",
    Words(
        "更新程序：区里发布的，或者文件里的；下次打开时用新版",
        "a new version, from the district or from a file; it runs from the next start on",
    ),
    "gridworker update gridworker-0.2.0-linux-x86_64.gwrelease",
    "gridworker.cli.update:update",
    (
        argument(
            "file",
            metavar="FILE",
            nargs="?",
            about=Words("新版文件，不写就向区里要", "the file; without it the district is asked"),
        ),
    ),
)
