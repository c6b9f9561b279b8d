"""`make papers`: every paper as PDF, DOCX and pictures; LibreOffice must break a DOCX into as many pages ± 1.

python -m tests.documents [FOLDER]
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from pypdf import PdfReader

from gridworker.documents.dispute.case import Case
from gridworker.documents.dispute.dossier import make_dossier
from gridworker.documents.dispute.papers import make_paper
from gridworker.documents.paper import Paper
from gridworker.documents.press.pages import set_paper
from gridworker.documents.press.pdf import to_pdf
from gridworker.documents.word import to_docx
from gridworker.domain.dossier import completeness
from gridworker.domain.mediation_papers import papers_of
from gridworker.environment.resources import resource
from tests.documents.cases import LEAK, case

# Where a computer has none of the faces of GB/T 9704, Word's names for them stand for the bundled fonts.
_FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
<dir>{fonts}</dir><cachedir>{cache}</cachedir>{aliases}</fontconfig>"""
_ALIAS = '<alias binding="same"><family>{face}</family><prefer><family>{family}</family></prefer></alias>'
_FACES = {"仿宋": "Noto Serif CJK SC", "小标宋": "Noto Serif CJK SC", "黑体": "Noto Sans CJK SC"}


def cases() -> dict[str, Case]:
    """The leak, the same by word of mouth, against a company, one of nine, one at the bounds, a blank one."""
    first = LEAK["parties"]["p1"]
    company = {
        "role": "respondent",
        "type": "organisation",
        "name": "东篱物业服务有限公司",
        "id_number": "91330109MA2CC1AQ7X",
        "phone": "0571-82345678",
        "address": "东篱路8号",
        "agent": {"name": "沈立群", "relation": "representative"},
    }
    nine = {
        f"p{n}": first | {"name": f"欧阳·买买提江第{n}", "role": "third" if n else "applicant"}
        for n in range(9)
    }
    later = {
        "order": 4,
        "who": "王秀英",
        "what": "第二期延至月底",
        "due_on": "2026-12-31",
        "agreed_on": "2026-12-20",
    }
    rare = first | {"name": "\U0003134a某", "id_type": "passport", "id_number": "C01X00T47"}
    nobody = first | {"name": "欧阳·买买提吐尔逊江·阿卜杜热依木", "id_type": "none", "id_number": None}
    bounds = {
        key: {"order": fen, "who": rare["name"], "whom": nobody["name"], "what": "付清", "amount_fen": fen}
        for key, fen in (("c1", 1), ("c2", 10**11))
    }
    return {
        "bounds": case(parties={"p1": rare, "p2": nobody | {"role": "respondent"}}, clauses=bounds),
        "leak": case(clauses=LEAK["clauses"] | {"c4": later}),
        "oral": case(agreement={"form": "oral", "effective_on": "2026-11-22"}),
        "company": case(parties={"p1": first, "p2": company}),
        "nine": case(parties=nine, facts=LEAK["facts"] * 40),
        "blank": Case({"id": LEAK["id"]}, case().office, case().today),
    }


def papers(of: Case) -> Iterator[Paper]:
    """Every paper of a case."""
    yield from (make_paper(of, ref) for ref in papers_of(of.body))


def converted(files: list[Path], folder: Path) -> None:
    """Lets LibreOffice make a PDF of each DOCX, with the bundled fonts."""
    settings = folder / "fonts.conf"
    aliases = "".join(_ALIAS.format(face=face, family=family) for face, family in _FACES.items())
    text = _FONTS.format(fonts=resource("fonts"), cache=folder / "fonts", aliases=aliases)
    settings.write_text(text, encoding="utf-8")
    profile = f"-env:UserInstallation={(folder / 'office').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder / "word")]
    env = os.environ | {"FONTCONFIG_FILE": str(settings)}
    subprocess.run([*command, *map(str, files)], check=True, env=env, stdout=subprocess.DEVNULL, timeout=600)


def main(folder: Path) -> int:
    """Writes everything into `folder`; gives 1 where page counts differ by more than one."""
    (folder / "word").mkdir(parents=True, exist_ok=True)
    counts: dict[str, int] = {}
    for name, of in cases().items():
        for paper in papers(of):
            sheets = set_paper(paper)
            stem = f"{name}-{paper.name}"
            counts[stem] = len(sheets.pages)
            (folder / f"{stem}.pdf").write_bytes(to_pdf([sheets], paper.title))
            (folder / f"{stem}.docx").write_bytes(to_docx(paper))
    whole = make_dossier(case(), completeness(LEAK), {})
    (folder / "leak-dossier.pdf").write_bytes(whole.content)
    converted(sorted(folder.glob("*.docx")), folder)
    wrong = []
    for stem, pages in counts.items():
        in_word = len(PdfReader(folder / "word" / f"{stem}.pdf").pages)
        sys.stdout.write(f"{stem}: {pages}, Word {in_word}\n")
        if abs(in_word - pages) > 1:
            wrong.append(stem)
    for file in [*folder.glob("*.pdf"), *(folder / "word").glob("*.pdf")]:
        subprocess.run(["pdftoppm", "-r", "60", "-png", str(file), str(file.with_suffix(""))], check=True)
    sys.stderr.write(f"{len(counts)} papers in {folder}; differing by more than a page: {wrong or 'none'}\n")
    return int(bool(wrong))


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "build/papers")))
