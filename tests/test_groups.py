"""Tests that share what takes long to make run in one process: it is made once."""

from __future__ import annotations

import pytest


@pytest.mark.xdist_group("together")
def test_tests_of_a_group_are_kept_together(request: pytest.FixtureRequest) -> None:
    if not request.config.getoption("loadgroup", default=False):
        pytest.skip("the tests are not divided into groups")
    assert request.node.nodeid.endswith("@together")  # by this xdist knows a group
