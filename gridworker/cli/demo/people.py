"""Invented people: names that fit their age, telephones and identity numbers that pass the checks and are nobody's."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from gridworker.cli.demo.content import Names
from gridworker.cli.demo.dice import dice
from gridworker.domain.identifiers import Sex, id_check_digit

_NEVER_GIVEN_OUT = "330199"
_MOBILE_PREFIXES = ("137", "138", "139", "150", "158", "186", "189")


@dataclass(frozen=True, slots=True)
class Person:
    """One of them."""

    name: str
    sex: Sex
    birth: date
    phone: str
    id_number: str


class Cast:
    """Draws people by key: the same key is the same person, however many are drawn and in whatever order."""

    def __init__(self, names: Names, seed: int, today: date) -> None:
        self._names = names
        self._seed = seed
        self._today = today

    def person(self, key: str, sex: Sex, age: int, *, kin: str = "", unlike: Collection[str] = ()) -> Person:
        """The person of `key`, with the surname of `kin` if given and a surname unlike those of `unlike`."""
        rng = dice(self._seed, f"person/{key}")
        birth = self._today - timedelta(days=int(age * 365.25) + rng.randint(5, 355))
        surname = self.surname_of(kin) if kin else self._surname(rng, unlike)
        given = rng.choice(self._given_names(sex, age))
        order = rng.randrange(0, 499) * 2 + (sex == "male")
        body = f"{_NEVER_GIVEN_OUT}{birth:%Y%m%d}{order:03d}"
        return Person(surname + given, sex, birth, phone(rng), body + id_check_digit(body))

    def surname_of(self, name: str) -> str:
        """The surname a drawn name begins with, two characters where it is a double one; "" if none."""
        return max((s for s in self._names.surnames if name.startswith(s)), key=len, default="")

    def addressed(self, rng: Random) -> str:
        """Somebody as a worker mentions them in passing: 翟阿姨."""
        return rng.choice(self._names.surnames) + rng.choice(("师傅", "阿姨", "女士", "先生", "大伯"))

    def owner(self, shop: str) -> str:
        """The owner of a shop, always the same: 来老板."""
        return self._surname(dice(self._seed, f"owner/{shop}"), ()) + "老板"

    def _surname(self, rng: Random, unlike: Collection[str]) -> str:
        taken = {self.surname_of(name) for name in unlike}
        return rng.choice([surname for surname in self._names.surnames if surname not in taken])

    def _given_names(self, sex: Sex, age: int) -> list[str]:
        names = self._names.older if age >= 60 else self._names.middle if age >= 36 else self._names.younger
        return names.male if sex == "male" else names.female


def phone(rng: Random) -> str:
    """A mobile number with 0000 in the middle: right in form, clearly invented."""
    return f"{rng.choice(_MOBILE_PREFIXES)}0000{rng.randrange(10_000):04d}"
