"""What the parts of arranging a meeting ask for, and what their forms hold before anybody types."""

from collections.abc import Iterable
from typing import Any

from core.services.convening import VOICES
from core.services.inviting import HOW, REPLIES
from core.services.judging import Voice
from core.web.forms import Choice, Day, Form, FormSchema, Text, TimeOfDay, Version


class DateForm(FormSchema):
    """A part's day, time and place."""

    day = Day(ask="the day of the meeting")
    starts = TimeOfDay(ask="the time it starts")
    ends = TimeOfDay(ask="the time it ends", required=False)
    place = Text(ask="the place", max=200, required=False)
    timing = Text(ask="what was weighed in choosing this day", max=4000, required=False)
    version = Version()


class TargetForm(FormSchema):
    """The day aimed at where the text gives none."""

    target = Day(ask="the target day")
    target_reason = Text(ask="what was weighed in choosing this day", max=4000)
    version = Version()


class ChairForm(FormSchema):
    """Who chairs."""

    chair = Choice(ask="who chairs")
    chair_reason = Text(ask="why this person should chair", max=4000, required=False)
    chair_query = Text(ask="a name", max=100, required=False)
    version = Version()


class VoiceForm(FormSchema):
    """How the child will be heard."""

    voice = Choice(ask="how the child will be heard", choices=VOICES)
    voice_note = Text(ask="what was arranged or tried", max=4000, required=False)
    version = Version()


class AsideForm(FormSchema):
    """Why a meeting goes on against an objection."""

    because = Text(ask="why the meeting goes on all the same", max=4000)
    version = Version()


class InviteForm(FormSchema):
    """Somebody to ask as well."""

    name = Text(ask="the person’s name", max=120, required=False)
    person = Choice(ask="somebody of the authority", required=False)
    role = Choice(ask="what they are to the child or the meeting")
    how = Choice(ask="how they take part", choices=HOW)
    part = Choice(ask="the part of the meeting")


class InvitationForm(FormSchema):
    """One invitation, changed."""

    name = Text(ask="the person’s name", max=120, required=False)
    person = Choice(ask="somebody of the authority", required=False)
    how = Choice(ask="how they take part", choices=HOW)
    supported_by = Text(ask="who supports them", max=200, required=False)
    reply = Choice(ask="what they answered", choices=REPLIES)
    asked = Choice(ask="whether they are asked", choices=("yes", "no"), required=False)
    left_out = Text(ask="why they are not asked", max=4000, required=False)
    version = Version()


class ConsiderForm(FormSchema):
    """What came of something that the text asks to be considered."""

    outcome = Choice(ask="what came of it", required=False)
    note = Text(ask="what was done or decided", max=2000, required=False)
    version = Version()


class SupplierForm(FormSchema):
    """Who supplies a paper."""

    person = Choice(ask="who supplies this paper")
    version = Version()


class SendForm(FormSchema):
    """The invitations go out."""

    version = Version()


class PartForm(FormSchema):
    """A part that is held by way of exception."""

    part_reason = Text(ask="the reason for holding this part", max=4000, required=False)
    version = Version()


class ConfirmForm(FormSchema):
    """A second person's answer to a day outside the window."""

    agree = Choice(ask="whether you agree", choices=("yes", "no"))
    note = Text(ask="what should be looked at again", max=4000, required=False)


def dated(parties: Iterable[str]) -> type[FormSchema]:
    """`DateForm`, asking each of these parties for its judgement too."""
    fields: dict[str, Any] = {}
    for party in parties:
        fields[f"reason_{party}"] = Text(ask="the professional judgement", max=4000, required=False)
        fields[f"by_{party}"] = Text(ask="whose judgement it is", max=120, required=False)
    made: type[FormSchema] = type("DatedForm", (DateForm,), fields)
    return made


def voices(form: Form, parties: Iterable[str]) -> list[Voice]:
    """What each party said on the form."""
    return [
        Voice(
            party=party,
            reason=form.values.get(f"reason_{party}", ""),
            by_name=form.values.get(f"by_{party}", ""),
        )
        for party in parties
    ]


def of_part(part: Any) -> Form:
    """A part's form as it stands."""
    data = {"day": part.day, "starts": part.starts, "ends": part.ends, "place": part.place}
    return Form(DateForm, data, prefix=part.key)
