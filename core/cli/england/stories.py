"""The stories that children of an invented authority have: how many homes, what happened last, and how far it went."""

from typing import Any

from sqlalchemy import select

from core.cli.england import playing, recording
from core.cli.england.homes import Story, Told, end, home_of, living
from core.cli.england.playing import Played
from core.cli.england.staffing import mark
from core.models import Meeting
from core.services import (
    children,
    concern_deciding,
    concerns,
    deciding,
    notice_given,
    placements,
    planning,
    schools,
)

PROPOSED, CONVENED, HELD, RECORDED, CIRCULATED, CONSIDERED = range(1, 7)
"""How far a meeting goes; 0 is before anything is decided."""


LATELY = 10
"""A story that is copied to more weeks ago than these is finished: nobody leaves an action open for a year."""


def quiet(told: Told) -> None:
    """The last home has lasted ever since."""
    living(told)


def noticed(told: Told) -> None:
    """The carers have given notice, and the child changed school."""
    child, home = living(told)
    desk = told.stage.as_(told.worker, told.story.ago)
    notice_given.record(desk, home, child, given=True, day=desk.today, by="carer", note="They asked for more respite.")
    for school, ago, meaning in (("Millbrook School", 700, ""), ("Harbour Academy", told.story.ago, schools.MOVED)):
        known: dict[str, Any] = {"school": school, "school_since": told.stage.day(ago)}
        children.edit(told.stage.as_(told.worker, told.story.ago), child, known, school_change=meaning)


def heard(told: Told) -> None:
    """The child said something that is kept."""
    child, _ = living(told)
    on = told.stage.day(told.story.ago)
    words = "I want to stay at my school and see my friends."
    children.hear(told.stage.as_(told.worker, told.story.ago), child, on=on, told_to=told.worker, words=words)


def unclassified(told: Told) -> None:
    """A home ended, and nobody has said whether that was planned."""
    child, home = living(told)
    told.stage.history(end(told, child, home, unplanned=None))


def ended(told: Told) -> None:
    """A long-term home ended; the meeting that the procedure calls for goes as far as the story."""
    child, home = living(told)
    found = told.stage.weighed(told.worker, told.story.ago - 1, end(told, child, home), child)
    kinds = [one for one in found.proposals.kinds if found.procedure and not found.procedure.kinds[one].elsewhere]
    if told.story.reach and kinds:
        desk = told.stage.as_(told.worker, told.story.ago - 1)
        _play(told, deciding.convene(desk, found, kinds[0]), arranged=told.story.ago - 4)


def adopted(told: Told) -> None:
    """An adoptive home ended; a meeting that another procedure holds is referred to it."""
    child, home = living(told)
    child.care_plan, home.kind = "adoption", "adoption"
    told.stage.cast(child, "adopter", mark(f"carer {told.story.homes}"), home)
    found = told.stage.weighed(told.worker, told.story.ago - 1, end(told, child, home), child)
    desk = told.stage.as_(told.worker, told.story.ago - 1)
    for kind in found.proposals.kinds:
        if found.procedure and found.procedure.kinds[kind].elsewhere:
            deciding.refer(desk, found, kind, "The adoption service, by telephone")
        elif told.story.reach:
            _play(told, deciding.convene(desk, found, kind), arranged=told.story.ago - 4)
            return


def set_aside(told: Told) -> None:
    """A home ended, and no meeting is held, for a reason; where the procedure asks for it a manager is to confirm."""
    child, home = living(told)
    found = told.stage.weighed(told.worker, told.story.ago - 1, end(told, child, home), child)
    kinds = [one for one in found.proposals.kinds if found.procedure and not found.procedure.kinds[one].elsewhere]
    if kinds:
        desk = told.stage.as_(told.worker, told.story.ago - 1)
        deciding.not_convene(desk, found, kinds[0], "The review next week looks at all of it.")


def worried(told: Told) -> None:
    """A concern about the home; the meeting that the procedure calls for goes as far as the story."""
    child, home = living(told)
    said = {
        "day": told.stage.day(told.story.ago), "source": mark("carer"), "doubted": False,
        "worry": "Evenings end in arguments, and the carers are tired.",
        "going_well": "⟦first⟧ has friends at school and trusts the family.",
        "tried": "A visit each week since September.",
    }  # fmt: skip
    desk = told.stage.as_(told.worker, told.story.ago)
    found = concerns.record(desk, home, child, said)
    if told.story.reach and found.kinds:
        meeting = concern_deciding.convene(desk, found, found.kinds[0])
        _play(told, meeting, arranged=max(told.story.ago - 4, 0))


def moving(told: Told) -> None:
    """A move that was planned; the meeting that the procedure calls for goes as far as the story."""
    child, home = living(told)
    desk = told.stage.as_(told.worker, told.story.ago + 9)
    to = home_of(told, told.story.homes + 1)
    planned = placements.start(desk, child, started=told.stage.day(told.story.ago), **to)
    started = planning.find(desk, planned.id)
    planning.ask(desk, started)
    kinds = started.proposals.kinds
    if kinds and told.story.reach:
        meeting = planning.arrange(desk, planning.find(desk, planned.id), kinds[0])
        _play(told, meeting, arranged=told.story.ago + 8)
    if told.story.ago >= 0:
        told.stage.history(end(told, child, home, unplanned=False, planned=planned))


STORIES = (
    Story(tell=quiet, homes=1, ago=200, weeks=90, of_thousand=90),
    Story(tell=quiet, homes=2, ago=150, weeks=80, of_thousand=70),
    Story(tell=quiet, homes=3, ago=120, weeks=50, of_thousand=60),
    Story(tell=quiet, homes=5, ago=90, weeks=40, of_thousand=50),
    Story(tell=quiet, homes=7, ago=60, weeks=30, of_thousand=30),
    Story(tell=heard, homes=4, ago=20, weeks=20, of_thousand=50),
    Story(tell=noticed, homes=4, ago=12, weeks=3, of_thousand=20),
    Story(tell=unclassified, homes=4, ago=40, weeks=40, of_thousand=15),
    Story(tell=ended, homes=4, ago=3, weeks=1, of_thousand=10),
    Story(tell=set_aside, homes=5, ago=9, weeks=45, of_thousand=20),
    Story(tell=ended, homes=3, ago=8, reach=PROPOSED, weeks=1, of_thousand=10),
    Story(tell=ended, homes=4, ago=20, reach=CONVENED, of_thousand=20),
    Story(tell=ended, homes=5, ago=50, reach=HELD, weeks=1, of_thousand=10),
    Story(tell=ended, homes=3, ago=60, reach=RECORDED, weeks=1, of_thousand=10),
    Story(tell=ended, homes=4, ago=85, reach=CIRCULATED, weeks=4, of_thousand=30),
    Story(tell=ended, homes=4, ago=115, reach=CONSIDERED, weeks=36, of_thousand=150),
    Story(tell=adopted, homes=2, ago=110, reach=CIRCULATED, weeks=36, of_thousand=20),
    Story(tell=worried, homes=3, ago=1, of_thousand=10),
    Story(tell=worried, homes=4, ago=6, reach=CONVENED, weeks=0, of_thousand=10),
    Story(tell=worried, homes=3, ago=30, reach=HELD, weeks=1, of_thousand=20),
    Story(tell=worried, homes=5, ago=65, reach=CIRCULATED, weeks=43, of_thousand=85),
    Story(tell=worried, homes=2, ago=90, reach=CONSIDERED, weeks=39, of_thousand=40),
    Story(tell=moving, homes=3, ago=-12, reach=PROPOSED, of_thousand=10),
    Story(tell=moving, homes=4, ago=-5, reach=CONVENED, of_thousand=10),
    Story(tell=moving, homes=3, ago=20, reach=HELD, weeks=1, of_thousand=20),
    Story(tell=moving, homes=4, ago=40, reach=CIRCULATED, weeks=46, of_thousand=90),
    Story(tell=moving, homes=2, ago=80, reach=CONSIDERED, weeks=40, of_thousand=40),
)
"""Of a thousand children a third has had no meeting in the year; the others' meetings stand in every stage."""


def _play(told: Told, meeting: Meeting, *, arranged: int) -> None:
    """The meeting, as far as the story goes; one that is considered by nobody is followed by the next, where it agreed
    on one."""
    play = Played(stage=told.stage, meeting_id=meeting.id, worker=told.worker, anchored=told.story.ago,
                  arranged=arranged)  # fmt: skip
    reach = told.story.reach
    if reach < CONVENED:
        return
    ago = playing.arrange(play)
    playing.supply(play, ago, leave=2 if reach < HELD else 0)
    if reach < HELD:
        return
    ago = playing.hold(play, ago)
    if reach >= RECORDED:
        recording.record(play, ago)
    if reach >= CIRCULATED:
        gone = recording.circulate(play, ago)
        if reach >= CONSIDERED:
            recording.refer(play, gone - 1)
            _meet_again(told, meeting, ago)
        if told.story.weeks > LATELY:
            recording.finish(play, 0)


def _meet_again(told: Told, meeting: Meeting, ago: int) -> None:
    """The next meeting about the same plan, six weeks after the first."""
    following = told.stage.session.scalar(select(Meeting.id).where(Meeting.previous_id == meeting.id))
    if following is not None:
        again = ago - 42
        play = Played(stage=told.stage, meeting_id=following, worker=told.worker, anchored=again + playing.AFTER,
                      arranged=again + 10)  # fmt: skip
        playing.supply(play, playing.arrange(play))
        recording.record(play, playing.hold(play, again))
