"""The blueprint of the pages about keeping records, their forms, and one record's page, which several of them answer
with."""

from typing import Any

from flask import Blueprint, Response, url_for

from core.services.retention import disposing, holds, lives
from core.web.forms import Choice, Day, Form, FormSchema, Text, Version
from core.web.navigation import reachable
from core.web.pages import page
from core.web.requests import desk, today

bp = Blueprint("retention", __name__, url_prefix="/<authority>")
LONGEST = 2000


class Dates(FormSchema):
    """What decides how long a record is kept, beside the date of birth."""

    date_of_death = Day(ask="the date of death", required=False)
    adopted_on = Day(ask="the date of the adoption order", required=False)
    version = Version()


class Hold(FormSchema):
    """Why records are held, and when somebody looks at it again."""

    reason = Text(ask="why the records are held", max=LONGEST)
    review_on = Day(ask="the day on which somebody looks at this again")


class Lift(FormSchema):
    """Why a hold ends."""

    because = Text(ask="why the hold ends", max=LONGEST)
    version = Version()


class Proposal(FormSchema):
    """Why a record may go."""

    reason = Text(ask="why the record may go", max=LONGEST)


class Answer(FormSchema):
    """The second person's answer to a disposal."""

    agree = Choice(ask="whether the record goes", choices=("yes", "no"))
    note = Text(ask="the reason", max=LONGEST, required=False)
    version = Version()


def record_page(
    child: Any, status: int = 200, *, named: bool, hold: Form | None = None, proposal: Form | None = None
) -> Response:
    """Until when one record is kept and why, what holds it, and what may be done about it. `named`: the child's name
    may stand here."""
    at = desk()
    found = lives.kept(at, child)
    over = found.over(today())
    return page(
        "retention/record.html", status=status, child=child, named=named, title=title_of(child, named=named),
        kept=found, over=over, in_force=holds.in_force(at, child), history=holds.history(at, child),
        waiting=disposing.waiting(at, child), hold=hold or Form(Hold, prefix="hold"),
        proposal=proposal or Form(Proposal, prefix="dispose"), reads_reasons=at.actor.may("retention.read"),
        crumbs=crumbs(child, named=named),
    )  # fmt: skip


def title_of(child: Any, *, named: bool) -> str:
    """What pages call a record: by name, or by the authority's own ID for those who read no children's records."""
    return str(child.name) if named else f"Record {child.local_id}"


def reads_names() -> bool:
    """Whether this person may read children's names."""
    return desk().actor.may("child.read")


def crumbs(child: Any = None, *, named: bool = False) -> list[tuple[str, str]]:
    """The way back to the child, for those who came from there, or to the lists."""
    if child is not None and named and not reachable("retention.index"):
        return [("Children", url_for("children.index")),
                (child.name, url_for("children.show", child_id=child.id))]  # fmt: skip
    return [("Records kept", url_for("retention.index"))]
