"""Every command of `gridworker`, declared: words, arguments, help in both languages, one example that works."""

from __future__ import annotations

from typing import Any

from gridworker.cli.case_commands import EVIDENCE, PAGE
from gridworker.cli.declaration import Argument, Command, argument
from gridworker.cli.import_command import IMPORT
from gridworker.cli.program_commands import OF_THE_PROGRAM
from gridworker.environment.language import Words

GROUPS = {"record": Words("记录：新建、修改、删除、查看", "records: add, edit, delete, look at")}


def count(text: str) -> int:
    """A whole number from 1 up. Raises `ValueError`."""
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


def _file(about: Words) -> Argument:
    return argument("file", metavar="FILE", about=about)


def _limit(default: int) -> Argument:
    words = Words(f"最多几条，默认 {default}", f"at most this many, {default} by default")
    return argument("--limit", metavar="N", type=count, default=default, about=words)


def _out(**settings: Any) -> Argument:
    return argument("--out", metavar="FILE", about=Words("写到哪个文件", "the file to write"), **settings)


_ID = argument("id", metavar="ID", about=Words("记录的编号", "the id of the record"))
_KIND = argument(
    "kind",
    metavar="KIND",
    about=Words(
        "哪种记录：patrol dispute visit event task note",
        "the kind: patrol, dispute, visit, event, task, note",
    ),
)
_WHERE = argument(
    "--where",
    metavar="PATH=VALUE",
    nargs="+",
    action="extend",
    default=[],
    about=Words(
        "只看这个字段是这个值的，可以写几个", "only where the path has this value; several may be given"
    ),
)
_FIELDS = Words("JSON 文件，- 表示从标准输入读", "a JSON file, or - for standard input")

_DEMO = Command(
    "demo",
    Words("造一个样板区，看看怎么用", "makes a sample district and shows how the work goes"),
    "gridworker demo --no-window",
    "gridworker.cli.demo.command:demo",
    (
        argument(
            "--dir",
            metavar="D",
            about=Words("放在哪个文件夹，默认用临时的", "the folder, else a temporary one"),
        ),
        argument(
            "--no-window",
            action="store_true",
            about=Words("不开窗口，演示一个工作日", "no window: plays a working day"),
        ),
        argument(
            "--server",
            choices=("sqlite", "postgresql"),
            default="sqlite",
            about=Words("服务器用哪种数据库", "the server's database"),
        ),
    ),
)

_ENROL = Command(
    "enrol",
    Words("用入网码把这台电脑接入区里的服务器", "enrols this computer with the district server"),
    "gridworker enrol --server https://grid.example.gov.cn --code ABCD-EFGH-JKMN",
    "gridworker.cli.enrolment:enrol",
    (
        argument(
            "--server", metavar="URL", required=True, about=Words("服务器地址", "address of the server")
        ),
        argument(
            "--code", metavar="CODE", required=True, about=Words("入网码，只能用一次", "the code, works once")
        ),
        argument("--device", metavar="NAME", about=Words("这台电脑叫什么", "what this computer is called")),
        argument("--ca", metavar="FILE", about=Words("服务器的根证书", "the root certificate of the server")),
    ),
)

_PASSWORD = Command(
    "password",
    Words("修改口令", "changes the password"),
    "gridworker password --recovery",
    "gridworker.cli.enrolment:password",
    (
        argument(
            "--recovery",
            action="store_true",
            about=Words("忘了口令，用恢复码重设", "the password is forgotten: use the recovery code"),
        ),
    ),
)

_RECORDS = (
    Command(
        "record add",
        Words("新建记录，文件里是一条或一组", "saves one record, or several from a JSON array"),
        "gridworker record add patrol patrol.json",
        "gridworker.cli.record:add",
        (
            _KIND,
            _file(_FIELDS),
            argument(
                "--grid",
                metavar="CODE",
                about=Words("记到哪个网格，只管一个网格时不用填", "the grid, where you have more than one"),
            ),
        ),
    ),
    Command(
        "record edit",
        Words("修改记录，文件里是“路径：新值”", "gives paths of a record new values"),
        "gridworker record edit 0192f0c1-7a3b-7c4d-8e5f-0123456789ab changes.json",
        "gridworker.cli.record:edit",
        (_ID, _file(_FIELDS)),
    ),
    Command(
        "record delete",
        Words("删除记录，内容仍留在历史里", "hides a record; its content stays in the history"),
        "gridworker record delete 0192f0c1-7a3b-7c4d-8e5f-0123456789ab --why 重复登记",
        "gridworker.cli.record:delete",
        (_ID, argument("--why", metavar="TEXT", required=True, about=Words("为什么删除", "the reason"))),
    ),
    Command(
        "record attach",
        Words("给记录加照片、录音、扫描件", "adds a photo, a recording or a scan to a record"),
        "gridworker record attach 0192f0c1-7a3b-7c4d-8e5f-0123456789ab photo.jpg",
        "gridworker.cli.record:attach",
        (
            _ID,
            _file(Words("附件文件", "the file")),
            argument(
                "--as",
                dest="element",
                metavar="ELEMENT",
                about=Words(
                    "附件的编号，已有的会换成这个文件", "the id of the element, whose file is replaced"
                ),
            ),
        ),
    ),
    Command(
        "record show",
        Words("查看一条记录，不打码，会留痕", "shows a record in full; this is audited"),
        "gridworker record show 0192f0c1-7a3b-7c4d-8e5f-0123456789ab --history",
        "gridworker.cli.record:show",
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
        "record list",
        Words("列出一种记录，新的在前，会留痕", "lists records of a kind, newest first; this is audited"),
        "gridworker record list dispute --where status=mediating --limit 20",
        "gridworker.cli.record:list_",
        (
            _KIND,
            _WHERE,
            _limit(50),
            argument("--after", metavar="ID", about=Words("从这条之后接着列", "go on after this record")),
        ),
    ),
)

_SEARCH = Command(
    "search",
    Words(
        "搜索：汉字、拼音、首字母、数字，新的在前",
        "the search box: Chinese, pinyin, initials, digits; newest first",
    ),
    "gridworker search 漏水",
    "gridworker.cli.record:search",
    (argument("text", metavar="TEXT", about=Words("要找什么", "what to look for")), _limit(50)),
)

_SYNC = Command(
    "sync",
    Words("同步一次：送出这里的，取回区里的", "one sync: sends what is here, fetches what is new"),
    "gridworker sync",
    "gridworker.cli.syncing:sync",
    (
        argument(
            "--until-empty",
            action="store_true",
            about=Words("一直同步到没有待发的", "goes on until nothing is waiting"),
        ),
    ),
)

_CONFLICTS = (
    Command(
        "conflicts",
        Words("列出两边都改过、要人定的内容", "lists what was changed on both sides and needs a person"),
        "gridworker conflicts",
        "gridworker.cli.conflicts:conflicts",
    ),
    Command(
        "resolve",
        Words("定下用哪一个：我的、对方的或另填", "settles a conflict: mine, theirs, or another value"),
        "gridworker resolve 0192f0c1-7a3b-7c4d-8e5f-0123456789ab facts --keep theirs",
        "gridworker.cli.conflicts:resolve",
        (
            _ID,
            argument(
                "path", metavar="PATH", about=Words("哪个字段，见 conflicts", "the field, see conflicts")
            ),
            argument(
                "--keep",
                metavar="mine|theirs|VALUE",
                required=True,
                about=Words("用我的、对方的，或者直接写新值", "mine, theirs, or the value itself"),
            ),
        ),
    ),
    Command(
        "refused",
        Words("列出被退回的，哪个字段、为什么", "lists what was returned, with the field and the reason"),
        "gridworker refused",
        "gridworker.cli.conflicts:refused",
        (argument("id", metavar="ID", nargs="?", about=Words("只看这条记录", "only of this record")),),
    ),
)

_EXPORT = Command(
    "export",
    Words(
        "导出表格，默认打码；明文要写理由，会留痕",
        "writes a table, masked; in plain it needs a reason and is audited",
    ),
    "gridworker export visit --format xlsx --out 走访.xlsx",
    "gridworker.cli.export:export",
    (
        _KIND,
        argument(
            "--format",
            choices=("xlsx", "csv", "json"),
            required=True,
            about=Words("文件格式", "the format of the file"),
        ),
        _out(required=True),
        argument(
            "--masked",
            action="store_true",
            exclusive="privacy",
            about=Words("打码（默认）", "masked (default)"),
        ),
        argument("--plain", action="store_true", exclusive="privacy", about=Words("明文", "in plain")),
        argument("--reason", metavar="TEXT", default="", about=Words("为什么要明文", "why in plain")),
        _WHERE,
        argument(
            "--find",
            metavar="TEXT",
            default="",
            about=Words("只导出搜得到这些字的", "only those that the search box would find"),
        ),
        argument(
            "--fields",
            metavar="NAME,NAME",
            default="",
            about=Words(
                "只导出这些项，least 表示最少的几项",
                "these fields alone; the word least for the fewest",
            ),
        ),
    ),
)

_REPORT = Command(
    "report",
    Words(
        "出月报表：巡查、走访、调解、隐患，数字都能追到记录",
        "fills a month's table from the records; every cell names its records",
    ),
    "gridworker report patrols --month 2026-11 --out 巡查台账.xlsx",
    "gridworker.cli.report:report",
    (
        argument(
            "name",
            metavar="NAME",
            nargs="?",
            about=Words("哪张表，不写就列出来", "which table; without it they are listed"),
        ),
        argument("--month", metavar="YYYY-MM", about=Words("哪个月", "the month")),
        argument(
            "--template",
            metavar="FILE.xlsx",
            about=Words(
                "用自己的模板，其中两层大括号里的地方会填上", "a template of your own, its places filled"
            ),
        ),
        _out(),
        argument(
            "--plain", action="store_true", about=Words("明文，默认打码", "in plain; masked by default")
        ),
        argument("--reason", metavar="TEXT", default="", about=Words("为什么要明文", "why in plain")),
    ),
)

_DOCUMENT = Command(
    "document",
    Words(
        "出文书：列出、单份或整本卷宗，会留痕", "official papers: listed, one, or the whole dossier; audited"
    ),
    "gridworker document 0192f0c1-7a3b-7c4d-8e5f-0123456789ab --list",
    "gridworker.cli.document:document",
    (
        argument(
            "id",
            metavar="ID",
            about=Words(
                "纠纷的编号；联系卡用企业、场所的编号，或者写 grid",
                "the id of a dispute; for a service card that of a business, or the word grid",
            ),
        ),
        argument("--list", action="store_true", exclusive="what", about=Words("能出哪些", "which there are")),
        argument("--paper", metavar="NAME", exclusive="what", about=Words("出哪一份", "which one")),
        argument(
            "--dossier", action="store_true", exclusive="what", about=Words("整本卷宗", "the whole dossier")
        ),
        argument("--format", choices=("pdf", "docx"), about=Words("文件格式", "the format of the file")),
        _out(),
        argument(
            "--phone",
            metavar="NUMBER",
            default="",
            about=Words(
                "联系卡上的电话，默认用上次的", "the telephone on a service card, else the one before"
            ),
        ),
        argument(
            "--four",
            action="store_true",
            about=Words("联系卡一整页排四张，裁开用", "four service cards on a sheet of A4"),
        ),
    ),
)

_KEEPING = (
    Command(
        "backup",
        Words("把整份资料加密备份成一个文件", "copies the whole profile to one encrypted file"),
        "gridworker backup 2026-11-22.gwb",
        "gridworker.cli.keeping:backup",
        (_file(Words("备份文件", "the copy")),),
    ),
    Command(
        "restore",
        Words("从备份恢复，没有送出的不会丢", "goes back to a copy; unsent work is kept"),
        "gridworker restore 2026-11-22.gwb",
        "gridworker.cli.keeping:restore",
        (_file(Words("备份文件", "the copy")),),
    ),
)

COMMANDS = (
    _DEMO,
    _ENROL,
    _PASSWORD,
    *_RECORDS,
    _SEARCH,
    _SYNC,
    *_CONFLICTS,
    _EXPORT,
    _REPORT,
    IMPORT,
    _DOCUMENT,
    EVIDENCE,
    PAGE,
    *_KEEPING,
    *OF_THE_PROGRAM,
)
