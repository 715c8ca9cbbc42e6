"""Playing a meeting through the services, as its people would: whichever procedure rules it, until it has been held.

What is made of its record stands in `recording`.
Nothing here knows an authority: who chairs, what is asked and which papers are owed is what the procedure says.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from core.cli.demo_stage import Stage
from core.domain.periods import Unit
from core.models import Task
from core.services import (
    chairs,
    convening,
    holding,
    intervals,
    inviting,
    judging,
    minutes,
    outcomes,
    pack,
    plans,
    scheduling,
    stages,
    supports,
)
from core.services.meetings import Case

SAID = (
    "The home was steady until the spring; then evenings grew tense, and everybody saw it.",
    "⟦first⟧ spoke of friends, of school and of what a good week looks like.",
    "Support was offered late. Visits that had been agreed were missed twice.",
)
AFTER, WITHIN = 18, 23
"""A meeting without a window takes place so many days after what it is about; one with a window so many after it
opens, at most."""


@dataclass(frozen=True, kw_only=True)
class Played:
    """A meeting as it is being played: `worker` acts for it; `anchored` and `arranged` say how many days ago what it is
    about happened, and how many days ago it was arranged."""

    stage: Stage
    meeting_id: str
    worker: str
    anchored: int
    arranged: int

    def case(self, who: str = "", ago: int = 0) -> Case:
        """The meeting as it stands, for somebody."""
        return self.stage.case(who or self.worker, self.meeting_id, ago)


def arrange(play: Played) -> int:
    """Day, chair, people, papers and the invitations; how many days ago (negative: to come) the meeting is."""
    desk, case = play.stage.as_(play.worker, play.arranged), play.case()
    day = _day(play, case, desk.today)
    for number, part in enumerate(scheduling.parts_of(desk, case.meeting)):
        scheduling.set_day(
            desk, case, part.key, day=day + timedelta(days=7 * number), starts="10:00", ends="12:00",
            place="Civic Centre, room 3",
        )  # fmt: skip
    chair = chairs.considered(desk, case)[0].person
    chairs.choose(desk, case, chair.id, reason="Knows the case, and was free in time.")
    convening.hear_child(desk, case, "views", "In a letter, written with the social worker")
    convening.answer(desk, case, {one.key: _answer(one.kind, one.choices, day) for one in convening.asks(case)})
    target = convening.target_ask(case)
    if target is not None:
        judging.target(desk, case, target.clause, day, "The first day on which everybody can come.")
    inviting.renew(desk, play.case())
    for one in convening.invitations_of(desk, case):
        if not one.name:
            convening.change(desk, case, one, {"left_out": "Nobody holds this role for the child"})
    for task in scheduling.tasks_of(desk, case.meeting):
        if task.kind == "pack" and not task.owner_id:
            pack.name_owner(desk, task, play.stage.person(play.worker).id)
    convening.convene(desk, play.case())
    return (play.stage.day(0) - day).days


def supply(play: Played, ago: int, *, leave: int = 0) -> None:
    """The papers come a week before the meeting, all but the last few."""
    owed = [one for one in _tasks(play) if one.kind == "pack"]
    for task in owed[: len(owed) - leave]:
        pack.supply(play.stage.as_(play.worker, max(ago + 8, 0)), play.case(), task, state="received")


def hold(play: Played, ago: int) -> int:
    """Each part on its day, with everybody there, and what it led to; how many days ago the last part was."""
    chair = play.case().meeting.chair_name
    for part in scheduling.parts_of(play.stage.as_(chair), play.case().meeting):
        ago = (play.stage.day(0) - (part.day or play.stage.day(ago))).days
        desk, case = play.stage.as_(chair, ago, "17:00"), play.case(chair)
        there = {one.id for one in convening.invitations_of(desk, case) if one.name and not one.left_out}
        holding.hold(desk, case, part.key, on=desk.today, attended=there)
        for theme, said in zip(minutes.themes(desk, case, part.key), SAID, strict=False):
            minutes.save(desk, case, theme, said, version=theme.version)
    desk, case = play.stage.as_(chair, ago, "17:30"), play.case(chair)
    first = scheduling.parts_of(desk, case.meeting)[0].key
    holding.recommend(desk, case, text="Offer respite before it is asked for", body="Fostering service",
                      theme="Support to carers", part=first)  # fmt: skip
    owner = play.stage.person(play.worker)
    for text, weeks in (("Write ⟦first⟧’s life story together", 6), ("Agree time with the former carers", 12)):
        holding.agree_action(desk, case, text=text, owner_id=owner.id, owner_name="", owner_role="social_worker",
                             due=desk.today + timedelta(weeks=weeks))  # fmt: skip
    _agree_plan(play, ago)
    for day in (ago - 2, ago - 3):
        _by_hand(play, day)
    return ago


def _day(play: Played, case: Case, today: date) -> date:
    """A working day inside the meeting's window, or soon after what the meeting is about where it has none."""
    window = scheduling.planned(play.stage.as_(play.worker), case).window
    began = play.stage.day(play.anchored)
    if window is None or window.rule.closes is None:
        aim = began + timedelta(days=AFTER)
    elif window.rule.closes.unit is Unit.HOURS:
        aim = began - timedelta(days=2)
    else:
        opens, closes = window.dates.opens or began, window.dates.closes or began
        aim = opens + min(timedelta(days=WITHIN), (closes - opens) // 2)
    aim = max(aim, today)
    return aim + timedelta(days=(7 - aim.weekday()) % 7 if aim.weekday() >= 5 else 0)


def _answer(kind: str, choices: tuple[str, ...], day: date) -> object:
    """An answer to one of the procedure's questions, of its kind."""
    match kind:
        case "yes_no":
            return False
        case "choice":
            return choices[0]
        case "date":
            return day.isoformat()
        case "days":
            return 14
        case _:
            return "Visits, respite and time for the carers, each agreed with ⟦first⟧."


def _agree_plan(play: Played, ago: int) -> None:
    """What the meeting came to, and the plan it agrees with when to look at it again, where the procedure has any."""
    chair = play.case().meeting.chair_name
    desk, case = play.stage.as_(chair, ago, "18:00"), play.case(chair)
    if found := outcomes.choices(case):
        weighed = {one.key: "Weighed by everybody present." for one in outcomes.to_weigh(case)}
        outcomes.record(desk, case, found[0].rule.key, "With this support the home goes on.", weighed=weighed)
    at = plans.here(desk, case)
    if at is None:
        return
    plan = at.plan or plans.start(desk, case, aim="Calm evenings, and a rest for the family.")
    worker = play.stage.person(play.worker)
    if at.rule.supports:
        given = {"text": "A weekend of respite each month", "how_often": "Monthly", "owner": worker.id, "due": None}
        supports.add(desk, plan, given)
    who = at.rule.agreed_with[-1] if at.rule.agreed_with else ()
    intervals.agree_interval(desk, case, number=6, unit="weeks", agreed_with=who, note="Looked at together then.")


def _by_hand(play: Played, ago: int) -> None:
    """Steps that people mark as done themselves, once what they wait for has happened."""
    chair = play.case().meeting.chair_name
    owners = set(play.stage.named)
    for row in stages.rows(play.case(), _tasks(play), scheduling.parts_of(play.stage.as_(chair), play.case().meeting)):
        if row.done or not row.by_hand or row.waits_for or (row.task.due or play.stage.day(0)) > play.stage.day(0):
            continue
        receipt = row.rule is not None and row.rule.completes == "receipt"
        who = chair if receipt or row.task.owner_name not in owners else row.task.owner_name
        desk = play.stage.as_(who, ago)
        holding.complete_step(desk, play.case(who), row.task, note="Done as agreed.")


def _tasks(play: Played) -> list[Task]:
    return scheduling.tasks_of(play.stage.as_(play.worker), play.case().meeting)
