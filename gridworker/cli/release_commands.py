"""The commands `gridworker-server release …`, declared."""

from __future__ import annotations

from typing import Any

from gridworker.cli.declaration import Argument, Command, argument
from gridworker.environment.language import Words

RELEASES = Words("新版本：签发、发布、按网格推送", "versions of the app: sign, publish, stage by grid")

_FILE = "gridworker-0.2.0-linux-x86_64.gwrelease"


def _option(name: str, metavar: str, zh: str, en: str, **settings: Any) -> Argument:
    return argument(name, metavar=metavar, about=Words(zh, en), **settings)


_VERSION = _option("version_named", "VERSION", "版本号", "the version")
_GRID = _option(
    "--grid",
    "CODE",
    "只给这些区划及以下的电脑，不写就是全区",
    "only laptops at and below these regions; without it all",
    nargs="+",
)

RELEASE = (
    Command(
        "release key",
        Words(
            "生成一对签发用的密钥，私钥有口令",
            "makes a pair of keys for releases; the private one under a password",
        ),
        "gridworker-server release key /media/usb/release.key",
        "gridworker.cli.server_releases:key",
        (
            _option(
                "file",
                "FILE",
                "私钥写到哪里，不能在服务器上",
                "where the private key goes: not on the server",
            ),
        ),
    ),
    Command(
        "release sign",
        Words("把做好的程序打成一个签发过的文件", "packs a finished program into one signed file"),
        f"gridworker-server release sign dist/gridworker --key /media/usb/release.key --out {_FILE}",
        "gridworker.cli.server_releases:sign",
        (
            _option(
                "folder", "FOLDER", "制作安装包时得到的程序文件夹", "the folder that make installer made"
            ),
            _option("--key", "FILE", "私钥", "the private key", required=True),
            _option("--out", "FILE", "写到哪个文件", "the file to write"),
            _option("--notes", "TEXT", "给网格员看的说明", "what workers are told, in Chinese"),
            _option("--notes-en", "TEXT", "英文说明", "what workers are told, in English"),
            _option(
                "--replaces",
                "VERSION",
                "可以换下的更新的版本，退回旧版时才用",
                "newer versions that it may take the place of, to go back",
                nargs="+",
            ),
        ),
    ),
    Command(
        "release publish",
        Words("发布签发过的新版，按网格或全区", "offers a signed version, to regions or to all"),
        f"gridworker-server --data /srv/gridworker release publish {_FILE} --grid 330109001028001",
        "gridworker.cli.server_releases:publish",
        (_option("file", "FILE", "签发过的文件", "the signed file"), _GRID),
    ),
    Command(
        "release stage",
        Words("改变推送范围，不写网格就是全区", "offers a version to other regions; to all without --grid"),
        "gridworker-server --data /srv/gridworker release stage 0.2.0 --grid 330109001028",
        "gridworker.cli.server_releases:stage",
        (_VERSION, _GRID),
    ),
    Command(
        "release withdraw",
        Words("撤下一个版本，不再推送", "offers a version no more"),
        "gridworker-server --data /srv/gridworker release withdraw 0.2.0",
        "gridworker.cli.server_releases:withdraw",
        (_VERSION,),
    ),
    Command(
        "release list",
        Words("列出已发布的版本和范围", "lists the versions that are offered, and to whom"),
        "gridworker-server --data /srv/gridworker release list",
        "gridworker.cli.server_releases:list_",
    ),
)
