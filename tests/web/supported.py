"""A stability meeting held under authority C, for the tests of the support plan it agrees."""

from collections.abc import Callable

import pytest

from core.registry import Registry
from core.services.desk import Desk
from tests.fixtures.app import Member
from tests.fixtures.page import SignedInPage
from tests.web.steadying import Scene, scene


@pytest.fixture
def registry() -> Registry:
    """The plugins of authorities A and C."""
    return Registry(("authority_a", "authority_c"))


@pytest.fixture
def member(enroll: Callable[..., Member]) -> Member:
    """Nadia Okafor, social worker where authority C's procedure rules."""
    return enroll("wexcombe", "Nadia Okafor", roles=("social_worker",), enabled={"authority_c": {}})


@pytest.fixture
def held(page: SignedInPage, desk: Desk) -> Scene:
    """A stability meeting held on Monday 16 March 2026."""
    return scene(page, desk)
