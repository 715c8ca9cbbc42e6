"""What a meeting came to, as its own page shows it and asks for it. Saying it stands in `outcomes`."""

from typing import Any

from core.services import arranging, outcomes, plans
from core.services.meetings import Case
from core.web.forms import Choice, Day, Form, FormSchema, Text, Version
from core.web.opened import Opened
from core.web.requests import desk
from core.web.ways import way_to

ABOUT = "outcome"
"""How the meeting page tells this form from those of its steps and prompts."""


class CameToForm(FormSchema):
    """What the meeting came to, why, and by when what it leads to is to be done."""

    outcome = Choice(ask="what the meeting came to")
    outcome_note = Text(ask="why the meeting came to this", max=4000)
    by = Day(ask="the day by which it is to be planned", required=False)
    version = Version()


def schema(case: Case) -> type[FormSchema]:
    """The form, with a field for each course that is considered in writing."""
    fields: dict[str, Any] = {
        f"weighed_{one.key}": Text(ask=f"what was weighed: {one.title[0].lower()}{one.title[1:]}", max=4000)
        for one in outcomes.to_weigh(case)
    }
    made: type[FormSchema] = type("CameToForm", (CameToForm,), fields)
    return made


def next_for(here: Opened) -> list[tuple[str, str, str]]:
    """What is still to be said after a meeting was held, for those who may: (what, hint, address)."""
    case, ref = here.case, here.case.meeting.id
    if not here.held or not _may_say(here):
        return []
    found = []
    if not case.meeting.outcome and outcomes.choices(case):
        found.append(("Say what the meeting came to", "One of the outcomes of the procedure", f"#{ABOUT}"))
    at = plans.here(desk(), case)
    if at is not None and (at.plan is None or (at.plan.state == "open" and not at.agreed)):
        what = at.rule.title[:1].lower() + at.rule.title[1:]
        hint = "Its supports, and how soon it is reviewed" if at.rule.supports else "How soon, and agreed with whom"
        found.append(("Agree when to meet again" if not at.rule.supports else f"Agree the {what}", hint,
                      way_to("plans.of_meeting", meeting_id=ref)))  # fmt: skip
    return found


def _may_say(here: Opened) -> bool:
    return here.file.reader.keeps_record or bool(here.file.reader.roles & arranging.NEAR)


def of(here: Opened, form: Form | None, about: str) -> dict[str, Any]:
    """What the piece `meetings/_outcome.html` shows: the choices, what was recorded, and the form."""
    case, meeting = here.case, here.case.meeting
    weighed = outcomes.weighed_of(meeting)
    held = {"outcome": meeting.outcome, "outcome_note": meeting.outcome_note}
    held |= {f"weighed_{key}": words for key, words in weighed.items()}
    return {
        "outcomes": outcomes.choices(case) if meeting.held_on else (),
        "may_say": _may_say(here),
        "outcome": outcomes.of(case),
        "to_weigh": outcomes.to_weigh(case),
        "weighed": weighed,
        "outcome_form": form if form is not None and about == ABOUT else Form(schema(case), held),
        "follows": next(
            (t for t in here.file.tasks if t.kind == "action" and t.key.startswith(outcomes.KEY)
             and t.state != "withdrawn"), None,
        ),
    }  # fmt: skip
