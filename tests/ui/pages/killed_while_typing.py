"""A laptop that goes out in mid-sentence: `python -m tests.ui.pages.killed_while_typing FOLDER` types and is killed.

With `photo` behind it, it is killed with a photo of the phone in the form, in place of a sentence.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication

from gridworker.domain.ids import IdMaker
from gridworker.protocol.messages import StreamCard
from gridworker.store import meta, streams
from gridworker.store.database import Database, Tables
from gridworker.store.profile import Profile
from gridworker.ui.background import Background, make_loop
from gridworker.ui.pages.patrol.page import PatrolPage
from gridworker.ui.phone_photos import phone_photos_of
from gridworker.ui.session import Session
from tests.laptop import GRID, GRID_CODE, laptop
from tests.ui.pages.phone import comes, jpeg, opened, press
from tests.ui.pages.typing import ENTER, Typist

PHOTO = Path("手机照片", "IMG_0003.jpg")
SENTENCE = "楼道里停着两辆电动自行"


def on_disk(folder: Path) -> Profile:
    """周敏's laptop with its file, made when it is not there."""
    with laptop() as pattern:
        identity, clock = pattern.identity, pattern.clock
    database = Database(folder / "records.db", bytes(32))
    profile = Profile(folder, database, clock, IdMaker(clock.now, os.urandom))

    def work(db: Tables) -> None:
        meta.put(db, "identity", identity)
        streams.add(db, [StreamCard(id=GRID, kind="grid", code=GRID_CODE, name="西河路社区第三网格")])

    profile.write(work)
    profile.reread_identity()
    return profile


async def choose_a_photo(page: PatrolPage, folder: Path) -> None:
    """Takes the one photo of a folder by two keys."""
    (folder / PHOTO).parent.mkdir()
    await phone_photos_of(page.session).choose(str(folder / PHOTO.parent))
    comes(folder / PHOTO.parent, PHOTO.name, jpeg(1))
    await opened(page)
    await press(page, ENTER)


def main(folder: Path, what: str = "") -> None:
    """Types into a new patrol, waits for no more than the draft, and ends as a power cut ends."""
    app = QApplication([])
    loop = make_loop(app)
    session = Session(on_disk(folder), Background(loop, print), "zh_CN")

    async def story() -> None:
        page = PatrolPage(session)
        typist = Typist(page, session)
        await typist.enter("new")
        page.drafting.kept.connect(lambda _moment: os.kill(os.getpid(), signal.SIGKILL))
        page.form.text.setFocus()
        if what == "photo":
            await choose_a_photo(page, folder)
        else:
            typist.write(SENTENCE)
        await session.background.pause(10_000)

    loop.run_until_complete(story())


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:3])
