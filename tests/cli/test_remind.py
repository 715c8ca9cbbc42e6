"""`mooring remind`: one authority or all, once a day; a second run tells nobody anything twice."""

from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result

from core.cli import main
from core.services.desk import Desk
from tests import factories as made

Command = Callable[..., Result]


@pytest.fixture
def remind(monkeypatch: pytest.MonkeyPatch, database_url: str) -> Command:
    """`remind("wexcombe")` on the test's database."""
    monkeypatch.setenv("MOORING_DATABASE_URL", database_url)
    return lambda *arguments: CliRunner().invoke(main, ["remind", *arguments], catch_exceptions=False)


def test_what_was_told_is_printed_by_authority_and_nothing_is_told_twice(remind: Command, desk: Desk) -> None:
    made.task(desk, made.child(desk), kind="action", due=made.BORN)
    desk.db.commit()

    first, second, alone = remind(), remind(), remind("wexcombe")

    assert first.output == "wexcombe: late: 1, nobody to tell: 1\n"
    assert second.output == alone.output == "wexcombe: nobody to tell: 1\n"
    assert first.exit_code == second.exit_code == 0


def test_an_authority_that_is_not_there_is_said(remind: Command, desk: Desk) -> None:
    desk.db.rollback()

    answer = remind("nowhere")

    assert answer.exit_code == 1
    assert "There is no authority 'nowhere' here. There is: wexcombe." in answer.output
