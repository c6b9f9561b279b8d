"""Who worked on a record, by name."""

from __future__ import annotations

from gridworker.operations.history import people_of
from tests.laptop import laptop


def test_what_the_server_wrote_is_the_districts() -> None:
    with laptop() as profile:
        body = {"created_by": "shenguoqiang", "created_by_name": "沈国强"}
        people = people_of(profile, body, [{"by": "server"}, {"by": "zhoumin"}])
        assert people == {"shenguoqiang": "沈国强", "zhoumin": "周敏", "server": profile.identity.district}
