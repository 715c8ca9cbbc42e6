"""A process that serves as a role of PostgreSQL's which could pass the wall says so and is not ready."""

from pathlib import Path

import pytest

from core.services.health import readiness
from core.settings import Settings


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_role_that_could_pass_the_wall_is_named(database_url: str, owner_url: str, tmp_path: Path) -> None:
    def failing(url: str) -> list[str]:
        return [
            name for name, holds in readiness(Settings(database_url=url, upload_folder=tmp_path)).items() if not holds
        ]

    assert failing(database_url) == []
    assert failing(owner_url) == ["role"]
