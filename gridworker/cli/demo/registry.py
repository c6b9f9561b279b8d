"""人房企 of the sample: what stands in the registry before the month begins, and the routes the district publishes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from gridworker.cli.demo.dice import dice
from gridworker.cli.demo.people import Person, phone
from gridworker.cli.demo.sample_record import Fields, SampleRecord, with_ids
from gridworker.cli.demo.story import Story
from gridworker.cli.demo.visits import VisitWriter
from gridworker.cli.demo.written import Resident, Tag
from gridworker.domain.dates import CHINA_MINUTES, local_day

_BEFORE = -21


class RegistryWriter:
    """Writes places, homes, people and businesses, all on the working day before the month, by the first worker."""

    def __init__(self, story: Story) -> None:
        self._story = story
        self._written = story.content.registry
        self._at_ms = story.diary.moment(_BEFORE, "09:00")

    def records(self) -> list[SampleRecord]:
        """All of them; a person names the home, a home its head."""
        found: list[SampleRecord] = []
        for name, shop in self._story.places.shops.items():
            kind = self._written.shops[shop.kind]
            place = {"text": shop.address, "region": self._story.places.region}
            found.append(self._place(name, kind.type, kind.every, place, self._story.cast.owner(name)))
        for point in self._written.points:
            place = self._story.places.place(point.at)
            found.append(self._place(point.at, point.type, point.every, place))
        for resident in self._written.people:
            found += self._home(resident)
        return [*found, *(self._firm(number) for number in range(len(self._written.firms)))]

    def routes(self, ids: dict[str, str]) -> dict[str, Any]:
        """The routes as the district publishes them, once the places have their ids."""
        routes = [
            {
                "name": route.name,
                "shift": route.shift,
                "stops": [{"place_id": f"@{self._story.places.key(at)}"} for at in route.stops],
            }
            for route in self._written.routes
        ]
        return {"routes": with_ids(routes, ids)}

    def _add(self, key: str, kind: str, fields: Fields) -> SampleRecord:
        self._at_ms += 60_000
        return SampleRecord(key, kind, self._story.workers[0].id, self._at_ms, fields)

    def _place(self, name: str, type_: str, every: int, place: Fields, contact: str = "") -> SampleRecord:
        fields: Fields = {"name": name, "type": type_, "place": place, "check_every": every}
        if contact:
            fields |= {"contact": contact, "phone": phone(dice(self._story.seed, f"shop/{name}"))}
        return self._add(self._story.places.key(name), "place", fields)

    def _home(self, resident: Resident) -> list[SampleRecord]:
        writer = VisitWriter(self._story)
        circle = next((c for c in self._story.content.visits.circle if c.profile == resident.profile), None)
        person: Person
        if circle is not None:
            person, spec = writer.person(circle), circle.home
        else:
            key = f"resident/{resident.profile}"
            person, spec = self._story.cast.person(key, resident.sex, resident.age), resident.home
        whole = self._story.places.place(spec)
        estate = spec.partition(" ")[0]
        place: Fields = {**whole, "text": estate}
        home = self._add(f"home-{resident.profile}", "household", {"place": place, "use": resident.use})
        fields: Fields = {
            "name": person.name,
            "sex": person.sex,
            "birth_on": person.birth.isoformat(),
            "id_type": "resident_id",
            "id_number": person.id_number,
            "phone": person.phone,
            "place": whole,
            "household_id": f"@home-{resident.profile}",
            "relation": "head",
            "residence": "migrant" if resident.use == "rent" else "registered",
            "watch": [self._tag(tag) for tag in resident.tags],
        }
        return [home, self._add(f"person-{resident.profile}", "person", fields)]

    def _tag(self, tag: Tag) -> Fields:
        today = self._story.diary.day(0)
        fields: Fields = {"category": tag.category, "basis": tag.basis, "source": tag.source}
        fields["since_on"] = local_day(self._at_ms, CHINA_MINUTES).isoformat()
        if tag.level:
            fields["level"] = tag.level
        for name, days in (("review_on", tag.review), ("until_on", tag.until)):
            if days is not None:
                fields[name] = (today + timedelta(days=days)).isoformat()
        return fields

    def _firm(self, number: int) -> SampleRecord:
        firm = self._written.firms[number]
        shop = self._story.places.shops[firm.shop]
        fields: Fields = {
            "name": firm.shop,
            "size": firm.size,
            "industry": firm.industry,
            "contact": self._story.cast.owner(firm.shop),
            "phone": phone(dice(self._story.seed, f"shop/{firm.shop}")),
            "place": {"text": shop.address, "region": self._story.places.region},
        }
        return self._add(f"firm-{firm.shop}", "enterprise", fields)
