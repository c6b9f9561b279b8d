"""A case as its papers say it: names, dates, places and parties in the words of official Chinese."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

from gridworker.documents.values import plain
from gridworker.domain import mediation
from gridworker.domain.dates import CHINA_MINUTES, age_on, chinese_date
from gridworker.domain.mediation_papers import agent_of
from gridworker.domain.paths import Body
from gridworker.domain.readings import group
from gridworker.domain.retention import DOSSIER_YEARS
from gridworker.domain.urgency import Phone
from gridworker.environment.labels import labels

LANGUAGE = "zh_CN"
"""Official papers are Chinese, whatever language the window speaks."""

BLANK_DAY = "　　　　年　　月　　日"


class Office(NamedTuple):
    """The committee as papers name it, the court of its place, and how many years a dossier is kept, by class."""

    committee: str = "＿＿＿＿＿＿人民调解委员会"
    court: str = ""
    years: Mapping[str, int] = DOSSIER_YEARS
    """After archiving rules that differ from place to place; a district publishes its own in `policy/mediation`."""
    phones: Sequence[Phone] = ()
    """Whom to call where a dispute gets dangerous."""


class Case(NamedTuple):
    """A dispute, as `record show` gives it, whose papers are made: in whose office, on which day, in which zone."""

    body: Body
    office: Office
    today: date
    tz: int = CHINA_MINUTES

    @property
    def id(self) -> str:
        """The id of the record."""
        return str(self.body.get("id") or "")

    @property
    def number(self) -> str:
        """The number of the case; "" until the district has given one."""
        return text(self.body, "number")

    @property
    def parties(self) -> list[dict[str, Any]]:
        """The parties, applicants first."""
        return [party for _, party in mediation.parties(self.body)]

    @property
    def day(self) -> date:
        """The day on which ages are told: that of acceptance."""
        return as_day(self.body.get("accepted_on")) or self.today

    def names(self, *roles: str) -> str:
        """The names of the parties of these roles, or of all."""
        named = [text(p, "name") for p in self.parties if not roles or p.get("role") in roles]
        return "、".join(name for name in named if name)

    def mediators(self) -> list[str]:
        """The names of the mediators."""
        found = [text(item, "name") for _, item in mediation.present(self.body, "mediators")]
        return [name for name in found if name]

    def matter(self) -> str:
        """What the case is called: 李建国与王秀英邻里纠纷."""
        first, second = self.names("applicant"), self.names("respondent", "third")
        return "与".join(name for name in (first, second) if name) + choice("type", self.body.get("type"))

    def moment(self, at: Any) -> str:
        """A moment, in local time: 2026年11月18日15时30分."""
        if type(at) is not int:
            return ""
        with suppress(OverflowError, ValueError):
            local = datetime.fromtimestamp(at / 1000, UTC) + timedelta(minutes=self.tz)
            return f"{chinese_date(local.date())}{local.hour}时{local.minute:02d}分"
        return ""

    def agreement(self, name: str) -> str:
        """A text of the agreement."""
        return text(group(self.body, "agreement"), name)


def text(item: Mapping[str, Any], name: str) -> str:
    """A value as text; people and places may be lists and groups."""
    value = item.get(name)
    return plain(value).strip() if value is not None else ""


def choice(name: str, code: Any) -> str:
    """What a choice of a dispute is called."""
    return labels(LANGUAGE).choice("dispute", name, str(code)) if code else ""


def as_day(value: Any) -> date | None:
    """A day of a record."""
    with suppress(ValueError, TypeError):
        return date.fromisoformat(value)
    return None


def day(value: Any, blank: str = "") -> str:
    """A day as documents write it; `blank` where there is none."""
    found = as_day(value)
    return chinese_date(found) if found else blank


def age(party: Mapping[str, Any], on: date) -> str:
    """The age of a person in full years (周岁)."""
    born = as_day(party.get("birth_on"))
    return f"{age_on(born, on)}周岁" if born and born <= on else ""


def ethnicity(party: Mapping[str, Any]) -> str:
    """汉 and 汉族 alike are 汉族."""
    said = text(party, "ethnicity")
    return said if not said or said.endswith("族") else f"{said}族"


def id_line(party: Mapping[str, Any]) -> str:
    """The number as papers give it: behind its document where that is no identity card; 无法提供 for none."""
    code = str(party.get("id_type") or "resident")
    document = choice("parties/id_type", code) if code not in ("resident", "other") else ""
    return f"{document}{text(party, 'id_number')}"


RELATIONS = {"guardian": "监护人", "representative": "法定代表人", "agent": "委托代理人"}


def agent_title(party: Mapping[str, Any]) -> str:
    """What the one who acts for a party is called."""
    return RELATIONS.get(str(agent_of(party).get("relation")), RELATIONS["agent"])


def agent_line(party: Mapping[str, Any]) -> str:
    """Who acts for a party, in one line."""
    agent = agent_of(party)
    authority = {"general": "一般代理", "special": "特别授权"}.get(str(agent.get("authority")), "")
    sex = choice("parties/sex", agent.get("sex"))
    is_agent = agent_title(party) == RELATIONS["agent"]
    parts = [
        text(agent, "name"),
        sex,
        text(agent, "id_number"),
        text(agent, "phone"),
        authority if is_agent else "",
    ]
    return "，".join(part for part in parts if part)
