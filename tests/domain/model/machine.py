"""Days at work as Hypothesis makes them up: three laptops, two workers, one server, and a network that fails."""

from __future__ import annotations

import random
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from gridworker.domain.canonical import equal
from gridworker.domain.checks import next_states
from gridworker.domain.ids import IdMaker
from gridworker.domain.merge import Author
from gridworker.domain.overlay import View, settled_over
from gridworker.domain.paths import CONFLICTS, DELETED
from tests.domain.model import promises
from tests.domain.model.faults import Faults
from tests.domain.model.laptop import Laptop
from tests.domain.model.messages import Answer, Request
from tests.domain.model.server import KIND, Server

# 来雪芬 has two laptops, 沈建国 one.
AUTHORS = (Author("lai", "lai-office"), Author("shen", "shen"), Author("lai", "lai-field"))
WORDS = (None, "", "漏水", "噪音")
FATES = ("arrives", "arrives", "request lost", "answer lost", "twice", "request late", "answer late", "crash")
WORK = ("facts", "place", "status", "phone", "add party", "remove party", "tag", "delete")

laptops = st.integers(0, len(AUTHORS) - 1)
cases = st.integers(0, 2)
words = st.integers(0, 5)
fates = st.sampled_from(FATES)


class Days(RuleBasedStateMachine):
    """People write, laptops sync, messages get lost; the promises hold at every step and when faults stop."""

    faults: ClassVar[Faults] = Faults()

    def __init__(self) -> None:
        super().__init__()
        chance = random.Random(20261122)
        make_id = IdMaker(lambda: 1_790_000_000_000, chance.randbytes)
        self.server = Server(self.faults)
        self.laptops = [
            Laptop(author, make_id, lambda: chance.randrange(10**12), self.faults) for author in AUTHORS
        ]
        self.make_id = make_id
        self.late: list[tuple[Laptop, Request, Answer | None]] = []
        self.judged = 0
        self.words = 0
        for laptop in self.laptops[:2]:
            self._open_case(laptop)
            self._sync(laptop, "arrives", 9, 9)

    @rule(laptop=laptops)
    def opens_a_case(self, laptop: int) -> None:
        if len(self.laptops[laptop].records()) < 3:
            self._open_case(self.laptops[laptop])

    @rule(laptop=laptops, case=cases, what=st.sampled_from(WORK), word=words)
    def writes(self, laptop: int, case: int, what: str, word: int) -> None:
        """One change to one case, as far as the screen offers it."""
        at = self.laptops[laptop]
        records = at.records()
        if not records:
            return
        record = records[case % len(records)]
        body = at.view(record).body
        if body.get(DELETED):
            if what == "delete":
                at.save("edit", record, {DELETED: (True, None)})
        elif what == "delete":
            at.save("delete", record, {DELETED: (None, True)})
        else:
            self._edit(at, record, body, what, word)

    @rule(one=laptops, other=laptops, case=cases, what=st.sampled_from(WORK), word=words, fate=fates)
    def write_without_knowing(self, one: int, other: int, case: int, what: str, word: int, fate: str) -> None:
        """The same thing is changed on two laptops, and both are sent."""
        self.writes(one, case, what, word)
        self.writes(other, case, what, word ^ 1)
        self.syncs(one, fate, 4, 1)
        self.syncs(other, "arrives", 4, 1)

    @rule(laptop=laptops, which=st.integers(0, 3), side=st.integers(0, 3))
    def settles_a_conflict(self, laptop: int, which: int, side: int) -> None:
        """Somebody chooses one of the values that stand side by side, or types another."""
        at = self.laptops[laptop]
        views = {record: at.view(record) for record in at.records()}
        open_entries = [
            (record, entry) for record in views for entry in views[record].body.get(CONFLICTS, ())
        ]
        if open_entries:
            record, entry = open_entries[which % len(open_entries)]
            self._resolve(at, record, views[record], entry, side)

    @rule(laptop=laptops, fate=fates, ops=st.integers(1, 4), rows=st.integers(1, 2))
    def syncs(self, laptop: int, fate: str, ops: int, rows: int) -> None:
        """One round trip, or what the network makes of it."""
        self._sync(self.laptops[laptop], fate, ops, rows)

    @rule(which=st.integers(0, 3))
    def something_late_arrives(self, which: int) -> None:
        """A request that everybody had given up is carried out; an answer that nobody waits for is not used."""
        if self.late:
            laptop, request, answer = self.late.pop(which % len(self.late))
            if answer is None:
                self.server.handle(request)
            elif self.faults.use_late_answers:
                laptop.receive(answer)

    @invariant()
    def promises_hold(self) -> None:
        """What must be true at every moment."""
        for accepted in self.server.log[self.judged :]:
            held = self.server.records[accepted.record]
            laptop = next(at for at in self.laptops if at.author == accepted.past.author)
            promises.judged_fairly(accepted, held, laptop.glances[accepted.past.op])
            promises.conflicts_in_order(held)
        self.judged = len(self.server.log)
        for laptop in self.laptops:
            if laptop.changed:
                promises.own_words_show(laptop)
                laptop.changed = False

    def teardown(self) -> None:
        """Faults stop: within three cycles everything is sent, and everybody sees the same."""
        while self.late:
            self.something_late_arrives(0)
        for _ in range(3):
            for laptop in self.laptops:
                self._drain(laptop)
        self.promises_hold()
        promises.applied_once(self.server, self.laptops)
        promises.every_word_is_kept(self.server)
        promises.everyone_agrees(self.server, self.laptops)

    def _drain(self, laptop: Laptop) -> None:
        """A sync as the button does it: until nothing is unsent, then until there are no more pages."""
        for _ in range(50):
            answer = self._sync(laptop, "arrives", 4, 3)
            unsent = [waiting for waiting in laptop.outbox if not waiting.seq]
            if answer and not answer.more and not unsent:
                return

    def _sync(self, laptop: Laptop, fate: str, ops: int, rows: int) -> Answer | None:
        request = laptop.request(ops, rows)
        if fate == "request late":
            self.late.append((laptop, request, None))
        if fate in ("request late", "request lost"):
            return None
        answer = self.server.handle(request)
        if fate == "twice":
            self.server.handle(request)
        if fate == "answer late":
            self.late.append((laptop, request, answer))
        elif fate != "answer lost":
            laptop.receive(answer, crash=fate == "crash")
        return answer

    def _open_case(self, laptop: Laptop) -> None:
        party = {"name": "韩水根", "role": "applicant", "phone": "13900000001"}
        patch: dict[str, tuple[Any, Any]] = {
            "type": (None, "neighbour"),
            "title": (None, "楼上漏水"),
            "facts": (None, "卫生间渗水"),
            "status": (None, "accepted"),
            f"parties/{self.make_id()}": (None, party),
        }
        laptop.save("create", self.make_id(), patch)

    def _word(self, number: int) -> str | None:
        """Nothing at all, a word that others may type as well, or one that is typed only once."""
        if number < len(WORDS):
            return WORDS[number]
        self.words += 1
        return f"第{self.words}句"

    def _edit(self, laptop: Laptop, record: str, body: dict[str, Any], what: str, number: int) -> None:
        word = self._word(number)
        path = ""
        old: Any = None
        new: Any = word
        parties = sorted(name for name, item in body["parties"].items() if not item.get(DELETED))
        if what in ("facts", "place"):
            path, old = what, body.get(what)
            if what == "place" and word:
                new = dict(old or {}) | {("text", "building")[number % 2]: word}
        elif what == "status":
            states = next_states(KIND.fields["status"], body["status"])
            path, old = what, body["status"]
            new = states[number % len(states)] if states else old
        elif what == "add party":
            path, new = f"parties/{self.make_id()}", {"name": "解红英", "phone": word}
        elif what == "tag":
            path = f"tags/{word or '老旧小区'}"
            old = True if path.removeprefix("tags/") in body.get("tags", ()) else None
            new = None if old else True
        elif parties:
            party = parties[number % len(parties)]
            path = f"parties/{party}/{'phone' if what == 'phone' else DELETED}"
            old, new = (body["parties"][party].get("phone"), word) if what == "phone" else (None, True)
        if path and not equal(old, new):
            laptop.save("edit", record, {path: (old, new)})

    def _resolve(self, laptop: Laptop, record: str, view: View, entry: dict[str, Any], side: int) -> None:
        path = entry["path"]
        sides = [entry["current"], *entry["candidates"]]
        chosen = sides[side % len(sides)].get("value")
        if side == 3 and path == "facts":
            chosen = self._word(side)
        settles = tuple(candidate["op"] for candidate in entry["candidates"])
        waiting = {kept.op.op for kept in laptop.outbox}
        laptop.save("resolve", record, {path: (settled_over(KIND, view, path, waiting), chosen)}, settles)
