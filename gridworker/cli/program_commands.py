"""The commands about the program itself, declared: is everything sound, does it work here, is there a newer one."""

from __future__ import annotations

from gridworker.cli.declaration import Command, argument
from gridworker.environment.language import Words

OF_THE_PROGRAM = (
    Command(
        "doctor",
        Words("检查资料库、磁盘、时钟、服务器", "checks the store, the disk, the clock, the server"),
        "gridworker doctor",
        "gridworker.cli.doctor:doctor",
        (
            argument(
                "--bundle",
                metavar="FILE",
                about=Words(
                    "打包给管理员看，不含个人信息", "a bundle for the administrator, without personal data"
                ),
            ),
        ),
    ),
    Command(
        "--self-check",
        Words("检查程序自身能不能用", "checks whether the program itself works"),
        "gridworker --self-check",
        "gridworker.cli.self_check:self_check",
        (
            argument(
                "--copy",
                metavar="DIR",
                about=Words(
                    "再用这份资料的副本试一遍，副本会改动",
                    "tries this copy of a profile as well; the copy is changed",
                ),
            ),
        ),
    ),
    Command(
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
    ),
)
