"""Photos of the sample, drawn: large, lying on their side, with time and place inside, as they come from a phone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import BytesIO
from random import Random
from typing import TYPE_CHECKING

from gridworker.cli.demo.dice import dice

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw

Colour = tuple[int, int, int]
Place = tuple[float, float]
"""Longitude and latitude in degrees, WGS-84."""

CHAILING_HILL: Place = (120.2291, 30.1297)
_CHINA = timedelta(hours=8)
_ON_ITS_SIDE = 6
"""EXIF orientation: turn it a quarter to the right to see it upright."""


def phone_photo(
    scene: str, at: int, place: Place | None = None, *, size: tuple[int, int] = (1800, 2400)
) -> bytes:
    """A JPEG of a `scene` (hill, stairs, wall) taken at a moment (ms UTC), `size` being that of the upright picture."""
    from PIL import Image, ImageDraw, ImageFilter

    picture = Image.new("RGB", size, _GREY)
    _SCENES[scene](ImageDraw.Draw(picture), size, dice(0, scene))
    picture = picture.filter(ImageFilter.GaussianBlur(size[0] / 900))
    exif = Image.Exif()
    local = datetime.fromtimestamp(at / 1000, UTC) + _CHINA
    exif[0x010F], exif[0x0112] = "Sample", _ON_ITS_SIDE
    exif.get_ifd(0x8769).update({0x9003: f"{local:%Y:%m:%d %H:%M:%S}", 0x9011: "+08:00"})
    if place is not None:
        longitude, latitude = place
        exif.get_ifd(0x8825).update(
            {1: "N", 2: _sexagesimal(latitude), 3: "E", 4: _sexagesimal(longitude), 31: 8.0}
        )
    file = BytesIO()
    picture.transpose(Image.Transpose.ROTATE_90).save(file, "JPEG", quality=90, exif=exif)
    return file.getvalue()


def _sexagesimal(degrees: float) -> tuple[float, float, float]:
    minutes = degrees % 1 * 60
    return float(int(degrees)), float(int(minutes)), round(minutes % 1 * 60, 3)


def _hill(draw: ImageDraw, size: tuple[int, int], chance: Random) -> None:
    wide, high = size
    draw.rectangle((0, 0, wide, high), (196, 216, 232))
    for ridge, colour in ((0.45, (150, 178, 160)), (0.55, (104, 142, 108)), (0.66, (66, 106, 70))):
        top = [(x * wide / 12, high * (ridge + chance.uniform(-0.06, 0.06))) for x in range(13)]
        draw.polygon([(0, high), *top, (wide, high)], colour)
    draw.polygon([(wide * 0.42, high), (wide * 0.5, high * 0.68), (wide * 0.6, high)], (188, 170, 138))
    for _ in range(60):
        _tree(draw, chance.uniform(0, wide), high * chance.uniform(0.7, 0.98), wide / 26, chance)


def _tree(draw: ImageDraw, x: float, y: float, tall: float, chance: Random) -> None:
    green = (chance.randrange(30, 70), chance.randrange(80, 120), chance.randrange(40, 70))
    draw.rectangle((x - tall / 12, y - tall / 3, x + tall / 12, y), (84, 64, 46))
    draw.polygon([(x - tall / 2, y - tall / 3), (x, y - tall * 1.5), (x + tall / 2, y - tall / 3)], green)


def _stairs(draw: ImageDraw, size: tuple[int, int], chance: Random) -> None:
    wide, high = size
    draw.rectangle((0, 0, wide, high), (206, 200, 188))
    for step in range(9):
        top, light = high * (1 - step * 0.07), 120 + step * 9
        left = wide * step * 0.035
        draw.rectangle((left, top - high * 0.07, wide - left, top), (light, light, light - 8))
        draw.line((left, top - high * 0.07, wide - left, top - high * 0.07), _DARK, wide // 180)
    for box in range(5):
        left, foot, side = (
            wide * (0.1 + box * 0.12),
            high * chance.uniform(0.86, 0.94),
            wide * chance.uniform(0.1, 0.16),
        )
        draw.rectangle((left, foot - side, left + side, foot), (176, 138, 92), _DARK, wide // 240)
        draw.line((left, foot - side / 2, left + side, foot - side / 2), (216, 196, 150), wide // 90)


def _wall(draw: ImageDraw, size: tuple[int, int], chance: Random) -> None:
    wide, high = size
    draw.rectangle((0, 0, wide, high), (226, 222, 212))
    draw.rectangle((0, 0, wide, high * 0.08), (240, 238, 232))
    for ring in range(14, 0, -1):
        shade = 214 - (14 - ring) * 5
        spread = wide * 0.028 * ring
        x, y = wide * 0.58 + chance.uniform(-20, 20), high * 0.24 + spread * 0.7
        draw.ellipse(
            (x - spread, y - spread * 1.3, x + spread, y + spread * 1.3), (shade, shade - 8, shade - 34)
        )
    for _ in range(18):
        x, y = wide * chance.uniform(0.4, 0.76), high * chance.uniform(0.2, 0.34)
        draw.line(
            (x, y, x + chance.uniform(-9, 9), y + high * chance.uniform(0.06, 0.3)),
            (150, 140, 112),
            wide // 300,
        )


_GREY: Colour = (128, 128, 128)
_DARK: Colour = (88, 84, 78)
_SCENES = {"hill": _hill, "stairs": _stairs, "wall": _wall}
