"""Where things happen in the sample district: estates with buildings, units and rooms, shops and points."""

import re
from collections.abc import Collection
from random import Random

from gridworker.cli.demo.content import Neighbourhood, Shop
from gridworker.cli.demo.sample_record import Fields

_IN_ESTATE = re.compile(r"(\S+) (\d+)(?:-(\d+))?(?:-(\d+))?(?: (\S+))?")


class Places:
    """Turns what the content files name into the group `place` of a record, in one grid.

    `lived_in` are the flats of people in the content files, `points` the places of the registry besides the shops.
    """

    def __init__(
        self, written: Neighbourhood, region: str, lived_in: Collection[str], points: Collection[str] = ()
    ) -> None:
        self._written = written
        self.region = region
        self._lived_in = set(lived_in)
        self.shops = {shop.name: shop for shop in written.shops}
        self._registered = {*self.shops, *points}

    def key(self, spec: str) -> str:
        """The key of a place of the registry, "" of any other."""
        return f"place-{spec}" if spec in self._registered else ""

    def place(self, spec: str) -> Fields:
        """`place` of "东篱苑 5-1-301", "东篱苑 3-2 楼道", a shop's name, or any other words as they are."""
        shop = self.shops.get(spec)
        match = _IN_ESTATE.fullmatch(spec)
        if shop:
            return {"text": f"{shop.address}{shop.name}", "region": self.region}
        if not match:
            return {"text": spec, "region": self.region}
        estate, building, unit, room, rest = match.groups()
        text = f"{estate}{building}幢"
        text += f"{unit}单元" if unit else ""
        text += f"{room}室" if room else ""
        parts = {"building": building, "unit": unit, "room": room}
        return {"text": text + (rest or ""), "region": self.region} | {k: v for k, v in parts.items() if v}

    def draw(self, at: str, rng: Random) -> tuple[str, Shop | None]:
        """One place of a group (stair, yard, rented, street, a kind of shop), or `at` itself: its spec, its shop."""
        if at == "stair":
            return self.stair(rng), None
        if at == "yard":
            estate = rng.choice(self._written.estates)
            return f"{estate.name} {rng.randint(1, estate.buildings)} 楼下", None
        if at in self._written.groups:
            return rng.choice(self._written.groups[at]), None
        shops = [shop for shop in self._written.shops if at in (shop.kind, shop.name)]
        shop = rng.choice(shops) if shops else None
        return (shop.name if shop else at), shop

    def stair(self, rng: Random) -> str:
        """A staircase: "柳塘新村 6-2 楼道"."""
        estate = rng.choice(self._written.estates)
        return f"{estate.name} {rng.randint(1, estate.buildings)}-{rng.randint(1, estate.units)} 楼道"

    def home(self, rng: Random) -> str:
        """A flat where nobody lives yet: "东篱苑 3-2-501"."""
        while True:
            estate = rng.choice(self._written.estates)
            stairs = f"{rng.randint(1, estate.buildings)}-{rng.randint(1, estate.units)}"
            home = f"{estate.name} {stairs}-{rng.randint(1, estate.floors)}0{rng.randint(1, estate.flats)}"
            if home not in self._lived_in:
                self._lived_in.add(home)
                return home

    def room_near(self, spec: str, rng: Random) -> str:
        """The number of a room that the building of `spec` has."""
        estate = next((e for e in self._written.estates if spec.startswith(e.name)), self._written.estates[0])
        return f"{rng.randint(2, estate.floors - 1)}0{rng.randint(1, estate.flats)}"
