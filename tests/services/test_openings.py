"""Opening a restricted record all the same: what is written with it, who is told, and how often somebody may try."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import delete, func, select, update

from core import db
from core.models import Event, Membership, Notice, Opening, Person, Task
from core.services import openings
from core.services.committing import Busy, named
from core.services.desk import Desk, Refused
from tests.fixtures.app import Member
from tests.services.confidence import NEEDED, Kept, kept

__all__ = ["kept"]


def written(url: str) -> tuple[int, ...]:
    """Openings, notices of them, tasks to look at them, and events."""
    with db.session(url, "wexcombe") as session:
        wanted = (
            select(Opening), select(Notice).where(Notice.kind == openings.TOLD),
            select(Task).where(Task.kind == openings.REVIEW), select(Event).where(Event.about == "opening"),
        )  # fmt: skip
        return tuple(len(session.scalars(one).all()) for one in wanted)


def test_an_opening_its_notice_and_its_review_are_one_transaction(kept: Kept) -> None:
    with kept.at(kept.outside) as desk:
        openings.open_record(desk, "Q-117", NEEDED)
        desk.db.rollback()
    assert written(kept.url) == (0, 0, 0, 0)

    with kept.at(kept.outside) as desk:
        openings.open_record(desk, "Q-117", NEEDED)
    assert written(kept.url) == (1, 1, 1, 1)
    with kept.at(kept.outside) as desk:
        assert openings.open_record(desk, "Q-117", NEEDED).child is not None
    assert written(kept.url) == (1, 1, 1, 1)


def _gone(desk: Desk, member: Member) -> None:
    desk.db.execute(delete(Membership).where(Membership.person_id == member.person_id))


def test_never_nobody_is_told(kept: Kept, enroll: Callable[..., Member]) -> None:
    opener = enroll("wexcombe", "Owen Price", roles=("social_worker",))
    above = enroll("wexcombe", "Ada Above", roles=("iro",))
    in_team = enroll("wexcombe", "Tess Team", roles=("practice_manager",))
    senior = enroll("wexcombe", "Sena Senior", roles=("senior_manager",))
    with db.session(kept.url, "wexcombe", writes=True) as session:
        session.execute(update(Person).where(Person.id == kept.reader.person_id).values(manager_id=above.person_id))
        session.execute(update(Person).where(Person.id == in_team.person_id).values(team="North 2"))
        session.commit()

    told = []
    for leaves in (kept.reader, above, in_team, senior, kept.outside):
        with kept.at(opener) as desk:
            opening = openings.open_record(desk, "Q-117", NEEDED).opening
            assert opening is not None
            told.append([name for _, name in opening.told])
        with kept.at(opener) as desk:
            openings.close(desk, opening.id)
            _gone(desk, leaves)
    assert told == [["Nadia Okafor"], ["Ada Above"], ["Tess Team"], ["Sena Senior"], ["Otto Blythe"]]

    with kept.at(opener) as desk, pytest.raises(Refused, match="Nobody could be told"):
        openings.open_record(desk, "Q-117", NEEDED)


def test_no_words_of_the_child_are_in_what_others_are_told(kept: Kept) -> None:
    with kept.at(kept.outside) as desk:
        openings.open_record(desk, "Q-117", NEEDED)

    with db.session(kept.url, "wexcombe") as session:
        said = " ".join(session.scalars(select(Notice.text)))
    assert "Otto Blythe opened a restricted record" in said
    assert not {"Bertie", "Quill", "Q-117", "police"} & set(said.replace(".", " ").split())


def test_many_tries_at_once_are_no_way_round(kept: Kept) -> None:
    def again(number: int) -> None:
        try:
            with named(), kept.at(kept.outside) as desk:
                openings.open_record(desk, f"Q-{number}", NEEDED)
        except (Refused, Busy):
            pass

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(again, range(200, 218)))

    with db.session(kept.url, "wexcombe") as session:
        assert session.scalar(select(func.count()).select_from(Opening)) == openings.TRIES
    with kept.at(kept.outside) as desk, pytest.raises(Refused, match="within an hour"):
        openings.open_record(desk, "Q-117", NEEDED)
