"""The marks of printed pages, read from photos and scans without a network (ISO/IEC 18004)."""

from __future__ import annotations

import struct
import warnings
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING

from gridworker.domain.paper_mark import PaperMark, read_mark

if TYPE_CHECKING:
    from PIL.Image import Image as Picture
    from pypdf import PageObject

_LONG_SIDE = 3000
"""A page this high has 5 to 6 pixels a module of its mark: more only costs time."""

_SMALL = 2000
_MAX_PIXELS = 200_000_000
_MAX_PIXELS_DECODED = 64_000_000
_MOST_PAGES = 40
_FORMATS = ("JPEG", "PNG", "WEBP", "BMP", "GIF", "TIFF")


def read_marks(content: bytes) -> list[PaperMark]:
    """The marks on the pages that a photo or a scan (PDF, TIFF) shows, each once; empty where none can be read.

    A photo may lie on its side, in shadow or askew. What cannot be opened has no marks: whoever keeps it says why.
    """
    pictures = _scanned(content) if content.startswith(b"%PDF") else _photographed(content)
    found: dict[PaperMark, None] = {}
    for picture in pictures:
        for text in _read(picture):
            if mark := read_mark(text):
                found[mark] = None
    return list(found)


def _read(picture: Picture) -> list[str]:
    """The texts of the QR codes; one that is small or pale is looked at again, larger and clearer."""
    from PIL import ImageOps
    from PIL.Image import Resampling

    if texts := _decoded(picture):
        return texts
    small = picture.copy()
    small.thumbnail((_SMALL, _SMALL))
    clear = ImageOps.autocontrast(small, cutoff=1)
    return _decoded(clear.resize((clear.width * 2, clear.height * 2), Resampling.BICUBIC))


def _decoded(picture: Picture) -> list[str]:
    import zxingcpp

    only = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    return [code.text for code in zxingcpp.read_barcodes(picture, formats=only)]


def _photographed(content: bytes) -> Iterator[Picture]:
    """The frames of a picture in grey, no larger than needed."""
    from PIL import Image, ImageSequence

    Image.MAX_IMAGE_PIXELS = None
    warnings.filterwarnings("ignore", module=r"PIL\.")
    try:
        with Image.open(BytesIO(content), formats=_FORMATS) as picture:
            is_jpeg = picture.format in ("JPEG", "MPO")
            if picture.width * picture.height > (_MAX_PIXELS if is_jpeg else _MAX_PIXELS_DECODED):
                return
            picture.draft("L", (_LONG_SIDE, _LONG_SIDE))
            frames = ImageSequence.Iterator(picture) if picture.format == "TIFF" else [picture]
            for number, frame in enumerate(frames):
                if number < _MOST_PAGES:
                    yield _grey(frame)
    except (OSError, SyntaxError, ValueError, EOFError, struct.error):
        return


def _grey(picture: Picture) -> Picture:
    grey = picture.convert("RGB").convert("L") if picture.mode in ("P", "PA") else picture.convert("L")
    grey.thumbnail((_LONG_SIDE, _LONG_SIDE))
    return grey


def _scanned(content: bytes) -> Iterator[Picture]:
    """The pictures that the pages of a scan consist of."""
    from pypdf import PdfReader

    try:
        for page in PdfReader(BytesIO(content)).pages[:_MOST_PAGES]:
            names = page.images.keys()
            for name in names:
                yield from _photographed(_decoded_scan(page, name))
    except Exception:  # noqa: BLE001  # pypdf raises whatever a broken part leads it to
        return


def _decoded_scan(page: PageObject, name: str | list[str]) -> bytes:
    """A picture of a page; empty where its decoder is not here, such as that of JBIG2, which many scanners write."""
    from pypdf.errors import DependencyError

    try:
        return page.images[name].data
    except DependencyError:
        return b""
