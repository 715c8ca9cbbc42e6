"""Responses to what was recommended: whose they are, and what two at once are told."""

from datetime import date, timedelta
from typing import Any

import pytest

from core.services import register, responding
from core.services.desk import Desk, Refused, Stale
from tests.services.registered import HELD, TODAY, as_role, member, recommended, registry

__all__ = ["member", "registry"]


class TestResponding:
    def test_a_response_is_kept_with_who_and_when(self, desk: Desk) -> None:
        _, one = recommended(desk)

        responding.respond(desk, one, state="accepted", response=" From April. ", on=date(2026, 3, 2), version=1)

        assert (one.state, one.response, one.responded_on) == ("accepted", "From April.", date(2026, 3, 2))
        assert one.responded_by == "Nadia Okafor"
        responding.respond(desk, one, state="done", on=TODAY)
        assert (one.done_on, one.response, one.responded_on) == (TODAY, "From April.", date(2026, 3, 2))
        responding.respond(desk, one, state="open")
        assert (one.done_on, one.responded_on, one.responded_by, one.response) == (None, None, "", "")

    @pytest.mark.parametrize(
        ("given", "field"),
        [
            ({"state": "lost"}, "state"),
            ({"state": "not accepted", "response": " "}, "response"),
            ({"state": "accepted", "on": TODAY + timedelta(days=1)}, "on"),
            ({"state": "accepted", "on": HELD - timedelta(days=1)}, "on"),
        ],
    )
    def test_what_makes_no_sense_is_refused(self, desk: Desk, given: dict[str, Any], field: str) -> None:
        _, one = recommended(desk)

        with pytest.raises(Refused) as refused:
            responding.respond(desk, one, **given)
        assert refused.value.field == field
        assert one.state == "open"

    def test_an_older_form_changes_nothing(self, desk: Desk) -> None:
        _, one = recommended(desk)
        responding.respond(desk, one, state="accepted", version=1)

        for late in (
            lambda: responding.respond(desk, one, state="done", version=1),
            lambda: responding.report(desk, one, progress="Half", version=1),
        ):
            with pytest.raises(Stale):
                late()
        assert one.state == "accepted"

    def test_the_body_and_the_keepers_answer_and_nobody_else(self, desk: Desk) -> None:
        procedure = desk.procedure(TODAY)
        assert procedure is not None
        meeting, one = recommended(desk, body=procedure.role("panel").upper())
        adviser, member = as_role(desk, "panel_adviser"), as_role(desk, "panel_adviser", "panel")

        assert not register.may_respond(adviser, register.find(adviser, one.id))
        assert register.may_respond(member, register.find(member, one.id))
        meeting.chair_id = desk.actor.person_id
        desk.db.flush()
        assert register.may_respond(desk, register.find(desk, one.id))
