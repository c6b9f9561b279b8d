"""One laptop with a small day's work, and a district that has not seen it: copied afresh for every fault."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import NamedTuple

from gridworker.operations.attaching import attach
from gridworker.operations.records import add_record, edit_record
from gridworker.protocol.blobs import Blob
from gridworker.server.district import District as Books
from gridworker.store.profile import Profile, open_profile
from gridworker.sync.enrolment import enrol
from gridworker.sync.run import sync
from tests.lab.laptops import Said
from tests.lab.promises import differences, not_in_log
from tests.lab.worker import PASSWORD
from tests.stories.cast import District
from tests.sync import fault_proxy as net

CYCLES = 3
RECORDING = b"#!AMR\n" + bytes(range(256)) * 1500
"""375 KiB that are no photo: they go as they are, in several pieces."""


class Scene(NamedTuple):
    """Copies of the district and of the laptop's folder, for one trial."""

    district: District
    laptop: Path


class Errand:
    """The morning: what the laptop will bring, and the way there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._morning, self._laptop = folder / "morning", folder / "zhou"
        district = District(self._morning)
        district.set_up()
        district.opens()
        self._proxy = net.FaultProxy(district.address)
        code = district.does("enrol-code", "zhoumin")["code"]
        enrol(self._laptop, self._proxy.address, code, "周敏的电脑", None, lambda _new: PASSWORD)
        recording = folder / "recording.amr"
        recording.write_bytes(RECORDING)
        with open_profile(self._laptop, PASSWORD) as profile:
            self.said = _works(profile)
            attached = attach(profile, self.said[0].answer, recording)
            stream = profile.read(lambda db: db.execute("SELECT stream FROM record").fetchone()[0])
        self._blob = Blob(stream, attached.sha256)
        district.closes()

    def close(self) -> None:
        """Takes the network away."""
        self._proxy.close()

    def scene(self) -> Scene:
        """The morning again, untouched by earlier trials."""
        for name in ("district", "laptop"):
            shutil.rmtree(self._folder / name, ignore_errors=True)
        shutil.copytree(self._morning, self._folder / "district")
        return Scene(
            District(self._folder / "district"), shutil.copytree(self._laptop, self._folder / "laptop")
        )

    def connect(self, district: District) -> None:
        """The laptop's network leads to this district now."""
        self._proxy.leads_to(district.address)

    def unsound(self, scene: Scene) -> list[str]:
        """Serves without faults and syncs: what is not in the district, with its file, after three cycles."""
        scene.district.opens()
        self.connect(scene.district)
        with open_profile(scene.laptop, PASSWORD) as profile:
            for _ in range(CYCLES):
                receipt = sync(profile, until_empty=True)
            if receipt["waiting"] or "error" in receipt:
                return [f"still waiting after {CYCLES} syncs: {receipt}"]
            books = Books.open(scene.district.folder)
            try:
                return [
                    *profile.database.find_damage(),
                    *not_in_log(books, self.said),
                    *differences(books, profile, "note", "dispute"),
                    *self._file_missing(books),
                ]
            finally:
                books.close()

    def _file_missing(self, books: Books) -> list[str]:
        there = books.site.blobs.arrived(self._blob)
        if there.complete and books.site.blobs.read(self._blob, 0, len(RECORDING) + 1) == RECORDING:
            return []
        return [f"the recording is not there: {there}"]


def _works(profile: Profile) -> list[Said]:
    """Saves what the laptop will bring: records, edits of them, a case."""
    said = []
    for number in range(4):
        text = {"text": f"第 {number} 条：三幢门禁坏了。"}
        said.append(Said(["add", "note", text], add_record(profile, "note", text).ids[0]))
    edit = {"text": "物业周五来修。"}
    said.append(Said(["edit", said[0].answer, edit], edit_record(profile, said[0].answer, edit).id))
    case = {"title": "楼上漏水", "type": "neighbour", "parties": [{"name": "王阿姨"}]}
    said.append(Said(["add", "dispute", case], add_record(profile, "dispute", case).ids[0]))
    return said
