"""`mooring signals AUTHORITY`: numbers for each condition, and no names."""

from collections.abc import Callable
from datetime import date

import pytest
from click.testing import CliRunner, Result

from core.cli import main
from core.domain.versions import always
from core.services.desk import Desk
from tests.services.signalled import lives, member, registry

__all__ = ["member", "registry"]
Command = Callable[..., Result]


@pytest.fixture
def signals(monkeypatch: pytest.MonkeyPatch, database_url: str) -> Command:
    """`signals("wexcombe")` on the test's database."""
    monkeypatch.setenv("MOORING_DATABASE_URL", database_url)
    monkeypatch.setenv("MOORING_PLUGINS", "authority_a,stability_signals")
    return lambda *arguments: CliRunner().invoke(main, ["signals", *arguments], catch_exceptions=False)


def test_homes_are_counted_by_condition_and_nobody_is_named(signals: Command, desk: Desk) -> None:
    from core.services import notice_given

    child, placement = lives(desk, "Zoe Marsh")
    notice_given.record(desk, placement, child, given=True, day=date(2026, 3, 9), by="carer")
    lives(desk, "Bertie Quill")
    desk.db.commit()

    answer = signals("wexcombe")

    lines = [" ".join(line.split()) for line in answer.output.splitlines()]
    assert answer.exit_code == 0 and len(lines) == 4
    assert "S03 Notice given met: 1, cannot tell yet: 1" in lines
    assert "Zoe" not in answer.output and "Marlowe" not in answer.output


def test_without_a_plugin_that_declares_conditions_it_says_so(signals: Command, desk: Desk) -> None:
    desk.tenant.versions = always({"authority_a": {}})
    desk.db.commit()

    answer = signals("wexcombe")

    assert answer.exit_code == 1
    assert (
        "No plugin that Wexcombe runs declares conditions for an early conversation, so there is nothing to do."
        in answer.output
    )


def test_a_faulty_procedure_and_an_unknown_authority_are_said(signals: Command, desk: Desk) -> None:
    desk.tenant.versions = always({"stability_signals": {"moves": 0}})
    desk.db.commit()

    assert "could not be checked" in signals("wexcombe").output
    assert "There is no authority 'nowhere' here" in signals("nowhere").output
