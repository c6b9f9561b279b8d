"""Papers: how long a preview takes to be seen, and a dossier of 60 pages with 20 photos to be made."""

from __future__ import annotations

import io
import os
import random
import statistics
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PIL import Image
from PySide6.QtWidgets import QApplication

from benchmarks.figure import Figure
from gridworker.documents.dispute.case import Case, Office
from gridworker.documents.dispute.dossier import make_dossier
from gridworker.documents.dispute.evidence import File
from gridworker.documents.dispute.papers import make_paper
from gridworker.documents.press.pages import set_paper
from gridworker.domain.dossier import completeness
from gridworker.domain.mediation_papers import PaperRef
from gridworker.ui.forms.paper_preview import PaperPreview

PHOTOS = 20
PAGES = 60
_SESSIONS = 12
_SENTENCE = "调解员：请各方把损失一项一项说清楚，有票据的出示票据。\n申请人：吊顶、墙面和地板都要算，一共四千八百元。\n"


def papers_figures(_folder: Path) -> list[Figure]:
    """The two figures, each beside the bar it must keep."""
    app = QApplication.instance() or QApplication([])
    case, files = _case()
    limit = _encoded(next(iter(files.values())))
    _preview(case)
    what = completeness(case.body)
    pages = make_dossier(case, what, files).pages
    seconds = _computed(3, lambda: make_dossier(case, what, files))
    seen = _computed(7, lambda: _preview(case)) * 1000
    assert app is not None
    name = f"dossier of {pages} pages, {PHOTOS} photos"
    return [
        Figure(name, seconds, "s", limit, "its photos encoded", "≤ 3 s", seconds <= 3 and pages >= PAGES),
        Figure("preview of an agreement", seen, "ms", None, "", "≤ 150 ms", seen <= 150),
    ]


def _preview(case: Case) -> None:
    """From the case to the picture of its first page on a screen."""
    shown = PaperPreview()
    shown.resize(780, 600)
    shown.show_paper(set_paper(make_paper(case, PaperRef("agreement"))))
    shown.grab()


def _encoded(photo: File) -> float:
    """How long the photos alone take to be written as JPEG."""
    assert photo.content is not None
    image = Image.open(io.BytesIO(photo.content))
    image.load()

    def encode() -> None:
        for _ in range(PHOTOS):
            image.save(io.BytesIO(), "JPEG", quality=94)

    return _computed(1, encode)


def _computed(runs: int, work: Callable[[], object]) -> float:
    """The median seconds that the processor works: neither waits for anything but the processor."""

    def once() -> float:
        began = time.process_time()
        work()
        return time.process_time() - began

    return statistics.median(once() for _ in range(runs))


def _case() -> tuple[Case, dict[str, File]]:
    names = {f"a{number:02d}": {"role": "evidence", "name": f"照片{number}.jpg"} for number in range(PHOTOS)}
    party = {
        "type": "person",
        "sex": "male",
        "ethnicity": "汉",
        "phone": "13712342046",
        "address": "东篱苑5幢301室",
    }
    body = {
        "id": "0192f0c1-7a3b-7c4d-8e5f-0123456789ab",
        "number": "（2026）东篱社区第三网格人调字第31号",
        "status": "performed",
        "source": "application",
        "type": "neighbour",
        "facts": "401室卫生间防水层老化渗漏，致301室吊顶受潮脱落。" * 8,
        "parties": {
            "p1": party | {"role": "applicant", "name": "李建国"},
            "p2": party | {"role": "respondent", "name": "王秀英"},
        },
        "sessions": {
            f"s{number:02d}": {
                "at": number,
                "place": "调解室",
                "record": _SENTENCE * 14,
                "result": "continued",
            }
            for number in range(_SESSIONS)
        },
        "agreement": {"form": "written", "effective_on": "2026-11-22"},
        "clauses": {
            "c": {"order": 1, "who": "王秀英", "what": "付清", "amount_fen": 360_000, "due_on": "2026-11-30"}
        },
        "attachments": names,
    }
    content = _photo()
    files = {key: File(item["name"], "image/jpeg", "0" * 64, content=content) for key, item in names.items()}
    return Case(body, Office("东篱社区人民调解委员会"), date(2026, 11, 22)), files


def _photo() -> bytes:
    """A photo as the app keeps it: 1600 by 1200, with as much in it as a wall has."""
    noise = Image.frombytes("RGB", (200, 150), random.Random(1).randbytes(200 * 150 * 3))
    content = io.BytesIO()
    noise.resize((1600, 1200), Image.Resampling.BICUBIC).save(content, "JPEG", quality=85)
    return content.getvalue()
