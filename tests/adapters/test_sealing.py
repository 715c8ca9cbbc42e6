"""Secrets at rest: readable with the instance's own key, unreadable with any other or once changed."""

import pytest

from core.adapters.sealing import Unreadable, seal, unseal
from core.settings import Settings

HERE, ELSEWHERE = Settings(secret_key="one instance"), Settings(secret_key="another instance")


def test_what_was_sealed_is_read_again_and_does_not_stand_in_the_seal() -> None:
    sealed = seal(HERE, "grün & geheim")

    assert unseal(HERE, sealed) == "grün & geheim"
    assert "geheim" not in sealed
    assert seal(HERE, "grün & geheim") != sealed


@pytest.mark.parametrize("changed", ["", "no seal", "é"])
def test_what_is_no_seal_is_unreadable(changed: str) -> None:
    with pytest.raises(Unreadable):
        unseal(HERE, changed)


def test_a_seal_of_another_instance_or_one_that_was_changed_is_unreadable() -> None:
    sealed = seal(HERE, "geheim")

    with pytest.raises(Unreadable):
        unseal(ELSEWHERE, sealed)
    with pytest.raises(Unreadable):
        unseal(HERE, sealed[:-8] + "A" * 8)
