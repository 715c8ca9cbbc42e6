"""Meetings as a list: those I chair, of my children, of my team, by stage."""

from flask import Blueprint, Response, request, url_for

from core.services import children, meeting_list, standing
from core.services.desk import Desk
from core.services.meeting_list import STAGES
from core.web.guard import allow
from core.web.pages import page
from core.web.placing import STAGES as STAGE_WORDS
from core.web.requests import desk

bp = Blueprint("meetings_list", __name__, url_prefix="/<authority>/meetings")
ALL = 200


@bp.get("")
@allow("meeting.read")
def index() -> Response:
    """`?whose=` chair, mine, team or all; `?stage=` one of STAGES; `?after=`; `?all=1`."""
    at = desk()
    whose = whose_choices(at)
    chosen = request.args.get("whose", "")
    chosen = chosen if chosen in dict(whose) else "mine"
    stage = request.args.get("stage", "") if request.args.get("stage", "") in STAGES else ""
    size = ALL if request.args.get("all") else 25
    found = meeting_list.listed(at, whose=chosen, stage=stage, after=request.args.get("after", ""), size=size)
    numbers = meeting_list.by_stage(at, chosen)
    tabs = [(f"All ({sum(numbers.values())})", url_for("meetings_list.index", whose=chosen), not stage)]
    tabs += [
        (f"{words} ({numbers[key]})", url_for("meetings_list.index", whose=chosen, stage=key), key == stage)
        for key, (words, _) in STAGES.items()
        if numbers[key] or key == stage
    ]
    return page(
        "meeting_list/index.html", "_list", found=found, whose=whose, chosen=chosen, stage=stage, tabs=tabs,
        stages=STAGE_WORDS, all_shown=size == ALL, standing=standing.standing(at),
    )  # fmt: skip


def whose_choices(at: Desk) -> list[tuple[str, str]]:
    """Whose meetings this person may list."""
    choices = [("mine", "Mine, and of my children"), ("chair", "Those I chair")]
    if at.actor.team:
        choices.append(("team", f"My team: {at.actor.team}"))
    return choices if children.own_only(at) else [*choices, ("all", "Everyone I can see")]
