"""Doing something to a meeting of a scene that is refused, and in which words."""

import pytest

from core.services.desk import Refused


def refused(scene, do, words, kind=Refused, by=None):
    def acting(desk, case):
        with pytest.raises(kind, match=words):
            do(desk, case)

    scene.act(by or scene.chair, acting)
