"""When and where a photo was taken, as its camera wrote it down (EXIF, CIPA DC-008)."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from PIL.Image import Exif

_EXIF, _GPS = 0x8769, 0x8825
_CHANGED = 0x0132
_MOMENTS = ((0x9003, 0x9011), (0x9004, 0x9012))
"""Tags of the time in the photo's own directory, taken and digitised, each with its offset from UTC."""
_CHANGED_OFFSET = 0x9010
_LATITUDE_REF, _LATITUDE, _LONGITUDE_REF, _LONGITUDE, _ERROR = 1, 2, 3, 4, 31

_MOMENT = re.compile(r"(\d{4}):(\d\d):(\d\d)[ T](\d\d):(\d\d):(\d\d)", re.ASCII)
_OFFSET = re.compile(r"([+-])(\d\d):(\d\d)", re.ASCII)


class Taken(NamedTuple):
    """What a photo says of itself: ms UTC, and a position as records have it; None where it does not say."""

    at: int | None = None
    position: dict[str, Any] | None = None


def read_taken(exif: Exif, tz: Callable[[int], int]) -> Taken:
    """What is written in a photo; `tz` gives the minutes ahead of UTC here, for cameras that do not say theirs.

    What cannot be read counts as not written: it never stands in the way of the photo.
    """
    try:
        detail, gps = exif.get_ifd(_EXIF), exif.get_ifd(_GPS)
        changed = _moment(exif.get(_CHANGED), detail.get(_CHANGED_OFFSET), tz)
        taken = [_moment(detail.get(tag), detail.get(offset), tz) for tag, offset in _MOMENTS]
        return Taken(next((at for at in [*taken, changed] if at is not None), None), _position(gps))
    except (ValueError, TypeError, ArithmeticError, LookupError, OSError, SyntaxError):
        return Taken()


def _moment(written: Any, offset: Any, tz: Callable[[int], int]) -> int | None:
    found = _MOMENT.match(_text(written))
    if not found:
        return None
    try:
        year, month, day, hour, minute, second = map(int, found.groups())
        at = int(datetime(year, month, day, hour, minute, second, tzinfo=UTC).timestamp()) * 1000
    except ValueError:
        return None
    minutes = _minutes(_text(offset))
    at -= (tz(at) if minutes is None else minutes) * 60_000
    return at if at >= 0 else None


def _minutes(offset: str) -> int | None:
    found = _OFFSET.match(offset)
    if not found:
        return None
    minutes = int(found[2]) * 60 + int(found[3])
    return -minutes if found[1] == "-" else minutes


def _text(written: Any) -> str:
    if isinstance(written, bytes):
        written = written.decode("ascii", "replace")
    return written.strip("\0 ") if isinstance(written, str) else ""


def _position(gps: Mapping[int, Any]) -> dict[str, Any] | None:
    latitude = _degrees(gps.get(_LATITUDE), _text(gps.get(_LATITUDE_REF)) == "S")
    longitude = _degrees(gps.get(_LONGITUDE), _text(gps.get(_LONGITUDE_REF)) == "W")
    if latitude is None or longitude is None or not (abs(latitude) <= 90 and abs(longitude) <= 180):
        return None
    if latitude == longitude == 0:
        return None
    position = {"lon": round(longitude * 1e7), "lat": round(latitude * 1e7), "source": "exif"}
    error = _number(gps.get(_ERROR))
    return position | ({"accuracy": round(error)} if error is not None and 0 < error < 100_000 else {})


def _degrees(written: Any, is_negative: bool) -> float | None:
    """Degrees, minutes and seconds as one number."""
    if not isinstance(written, tuple | list) or len(written) != 3:
        return None
    parts = [_number(part) for part in written]
    if any(part is None for part in parts):
        return None
    degrees, minutes, seconds = (part or 0.0 for part in parts)
    value = degrees + minutes / 60 + seconds / 3600
    return -value if is_negative else value


def _number(written: Any) -> float | None:
    if written is None:
        return None
    number = float(written)
    return number if math.isfinite(number) else None
