"""Checks of numbers that people dictate: they warn with a reason and never block.

A grid worker writes down what a resident says; a number that does not add up is worth a second look, not a
lost record. Every check returns a `Doubt` or None, accepts any text and never raises. Empty text is no doubt:
whether a field is required is said elsewhere.
"""

import re
from collections.abc import Container
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from gridworker.domain.width import fold_width

Sex = Literal["male", "female"]

GRID_CODE: Final = r"\d{15}(\d{2,3})?"
"""Twelve digits of the village, three to six of the grid (GB/T 34300 practice); districts may set their own."""

_ID_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECK: Final = "10X98765432"
# GB/T 2260. Residents of Hong Kong, Macau and Taiwan have the three prefixes of the residence permit.
_PROVINCE: Final = re.compile(r"1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71")
_RESIDENCE_PERMITS: Final = frozenset({"810000", "820000", "830000"})

_USCC_ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_ORGANISATION_WEIGHTS: Final = (3, 7, 9, 10, 5, 8, 4, 2)

_GAPS = re.compile(r"[\s-]+")


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a number looks wrong; `code` is a key of the catalogs, where the wording lives."""

    code: str


def check_id_number(text: str, today: date) -> Doubt | None:
    """Check a number of 18 characters by GB 11643: length, characters, region, birth date, check digit.

    The same rule holds for the residence permit of Hong Kong, Macau and Taiwan residents (810000, 820000,
    830000) and for the permanent residence card of foreigners (begins with 9; cards before 2023 have three
    letters and twelve digits and no check). Passports and other papers are free text: do not ask here.
    """
    number = _compact(text)
    if not number or re.fullmatch(r"[A-Z]{3}[0-9]{12}", number):
        return None
    if re.fullmatch(r"[0-9]{15}", number):
        return Doubt("id_first_generation")
    if len(number) != 18:
        return Doubt("id_length")
    if not _has_id_form(number):
        return Doubt("id_characters")
    return _doubt_in_content(number, today)


def id_check_digit(body: str) -> str:
    """The 18th character for 17 digits: ISO 7064 MOD 11-2 as GB 11643 applies it."""
    total = sum(weight * int(digit) for weight, digit in zip(_ID_WEIGHTS, body, strict=True))
    return _ID_CHECK[total % 11]


def birth_of(text: str) -> date | None:
    """The birth date in an identity number; None where the number does not add up, it then tells nothing."""
    number = _compact(text)
    return _birth_in(number) if _adds_up(number) else None


def sex_of(text: str) -> Sex | None:
    """The sex in an identity number (GB 11643: an odd 17th digit is male); None where it does not add up."""
    number = _compact(text)
    if not _adds_up(number):
        return None
    return "male" if int(number[16]) % 2 else "female"


def document_of(text: str) -> str:
    """Which document an identity number that adds up is of: `resident`, `hmt_permit`, `foreign_permit`; else ""."""
    number = _compact(text)
    if not _adds_up(number):
        return ""
    if number[:6] in _RESIDENCE_PERMITS:
        return "hmt_permit"
    return "foreign_permit" if number[0] == "9" else "resident"


def check_uscc(text: str) -> Doubt | None:
    """Check a unified social credit code by GB 32100: 18 characters without I, O, S, V, Z, weights 3^i mod 31."""
    code = _compact(text)
    if not code:
        return None
    if len(code) != 18:
        return Doubt("uscc_length")
    if any(character not in _USCC_ALPHABET for character in code):
        return Doubt("uscc_characters")
    return None if code[17] == uscc_check_character(code[:17]) else Doubt("uscc_check")


def uscc_check_character(body: str) -> str:
    """The 18th character for the first 17 of a unified social credit code (GB 32100)."""
    total = sum(pow(3, i, 31) * _USCC_ALPHABET.index(character) for i, character in enumerate(body))
    return _USCC_ALPHABET[-total % 31]


def check_organisation_code(text: str) -> Doubt | None:
    """Check an organisation code by GB 11714: 8 + 1 characters, with or without the hyphen."""
    code = _compact(text)
    if not code:
        return None
    if not re.fullmatch(r"[0-9A-Z]{8}[0-9X]", code):
        return Doubt("organisation_form")
    total = sum(
        weight * int(character, 36) for weight, character in zip(_ORGANISATION_WEIGHTS, code, strict=False)
    )
    return None if code[8] == "0123456789X0"[11 - total % 11] else Doubt("organisation_check")


def check_phone(text: str) -> Doubt | None:
    """Check as a mobile what begins with 1 and is no short service number, as a landline everything else."""
    number = _without_country(text)
    return check_mobile(text) if number.startswith("1") and len(number) > 6 else check_landline(text)


def check_mobile(text: str) -> Doubt | None:
    """Check a mobile number: 11 digits from 13 to 19; the carrier is not judged, numbers move."""
    number = _without_country(text)
    if not number:
        return None
    if not re.fullmatch(r"[0-9]+", number):
        return Doubt("mobile_characters")
    if len(number) != 11:
        return Doubt("mobile_length")
    return None if re.match(r"1[3-9]", number) else Doubt("mobile_prefix")


def check_landline(text: str) -> Doubt | None:
    """Check a landline: Hangzhou's eight digits, other area codes, 400, 95xxx and short numbers."""
    number = re.sub(r"\s+", "", fold_width(text)).removeprefix("+86")
    forms = (
        r"(0571-?)?[2-8][0-9]{7}(-[0-9]{1,6})?",
        r"0(?!571)(10|2[0-9]|[3-9][0-9]{2})-?[2-8][0-9]{6,7}(-[0-9]{1,6})?",
        r"[48]00-?[0-9]{3}-?[0-9]{4}",
        r"95[0-9]{3,6}",
        r"[1-9][0-9]{2,5}",
    )
    known = not number or any(re.fullmatch(form, number) for form in forms)
    return None if known else Doubt("landline_form")


def check_grid_code(code: str, villages: Container[str], pattern: str = GRID_CODE) -> Doubt | None:
    """Check a grid code against the district's `pattern` (whole text) and its village, the first 12 digits.

    Raises `re.error` where the pattern that the district set is not a regular expression.
    """
    folded = fold_width(code)
    if not folded:
        return None
    if not re.fullmatch(pattern, folded, re.ASCII):
        return Doubt("grid_code_form")
    return None if folded[:12] in villages else Doubt("grid_code_village")


def _compact(text: str) -> str:
    return _GAPS.sub("", fold_width(text)).upper()


def _without_country(text: str) -> str:
    return _compact(text).removeprefix("+86")


def _doubt_in_content(number: str, today: date) -> Doubt | None:
    if not _is_known_region(number):
        return Doubt("id_region")
    birth = _birth_in(number)
    if birth is None:
        return Doubt("id_birth_date")
    if birth > today:
        return Doubt("id_birth_future")
    return None if number[17] == id_check_digit(number[:17]) else Doubt("id_check_digit")


def _has_id_form(number: str) -> bool:
    return re.fullmatch(r"[0-9]{17}[0-9X]", number) is not None


def _is_known_region(number: str) -> bool:
    if number[0] == "9":
        return _PROVINCE.match(number, 1) is not None
    return _PROVINCE.match(number) is not None or number[:6] in _RESIDENCE_PERMITS


def _birth_in(number: str) -> date | None:
    try:
        birth = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None
    return birth if birth.year >= 1850 else None


def _adds_up(number: str) -> bool:
    return _has_id_form(number) and number[17] == id_check_digit(number[:17])
