"""What is made of a meeting that was played: its record agreed or drafted, circulated, and put before a body."""

from sqlalchemy import select

from core.cli.england.playing import SAID, Played
from core.models import Meeting, Person, PersonRole, Plan, Recommendation, Task
from core.services import (
    circulation,
    corrections,
    drafts,
    minutes,
    panels,
    plan_closing,
    plans,
    referrals,
    responding,
    tasks,
)
from core.services.dossier import dossier


def record(play: Played, ago: int) -> None:
    """The minutes are agreed; documents that the chair writes are finished as drafts."""
    chair = play.case().meeting.chair_name
    desk, case = play.stage.as_(chair, ago - 5), play.case(chair)
    written = drafts.mine(dossier(desk, case))
    for output in written:
        drafts.save(desk, case, output, SAID[0], version=output.version)
        drafts.finish(desk, case, output)
    if not written:
        minutes.agree(desk, case)


def circulate(play: Played, ago: int) -> int:
    """Everybody on the lists is sent their record; drafts go first, and final texts after their corrections. How many
    days ago the last of it went."""
    chair = play.case().meeting.chair_name
    _send(play, chair, ago - 7)
    desk, case = play.stage.as_(chair, ago - 24), play.case(chair, ago - 24)
    out = corrections.to_close(dossier(desk, case))
    if not out:
        return ago - 7
    corrections.close(desk, case, dossier(desk, case), "Nothing was said to be wrong.")
    for output in out:
        drafts.finalise(desk, case, output)
    _send(play, chair, ago - 25)
    return ago - 25


def refer(play: Played, ago: int) -> None:
    """The bodies that hear of it are sent its records, give a day and consider it."""
    chair = play.case().meeting.chair_name
    desk, case = play.stage.as_(chair, ago), play.case(chair)
    for line in referrals.lines(desk, case, dossier(desk, case)):
        referrals.send(desk, case, line)
    for role in {line.rule.via for line in referrals.lines(desk, case, dossier(desk, case)) if line.rule.via}:
        desk = play.stage.as_(_holder(play, role), ago - 3)
        for item in [one for one in panels.queue(desk) if one.case.meeting.id == play.meeting_id]:
            panels.give_date(desk, item, day=play.stage.day(ago - 14), attend=(panels.NOBODY,))
        desk = play.stage.as_(_holder(play, role), ago - 14, "16:00")
        for item in [one for one in panels.queue(desk) if one.case.meeting.id == play.meeting_id]:
            panels.consider(desk, item, on=desk.today, outcome="The panel noted what was learned.")


def finish(play: Played, ago: int) -> None:
    """What a meeting of long ago led to has been seen to: actions, recommendations and its plan."""
    desk, child = play.stage.as_(play.worker, ago), play.case().child.id
    open_ = (Task.done_on.is_(None), Task.state != "withdrawn")
    for plan in desk.db.scalars(select(Plan.id).where(Plan.child_id == child, Plan.state == "open")).all():
        plan_closing.close(desk, plans.find(desk, plan), because="The home is steady, and everybody agreed to stop.")
    for task in desk.db.scalars(select(Task).where(Task.child_id == child, Task.kind == "action", *open_)):
        tasks.complete(desk, task, note="Done as agreed.")
    held = select(Meeting.id).where(Meeting.child_id == child)
    for one in desk.db.scalars(select(Recommendation).where(Recommendation.meeting_id.in_(held))):
        responding.respond(desk, one, state="done", response="Offered from the first month on.")


def _send(play: Played, chair: str, ago: int) -> None:
    """Everybody on the prepared lists: looked at, sent, and handed over to whoever does not sign in."""
    desk, case = play.stage.as_(chair, ago), play.case(chair, ago)
    for one in circulation.prepare(desk, case):
        if one.state == "prepared":
            empty = circulation.vacant(case, one)
            circulation.check(desk, case, one.id, keep=not empty, because="Nobody holds this role" if empty else "")
    if not circulation.deliveries_of(desk, case):
        return
    circulation.send(desk, case)
    for one in circulation.deliveries_of(desk, case):
        if one.state == circulation.BY_HAND:
            circulation.hand_over(desk, case, one.id, "Read through together at a visit")


def _holder(play: Played, role: str) -> str:
    """Somebody who holds a role across the authority."""
    joined = (PersonRole.tenant_id == Person.tenant_id) & (PersonRole.person_id == Person.id)
    return play.stage.session.scalars(
        select(Person.name).join(PersonRole, joined).where(PersonRole.role == role)
    ).all()[0]
