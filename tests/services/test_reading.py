"""Who reads which record, asked of the rules alone: no table, no page."""

from typing import Any

from core.domain.steps import ATTENDED, INVITED
from core.models import Delivery, Output
from core.services.casting import Cast
from core.services.dossier import Dossier
from core.services.reading import Reader


def output(*audience: str, part: str = "", **more: Any) -> Output:
    return Output(id="o1", key="record", audience=list(audience), part=part, sections=["record"], **more)


def reader(*roles: str, attended: str = "", asked: str = "") -> Reader:
    return Reader(person_id="p1", roles=frozenset(roles), attended=frozenset(attended.split()),
                  asked=frozenset(asked.split()))  # fmt: skip


def test_whoever_came_to_one_part_reads_nothing_of_the_other() -> None:
    came = reader(attended="one")

    assert came.reads(output(ATTENDED)) and came.reads(output(ATTENDED, part="one"))
    assert not came.reads(output(ATTENDED, part="two"))
    assert came.reads_part("one", [output(ATTENDED, part="one")])
    assert not came.reads_part("two", [output(ATTENDED, part="one")])


def test_whoever_was_asked_and_stayed_away_reads_nothing_that_is_for_those_who_came() -> None:
    stayed_away = reader(asked="one two")

    assert not stayed_away.reads(output(ATTENDED)) and not stayed_away.reads(output(ATTENDED, part="one"))
    assert stayed_away.reads(output(INVITED, part="one"))
    assert not reader(attended="one").reads(output(INVITED, part="one"))


def test_a_role_outside_the_audience_reads_nothing() -> None:
    assert reader("team_manager").reads(output("team_manager"))
    assert not reader("social_worker", "iro").reads(output("team_manager"))


def test_a_draft_is_read_before_it_is_final_by_its_writer_and_by_whom_it_was_sent_to() -> None:
    draft = output("team_manager", written_by="chair")

    def reads(one: Reader, *sent: Delivery) -> bool:
        file = Dossier(reader=one, people=Cast(people={}, case=()), parts=(), invitations=(), judgements=(),
                       outputs=(draft,), deliveries=sent, recommendations=(), tasks=())  # fmt: skip
        return file.reads_draft(draft)

    def delivery(state: str, **more: Any) -> Delivery:
        return Delivery(**{"output_id": "o1", "person_id": "p1", "draft": True, "state": state} | more)

    assert reads(reader("chair"))
    assert not reads(reader("team_manager"))
    assert reads(reader("team_manager"), delivery("sent"))
    for other in (delivery("withdrawn"), delivery("checked"), delivery("sent", person_id="p2"),
                  delivery("sent", draft=False), delivery("sent", output_id="o2")):  # fmt: skip
        assert not reads(reader("team_manager"), other), other.state
