"""Wrong rules of the district's server, planted in the real one: a story that is told elsewhere dies of each."""

from __future__ import annotations

from pathlib import Path

import pytest

from gridworker.server import allowance, blob_folder, blobs
from tests.planted import Planted, nothing
from tests.server import test_attachments as files
from tests.server.conftest import Place


def _believes_the_name(whole: Path) -> None:
    blob_folder._part(whole).replace(whole)


PLANTED: dict[str, Planted] = {
    "a file is whole without a look at its bytes": Planted(
        blob_folder,
        "_complete",
        _believes_the_name,
        files.test_bytes_that_are_not_what_their_name_says_are_kept_aside,
    ),
    "who knows a hash may read the file": Planted(
        blobs,
        "_require",
        nothing,
        files.test_to_know_a_hash_is_no_permission,
    ),
    "one laptop may fill the disk": Planted(
        allowance.Allowance,
        "take",
        nothing,
        files.test_nobody_brings_more_than_a_day_holds,
    ),
}


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
@pytest.mark.parametrize("bug", PLANTED)
def test_a_wrong_rule_is_found(bug: str, place: Place, request: pytest.FixtureRequest) -> None:
    PLANTED[bug].must_be_found(request)
