"""Three laptops, one district, a bad network, any order of work: the promises of protocol §1 hold at the end."""

from __future__ import annotations

from hypothesis import settings

from tests.sync.colleagues import Colleagues

TestColleagues = Colleagues.TestCase
TestColleagues.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
