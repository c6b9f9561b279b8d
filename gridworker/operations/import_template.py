"""导入模板: an empty table of a kind to hand out: what each column wants, lists to choose from, a line as an example.

Filled in it is imported as it is: its headers are those that are understood, and the example is passed over.
"""

from __future__ import annotations

from pathlib import Path

from gridworker.documents.incoming_line import Line
from gridworker.documents.template_table import Asked, write_template_table
from gridworker.domain.errors import PersonCanMend
from gridworker.domain.kinds import KINDS
from gridworker.environment.labels import labels
from gridworker.environment.language import LANGUAGES, Words
from gridworker.environment.marks import LISTED
from gridworker.operations.import_columns import IMPORTED, template

EXAMPLE = Words("示例：", "Example: ")
_TITLE = Words("{kind}导入模板", "Template for an import: {kind}")
_NOTE = Words(
    "从示例下面一行起填写，一行一份；带 * 的必填，其余可以空着。示例行不会导入，不必删除。",
    "Fill in from below the example, a record a line; what bears a * is needed. The example itself is not imported.",
)
_ONE_OF = Words("从中选：{words}", "One of: {words}")
_FREE = Words("可以不填", "May stay empty")
_PERSON_WHERE = "东篱苑3幢2单元501室"
_ABOUT = {
    "name": Words("全名", "The full name"),
    "birth_on": Words(
        "写成 1980-01-01；有身份证号可以不填", "As 1980-01-01; follows from the identity number"
    ),
    "ethnicity": Words("如：汉族", "As on the identity card"),
    "id_number": Words("18 位，本列已设为文本", "18 characters; this column is text"),
    "phone": Words("手机或带区号的座机", "Mobile, or with its area code"),
    "place": Words("写到室或门牌；有室号的同时建立住户", "Down to the room; a room becomes a home"),
    "contact": Words("姓名", "The name"),
    "uscc": Words("18 位", "18 characters"),
    "check_every": Words("多少天巡查一次，如 30", "Every how many days, as 30"),
    "industry": Words("如：批发零售", "As registered"),
}
_LIKE = {
    "person": {
        "name": "李建国",
        "birth_on": "1980-01-01",
        "ethnicity": "汉族",
        "id_number": "330109198001011234",
        "phone": "13800000000",
        "place": _PERSON_WHERE,
        "text": "高血压",
    },
    "household": {"place": _PERSON_WHERE, "phone": "13800000000"},
    "place": {
        "name": "西河面馆",
        "place": "西河路18号",
        "contact": "来阿凤",
        "phone": "13800000000",
        "uscc": "91330109MA2H000000",
        "check_every": "30",
    },
    "enterprise": {
        "name": "永利五金加工部",
        "uscc": "91330109MA2H000001",
        "contact": "来建平",
        "phone": "13800000000",
        "place": "西河路20号",
        "industry": "金属制品",
    },
}
_CHOSEN = {
    "sex": "male",
    "id_type": "resident_id",
    "relation": "head",
    "residence": "registered",
    "use": "own",
}


def write_template(kind: str, out: Path, language: str) -> None:
    """Writes the template of a kind as xlsx.

    Raises `PersonCanMend` (`not_imported`, `folder_missing`, `out_is_a_folder`) and `OSError` from the disk.
    """
    if kind not in IMPORTED:
        raise PersonCanMend("not_imported", kind=kind, kinds="、".join(IMPORTED))
    asked = [_asked(kind, name, language) for name in template(kind)]
    first = asked[0]
    asked[0] = first._replace(example=f"{EXAMPLE.said(language)}{first.example}")
    named = labels(language).kind(kind)
    write_template_table(named, _TITLE.said(language, kind=named), _NOTE.said(language), asked, out)


def is_example(line: Line) -> bool:
    """Whether a line is the example of a template: it says so in its first cell."""
    first = line.cells[0].text if line.cells else ""
    return first.startswith(tuple(EXAMPLE.said(language).strip() for language in LANGUAGES))


def _asked(kind: str, name: str, language: str) -> Asked:
    field, named = KINDS[kind].fields[name], labels(language)
    codes = field.choices or named.codes(kind, name)
    words = [named.choice(kind, name, code) for code in codes]
    about = _ABOUT.get(name, _FREE).said(language)
    if words:
        about = _ONE_OF.said(language, words=LISTED.said(language).join(words))
    like = _LIKE[kind].get(name, "")
    if codes:
        like = named.choice(kind, name, _CHOSEN[name] if _CHOSEN.get(name) in codes else codes[0])
    return Asked(named.field(kind, name), about, like, words, is_needed=field.required)
