"""A photo as the district keeps it: upright, small enough for a bad line, without what its camera wrote into it."""

from __future__ import annotations

import struct
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from gridworker.domain.errors import PersonCanMend
from gridworker.operations.exif import Taken, read_taken

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

LONG_SIDE = 1600
SHORT_SIDE = 720
"""A photo is brought to 1600 px on its long side; a long screenshot keeps 720 on the short one, to be readable."""

THUMB_SIDE = 320
THUMB_BYTES = 20_000
MAX_PIXELS = 200_000_000
_MAX_PIXELS_DECODED = 64_000_000
"""A JPEG is made smaller while it is decoded, anything else is in memory as a whole: 4 bytes a pixel."""

_FORMATS = ("JPEG", "PNG", "WEBP", "BMP", "GIF", "TIFF")
_WHITE = (255, 255, 255)


class Photo(NamedTuple):
    """A photo ready to be kept: JPEG, with a thumbnail, and what its camera had written down."""

    content: bytes
    thumb: bytes
    taken: Taken


def make_photo(content: bytes, name: str, tz: Callable[[int], int]) -> Photo:
    """The photo in `content`; `tz` as for `read_taken`.

    Raises `PersonCanMend`: `photo_broken`, or `photo_too_large` (more pixels than this computer could hold).
    """
    with _opened(content, name) as picture:
        taken = read_taken(picture.getexif(), tz)
        size = fitted(picture.size)
        picture.draft("RGB", size)
        upright = _plain(_upright(picture))
    # The sides may have changed places.
    target = fitted(upright.size)
    small = upright if target == upright.size else upright.resize(target, _lanczos())
    return Photo(_jpeg(small, 85), _thumb(small), taken)


def glimpse(content: bytes, name: str, tz: Callable[[int], int]) -> tuple[bytes, Taken]:
    """A thumbnail of a photo and what its camera wrote, faster than `make_photo`. Raises likewise."""
    with _opened(content, name) as picture:
        taken = read_taken(picture.getexif(), tz)
        # A JPEG is read to its end all the same: one that breaks off is told.
        picture.draft("RGB", (THUMB_SIDE, THUMB_SIDE))
        return _thumb(_plain(_upright(picture))), taken


def make_thumb(content: bytes, name: str) -> bytes:
    """A thumbnail of a picture that is itself kept as it is, a scan for one. Raises as `make_photo`."""
    with _opened(content, name) as picture:
        return _thumb(_plain(_upright(picture)))


def fitted(size: tuple[int, int]) -> tuple[int, int]:
    """The size a photo is brought to; never larger than it is."""
    long, short = max(size), min(size)
    scale = min(1.0, max(LONG_SIDE / long, SHORT_SIDE / short))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


@contextmanager
def _opened(content: bytes, name: str) -> Iterator[Picture]:
    from PIL import Image

    # Its own limit warns, and only warns; ours is below, by what a picture needs to be decoded.
    Image.MAX_IMAGE_PIXELS = None
    # What it remarks about damaged photos is not for whoever looks at a terminal; what it cannot read it raises.
    warnings.filterwarnings("ignore", module=r"PIL\.")
    try:
        with Image.open(BytesIO(content), formats=_FORMATS) as picture:
            pixels = picture.width * picture.height
            most = MAX_PIXELS if picture.format in ("JPEG", "MPO") else _MAX_PIXELS_DECODED
            if pixels > most:
                raise PersonCanMend("photo_too_large", file=name, most=most // 1_000_000)
            yield picture
    except (OSError, SyntaxError, ValueError, EOFError, struct.error) as error:
        raise PersonCanMend("photo_broken", file=name) from error


def _upright(picture: Picture) -> Picture:
    from PIL import ImageOps

    return ImageOps.exif_transpose(picture)


def _plain(picture: Picture) -> Picture:
    """The pixels in red, green and blue, on white where they are transparent, and the colour profile; no more of it."""
    from PIL import Image

    profile = picture.info.get("icc_profile") if picture.mode == "RGB" else None
    if picture.mode.startswith("I;16"):
        picture = picture.point(lambda value: value / 256, "L")
    if picture.has_transparency_data:
        whole = picture.convert("RGBA")
        picture = Image.new("RGB", whole.size, _WHITE)
        picture.paste(whole, mask=whole.getchannel("A"))
    else:
        picture = picture.convert("RGB")
    picture.info = {"icc_profile": profile} if profile else {}
    return picture


def _thumb(picture: Picture) -> bytes:
    from PIL import ImageOps

    small = ImageOps.contain(picture, (THUMB_SIDE, THUMB_SIDE), _lanczos())
    small.info = {}
    for quality in (75, 60, 45):
        content = _jpeg(small, quality)
        if len(content) <= THUMB_BYTES:
            return content
    return _jpeg(small, 30)


def _jpeg(picture: Picture, quality: int) -> bytes:
    profile = picture.info.get("icc_profile")
    file = BytesIO()
    picture.save(
        file,
        "JPEG",
        quality=quality,
        optimize=True,
        progressive=True,
        icc_profile=profile,
        exif=b"",
        comment=b"",
    )
    return file.getvalue()


def _lanczos() -> int:
    from PIL.Image import Resampling

    return Resampling.LANCZOS
