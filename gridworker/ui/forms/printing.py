"""Papers on a printer: the press draws on it what it draws in the preview."""

from __future__ import annotations

from itertools import product

from PySide6.QtCore import QMarginsF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter

from gridworker.documents.press.fonts import UNITS
from gridworker.documents.press.pages import SetPaper
from gridworker.domain.errors import ComputerTrouble


def printers() -> list[str]:
    """The printers of this computer, the usual one first."""
    from PySide6.QtPrintSupport import QPrinterInfo

    names = [str(name) for name in QPrinterInfo.availablePrinterNames()]
    usual = QPrinterInfo.defaultPrinterName()
    return sorted(names, key=lambda name: name != usual)


def print_paper(paper: SetPaper, printer: str, copies: int, out: str = "") -> None:
    """Prints a paper; `out` is a file for a printer that writes into one.

    Raises `ComputerTrouble` (`printer_failed`).
    """
    from PySide6.QtPrintSupport import QPrinter

    machine = QPrinter(QPrinter.PrinterMode.HighResolution)
    if out:
        machine.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        machine.setOutputFileName(out)
    else:
        machine.setPrinterName(printer)
    machine.setDocName(paper.paper.title)
    machine.setFullPage(True)
    ways = QPageLayout.Orientation
    page, way = QPageSize(QPageSize.PageSizeId.A4), ways.Landscape if paper.paper.wide else ways.Portrait
    machine.setPageLayout(QPageLayout(page, way, QMarginsF(0, 0, 0, 0)))
    painter = QPainter()
    if not painter.begin(machine):
        raise ComputerTrouble("printer_failed", printer=printer)
    # Each copy is drawn, not asked of the printer: the mark says which of them it is.
    for copy, number in product(range(1, copies + 1), range(len(paper.pages))):
        if (copy, number) != (1, 0) and not machine.newPage():
            painter.end()
            raise ComputerTrouble("printer_failed", printer=printer)
        painter.save()
        painter.scale(machine.resolution() / UNITS, machine.resolution() / UNITS)
        paper.draw(painter, number, copy=copy)
        painter.restore()
    painter.end()
