"""Amounts of money: integers of 分, read from what people type, written in figures and in capitals."""

import re
from typing import Final

from gridworker.domain.width import fold_width

LARGEST_FEN: Final = 10**18 - 1
"""Below ten thousand 万亿 元: beyond that capitals have no agreed form."""

_DIGITS: Final = "零壹贰叁肆伍陆柒捌玖"
_UNITS: Final = ("仟", "佰", "拾", "")
_TYPED = re.compile(
    r"(?:人民币)?[¥]?\s*(?P<yuan>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.(?P<part>[0-9]*))?\s*(?P<wan>万)?\s*元?整?"
)


def format_fen(fen: int) -> str:
    """Figures with separators and always two places: 1230000 → "12,300.00"."""
    yuan, rest = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}{yuan:,}.{rest:02d}"


def parse_yuan(text: str) -> int:
    """Read an amount typed in 元 and return 分: "１２，３００.5" → 1230050, "1.2万" → 1200000.

    Full-width digits and punctuation, ¥, 人民币, 元 and separators of thousands are understood. Raises
    ValueError for anything else: an empty or negative amount, parts of a 分, separators out of place.
    """
    match = _TYPED.fullmatch(fold_width(text))
    if match is None:
        raise ValueError(f"not an amount in yuan: {text!r}")
    places = 6 if match["wan"] else 2
    part = (match["part"] or "").rstrip("0")
    if len(part) > places:
        raise ValueError(f"smaller than one fen: {text!r}")
    digits = match["yuan"].replace(",", "").lstrip("0") + part.ljust(places, "0")
    if len(digits) > len(str(LARGEST_FEN)):
        raise ValueError(f"larger than can be written: {text[:40]!r}")
    return int(digits)


def in_capitals(fen: int) -> str:
    """Write an amount in capitals for agreements and receipts: 1230000 → "壹万贰仟叁佰元整".

    The rules are those of the central bank for bills: 整 stands after 元 and is left out after 角 and 分; 零
    stands for zeros between digits, also between 元 and 角 where the amount ends in a zero 元. The words
    人民币 and (大写) belong to the form. Raises ValueError for a negative amount or above `LARGEST_FEN`.
    """
    if not 0 <= fen <= LARGEST_FEN:
        raise ValueError(f"no capitals for {fen} fen")
    yuan, rest = divmod(fen, 100)
    jiao, cent = divmod(rest, 10)
    words = _read(yuan) + "元" if yuan or not rest else ""
    if not rest:
        return words + "整"
    if words and (not jiao or yuan % 10 == 0):
        words += "零"
    if jiao:
        words += _DIGITS[jiao] + "角"
    return words + (_DIGITS[cent] + "分" if cent else "")


def _read(number: int) -> str:
    """Read a whole number below 10**16 in capitals."""
    for unit, size in (("亿", 10**8), ("万", 10**4)):
        if number >= size:
            high, low = divmod(number, size)
            return _read(high) + unit + _after(low, size)
    return _read_section(number)


def _after(low: int, size: int) -> str:
    """Read what follows 亿 or 万: 零 bridges the places that it leaves empty."""
    if not low:
        return ""
    return ("零" if low < size // 10 else "") + _read(low)


def _read_section(number: int) -> str:
    """Read a number of up to four digits in capitals."""
    if not number:
        return "零"
    written = "".join(
        _DIGITS[int(digit)] + (unit if digit != "0" else "")
        for digit, unit in zip(f"{number:04d}", _UNITS, strict=True)
    )
    return re.sub("零+", "零", written).strip("零")
