"""Every command of `gridworker-server`, declared: words, arguments, help in both languages, one example that works."""

from __future__ import annotations

from typing import Any

from gridworker.cli.declaration import Argument, Command, argument
from gridworker.cli.release_commands import RELEASE, RELEASES
from gridworker.environment.language import Words

GROUPS = {
    "region": Words("区划：导入、添加、查看", "regions: import, add, list"),
    "worker": Words("人员和负责范围", "people and what they look after"),
    "device": Words("接入的电脑", "enrolled laptops"),
    "record": Words("记录：由区里新建、修改、移交、查看", "records: add, edit, hand over, look at"),
    "reference": Words("参考数据：发布、查看", "reference data: publish, list"),
    "retention": Words(
        "保存期限：预览、清除、查看清除过的", "retention: preview, purge, list what was purged"
    ),
    "review": Words("待审核的改动：列出、同意、退回", "changes that wait for review: list, release, refuse"),
    "release": RELEASES,
    "unlock": Words("替忘了口令的人解锁", "opening a laptop whose password is lost"),
}

_EXAMPLE_ID = "0192f0c1-7a3b-7c4d-8e5f-0123456789ab"


def _port(text: str) -> int:
    number = int(text)
    if not 0 <= number <= 65535:
        raise ValueError(text)
    return number


def _count(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 256:
        raise ValueError(text)
    return number


def _option(name: str, metavar: str, zh: str, en: str, **settings: Any) -> Argument:
    return argument(name, metavar=metavar, about=Words(zh, en), **settings)


_ID = _option("id", "ID", "记录的编号", "the id of the record")
_WORKER = _option("id", "ID", "人员的工号", "the id of the person")
_WORKER_OPTION = _option("--id", "ID", "工号", "the id", required=True)
_SCOPE = _option("--scope", "CODE", "负责的区划代码", "the code of the region", required=True)
_AS = _option(
    "--as", "WORKER", "以谁的名义，填工号", "in whose name: a worker's id", required=True, dest="worker"
)
_WHY = _option("--why", "TEXT", "理由", "the reason", required=True)
_FILE = _option("file", "FILE", "JSON 文件，- 表示从标准输入读", "a JSON file, or - for standard input")
_KIND = _option(
    "kind",
    "KIND",
    "哪种记录：patrol dispute visit event task note",
    "the kind: patrol, dispute, visit, event, task, note",
)

_DISTRICT = (
    Command(
        "init",
        Words("建立一个区，已有的不会覆盖", "makes a district; never overwrites one"),
        "gridworker-server --data /srv/gridworker init --name 萧山区 --code 330109 --regions regions.csv",
        "gridworker.cli.server_district:init",
        (
            _option("--name", "NAME", "区的名称", "the name of the district", required=True),
            _option("--code", "CODE", "区划代码，6 位", "its code, 6 digits", required=True),
            _option("--regions", "FILE.csv", "同时导入的区划表", "regions to import at once"),
        ),
    ),
    Command(
        "serve",
        Words("开始服务，直到停止进程", "serves until the process is stopped"),
        "gridworker-server --data /srv/gridworker serve --host 0.0.0.0 --port 8520 --workers 2",
        "gridworker.cli.server_serve:serve",
        (
            _option(
                "--host",
                "H",
                "监听的地址，默认 127.0.0.1",
                "the address, 127.0.0.1 by default",
                default="127.0.0.1",
            ),
            _option(
                "--port",
                "P",
                "端口，默认 8520，0 表示任选空闲的",
                "the port, 8520 by default; 0 picks a free one",
                type=_port,
                default=8520,
            ),
            _option("--workers", "N", "进程数，默认 1", "processes, 1 by default", type=_count, default=1),
            _option("--tls-cert", "F", "证书文件", "the certificate"),
            _option("--tls-key", "F", "证书的私钥文件", "the key of the certificate"),
        ),
    ),
    Command(
        "status",
        Words("运行情况：数量、各台电脑最近同步", "how the district does: counts, last sync of each device"),
        "gridworker-server --data /srv/gridworker status",
        "gridworker.cli.server_district:status",
    ),
)

_REGIONS = (
    Command(
        "region import",
        Words("从 CSV 表导入区划，已有的跳过", "imports regions from a CSV file; known ones are passed over"),
        "gridworker-server --data /srv/gridworker region import regions.csv",
        "gridworker.cli.server_district:region_import",
        (
            _option(
                "file",
                "FILE.csv",
                "列：code,name,level,parent,valid_from,valid_to",
                "columns: code,name,level,parent,valid_from,valid_to",
            ),
        ),
    ),
    Command(
        "region add",
        Words("添加一个区划，网格为 15 位代码", "adds a region; a grid's code has 15 digits"),
        "gridworker-server --data /srv/gridworker region add 330109001028001 第一网格 "
        "--parent 330109001028 --level grid",
        "gridworker.cli.server_district:region_add",
        (
            _option("code", "CODE", "区划代码", "its code"),
            _option("name", "NAME", "名称", "its name"),
            _option("--parent", "CODE", "上一级的代码", "the code of the region above", required=True),
            _option(
                "--level", "LEVEL", "town village grid 之一", "one of town, village, grid", required=True
            ),
        ),
    ),
    Command(
        "region list",
        Words("列出全部区划", "lists all regions"),
        "gridworker-server --data /srv/gridworker region list",
        "gridworker.cli.server_district:region_list",
    ),
)

_PEOPLE = (
    Command(
        "worker add",
        Words("添加一名人员", "adds a person"),
        "gridworker-server --data /srv/gridworker worker add --id lai --name 来建国 --role grid_worker "
        "--scope 330109001028001",
        "gridworker.cli.server_people:worker_add",
        (
            _WORKER_OPTION,
            _option("--name", "NAME", "姓名", "the name", required=True),
            _option(
                "--role",
                "ROLE",
                "grid_worker mediator village_lead town_desk district_desk auditor admin 之一",
                "one of grid_worker, mediator, village_lead, town_desk, district_desk, auditor, admin",
                required=True,
            ),
            _SCOPE,
        ),
    ),
    Command(
        "worker grant",
        Words("增加负责范围", "gives a person one more region"),
        "gridworker-server --data /srv/gridworker worker grant lai --scope 330109001028002",
        "gridworker.cli.server_people:worker_grant",
        (_WORKER, _SCOPE),
    ),
    Command(
        "worker revoke",
        Words("收回负责范围", "takes a region back"),
        "gridworker-server --data /srv/gridworker worker revoke lai --scope 330109001028002",
        "gridworker.cli.server_people:worker_revoke",
        (_WORKER, _SCOPE),
    ),
    Command(
        "worker list",
        Words("列出全部人员", "lists everybody"),
        "gridworker-server --data /srv/gridworker worker list",
        "gridworker.cli.server_people:worker_list",
    ),
    Command(
        "enrol-code",
        Words("发一个入网码，只能用一次", "makes an enrolment code that works once"),
        "gridworker-server --data /srv/gridworker enrol-code lai --hours 24",
        "gridworker.cli.server_people:enrol_code",
        (
            _WORKER,
            _option(
                "--hours",
                "N",
                "几小时内有效，默认 72",
                "good for this long, 72 by default",
                type=int,
                default=72,
            ),
        ),
    ),
    Command(
        "device list",
        Words("列出接入的电脑", "lists the laptops"),
        "gridworker-server --data /srv/gridworker device list",
        "gridworker.cli.server_people:device_list",
    ),
    Command(
        "device revoke",
        Words("停用一台电脑，不能恢复", "ends a laptop's right for good"),
        f"gridworker-server --data /srv/gridworker device revoke {_EXAMPLE_ID} --why 电脑遗失",
        "gridworker.cli.server_people:device_revoke",
        (_option("replica", "REPLICA", "电脑的编号", "the id of the replica"), _WHY),
    ),
)

_RECORDS = (
    Command(
        "record add",
        Words("由区里新建一条记录，如任务", "adds a record by the district's hand, a task for instance"),
        "gridworker-server --data /srv/gridworker record add task task.json --grid 330109001028001 --as desk",
        "gridworker.cli.server_records:add",
        (_KIND, _FILE, _option("--grid", "CODE", "记到哪个区划", "the region", required=True), _AS),
    ),
    Command(
        "record edit",
        Words("由区里修改，文件里是“路径：新值”", "gives paths of a record new values"),
        f"gridworker-server --data /srv/gridworker record edit {_EXAMPLE_ID} changes.json --as desk",
        "gridworker.cli.server_records:edit",
        (_ID, _FILE, _AS),
    ),
    Command(
        "record list",
        Words("列出服务器上的一种记录", "lists what the server holds of a kind"),
        "gridworker-server --data /srv/gridworker record list dispute --scope 330109001028",
        "gridworker.cli.server_records:list_",
        (_KIND, _option("--scope", "CODE", "只看这个区划及以下", "only this region and below")),
    ),
    Command(
        "record show",
        Words("查看服务器上的一条记录", "shows a record as the server holds it"),
        f"gridworker-server --data /srv/gridworker record show {_EXAMPLE_ID} --history",
        "gridworker.cli.server_records:show",
        (
            _ID,
            argument(
                "--history",
                action="store_true",
                about=Words("谁在什么时候改了什么", "who changed what, and when"),
            ),
        ),
    ),
    Command(
        "record hand-over",
        Words(
            "移交给另一个网格或部门，两边互相关联",
            "hands a record over to another grid or desk, linked both ways",
        ),
        f"gridworker-server --data /srv/gridworker record hand-over {_EXAMPLE_ID} --to 330109001 --as desk "
        "--why 属街道职责",
        "gridworker.cli.server_records:hand_over",
        (
            _ID,
            _option("--to", "CODE", "移交到哪个区划", "the region that takes it over", required=True),
            _AS,
            _WHY,
        ),
    ),
    Command(
        "reference publish",
        Words("发布参考数据的新版本", "publishes a new version of reference data"),
        "gridworker-server --data /srv/gridworker reference publish phrases phrases.json",
        "gridworker.cli.server_records:publish",
        (
            _option(
                "name",
                "NAME",
                "holidays phrases regions catalog/… checklist/… policy/…",
                "holidays, phrases, regions, catalog/…, checklist/…, policy/…",
            ),
            _FILE,
        ),
    ),
    Command(
        "reference list",
        Words("列出已发布的参考数据", "lists what is published"),
        "gridworker-server --data /srv/gridworker reference list",
        "gridworker.cli.server_records:references",
    ),
)


_OP = _option("op", "OP", "改动的编号", "the id of the op")

_REVIEW = (
    Command(
        "review list",
        Words("列出待审核的改动", "lists changes that wait for a supervisor"),
        "gridworker-server --data /srv/gridworker review list",
        "gridworker.cli.server_review:list_",
    ),
    Command(
        "review release",
        Words(
            "同意一项改动，同一人同一记录的先后依次来", "lets a change through, the oldest of a record first"
        ),
        f"gridworker-server --data /srv/gridworker review release {_EXAMPLE_ID} --why 情况属实",
        "gridworker.cli.server_review:release",
        (_OP, _WHY),
    ),
    Command(
        "review refuse",
        Words("退回一项改动，依赖它的一并退回", "refuses a change, and what depends on it"),
        f"gridworker-server --data /srv/gridworker review refuse {_EXAMPLE_ID} --why 重复",
        "gridworker.cli.server_review:refuse",
        (_OP, _WHY),
    ),
)

_UNLOCK = (
    Command(
        "unlock answer",
        Words(
            "给忘了口令又没有恢复码的人做解锁文件，只能用一次，留有记录",
            "opens a laptop whose password and recovery code are lost: once, and on record",
        ),
        "gridworker-server --data /srv/gridworker unlock answer request.json --out answer.json --why 本人到场，已核对",
        "gridworker.cli.server_unlock:answer",
        (
            _option("file", "FILE", "这台电脑的解锁申请", "the laptop's request"),
            _option("--out", "FILE", "解锁文件写到哪里", "where the answer goes", required=True),
            _WHY,
        ),
    ),
    Command(
        "unlock list",
        Words("列出解锁过的电脑", "lists the laptops that were unlocked"),
        "gridworker-server --data /srv/gridworker unlock list",
        "gridworker.cli.server_unlock:listed",
    ),
)

_KEEPING = (
    Command(
        "backup",
        Words(
            "备份到这个文件夹下的新文件夹，服务不用停",
            "makes a backup in a new folder below DIR, while serving",
        ),
        "gridworker-server --data /srv/gridworker backup /mnt/backup",
        "gridworker.cli.server_keeping:backup",
        (_option("dir", "DIR", "放备份的文件夹", "the folder of the backups"),),
    ),
    Command(
        "restore",
        Words(
            "恢复到一份备份，或文件夹里最新的一份", "goes back to a backup, or to the newest one below DIR"
        ),
        "gridworker-server --data /srv/gridworker restore /mnt/backup",
        "gridworker.cli.server_keeping:restore",
        (_option("dir", "DIR", "备份，或放备份的文件夹", "the backup, or the folder of the backups"),),
    ),
)

_RETENTION = (
    Command(
        "retention preview",
        Words("看看哪些记录保存期满，哪些要保留", "what is past its time, and what stays all the same"),
        "gridworker-server --data /srv/gridworker retention preview",
        "gridworker.cli.server_retention:preview",
    ),
    Command(
        "retention purge",
        Words("清除保存期满的记录，不能恢复", "takes away for good what is past its time"),
        "gridworker-server --data /srv/gridworker retention purge --why 年度清理",
        "gridworker.cli.server_retention:purge",
        (_WHY,),
    ),
    Command(
        "retention list",
        Words("列出清除过哪些记录", "lists what was purged, when and why"),
        "gridworker-server --data /srv/gridworker retention list",
        "gridworker.cli.server_retention:list_",
    ),
)

COMMANDS = (*_DISTRICT, *_REGIONS, *_PEOPLE, *_RECORDS, *_REVIEW, *_RETENTION, *_UNLOCK, *RELEASE, *_KEEPING)
