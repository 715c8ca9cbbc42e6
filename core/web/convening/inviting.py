"""Who chairs, how the child is heard, who is asked and who supplies a paper."""

from typing import Any

from flask import Response, request, url_for

from core.services import chairs, convening, inviting, meetings, pack, tasks
from core.services.committing import named
from core.services.desk import Missing, Refused, Stale
from core.services.meetings import Case
from core.web.convening import forms
from core.web.convening.blueprint import bp, save
from core.web.convening.show import answer, crumbs_of, people_choices, roles_of
from core.web.forms import Form, read
from core.web.guard import allow
from core.web.once import once, repeatable
from core.web.pages import page, see
from core.web.requests import abandon, desk, today


@bp.post("/meetings/<meeting_id>/convening/chair")
@allow("meeting.convene")
@repeatable("it keeps what the fields hold, checked against the version they were opened with")
def chair(meeting_id: str) -> Response:
    """Keep who chairs, with the reason where the procedure points elsewhere."""
    form = read(forms.ChairForm)

    def change(case: Case) -> None:
        chairs.choose(
            desk(), case, form.values["chair"], reason=form.values["chair_reason"], version=form.values["version"]
        )

    return save(meeting_id, form, "chair", change, answer)


@bp.post("/meetings/<meeting_id>/convening/voice")
@allow("meeting.convene")
@repeatable("it keeps what the fields hold, checked against the version they were opened with")
def voice(meeting_id: str) -> Response:
    """Keep how the child will be heard; an advocate is listed where one speaks for the child."""
    form = read(forms.VoiceForm)

    def change(case: Case) -> None:
        values = form.values
        convening.hear_child(desk(), case, values["voice"], values["voice_note"], version=values["version"])
        inviting.renew(desk(), meetings.find(desk(), meeting_id))

    return save(meeting_id, form, "people", change, answer, key="voice")


@bp.post("/meetings/<meeting_id>/convening/invitations")
@allow("meeting.convene")
@once
def invite(meeting_id: str) -> Response:
    """Ask somebody beyond those whom the procedure lists."""
    case = meetings.find(desk(), meeting_id)
    form = read(forms.InviteForm)
    if form.ok:
        try:
            who = _who(case, form)
            inviting.invite(
                desk(), case, part=form.values["part"], role=form.values["role"], how=form.values["how"], **who
            )
            return see("convening.show", meeting_id=meeting_id, anchor="people")
        except Refused as refused:
            abandon()
            form.refuse(refused)
    return answer(meeting_id, section="people", forms={"invite": form}, status=422)


@bp.get("/meetings/<meeting_id>/convening/invitations/<invitation_id>")
@allow("meeting.convene")
def invitation(meeting_id: str, invitation_id: str) -> Response:
    """One invitation: who is meant, how they take part, what they answered, or why they are not asked."""
    case = meetings.find(desk(), meeting_id)
    one = inviting.invitation(desk(), case, invitation_id)
    data = {name: getattr(one, name) for name in ("name", "how", "supported_by", "reply", "left_out")}
    asked = "no" if one.left_out else "yes" if one.name else None
    return _invitation(Form(forms.InvitationForm, data | {"person": one.person_id, "asked": asked}), case, one)


@bp.post("/meetings/<meeting_id>/convening/invitations/<invitation_id>")
@allow("meeting.convene")
@repeatable("it keeps what the fields hold, checked against the version they were opened with")
def change(meeting_id: str, invitation_id: str) -> Response:
    """Keep what was changed about one invitation."""
    case = meetings.find(desk(), meeting_id)
    one = inviting.invitation(desk(), case, invitation_id)
    form = read(forms.InvitationForm)
    status = 422
    _whether_asked(form)
    if form.ok:
        try:
            with named():
                keep = ("how", "supported_by", "reply", "left_out")
                values = {name: form.values[name] for name in keep} | _who(case, form, needed=False)
                inviting.change(desk(), case, one, values, version=form.values["version"])
            return see("convening.show", meeting_id=meeting_id, anchor="people")
        except Refused as refused:
            abandon()
            form.refuse(refused)
        except Stale:
            abandon()
            status = 409
    return _invitation(form, case, one, status)


@bp.post("/meetings/<meeting_id>/convening/papers/<task_id>")
@allow("meeting.convene")
@repeatable("it keeps what the fields hold, checked against the version they were opened with")
def supplier(meeting_id: str, task_id: str) -> Response:
    """Name who supplies a paper where the text does not say."""
    task = tasks.find(desk(), task_id, kind="pack")
    if task.meeting_id != meeting_id:
        raise Missing(task_id)
    form = read(forms.SupplierForm, prefix=task_id)

    def keep(case: Case) -> None:
        pack.name_owner(desk(), task, form.values["person"], version=form.values["version"])

    return save(meeting_id, form, "pack", keep, answer, key=f"paper-{task_id}")


def _whether_asked(form: Form) -> None:
    """Somebody is asked, or it says why not: a name beside a reason takes somebody's word for which is meant."""
    value = form.values
    why, asked = value.get("left_out"), value.get("asked")
    if asked == "no" and not why:
        form.error("left_out", "Say why they are not asked.")
    elif why and asked == "yes":
        form.error("left_out", "Clear the reason for somebody who is asked, or choose that they are not asked.")
    elif why and not asked and (value.get("name") or value.get("person")):
        form.error("asked", "Choose whether this person is asked: there is a name, and a reason for not asking.")


def _who(case: Case, form: Form, *, needed: bool = True) -> dict[str, Any]:
    """The person meant: somebody of the list, or a name typed in."""
    chosen = form.values.get("person")
    if not chosen:
        return {"name": form.values.get("name", ""), "person_id": None}
    person = next((one for one in inviting.staff(desk(), case) if one.id == chosen), None)
    if person is None:
        raise Refused("Choose one of the people listed, or enter a name.", field="person")
    return {"name": person.name, "person_id": person.id}


def _invitation(form: Form, case: Case, one: Any, status: int = 200) -> Response:
    return page(
        "convening/invitation.html", status=status, form=form, case=case, meeting=case.meeting, child=case.child,
        one=one, procedure=case.procedure, people=people_choices(case), how=list(inviting.HOW.items()),
        replies=[(reply, reply.capitalize()) for reply in inviting.REPLIES], stale=status == 409,
        role=roles_of(case).get(one.role, one.role), today=today(),
        crumbs=[*crumbs_of(case), ("Convene", url_for("convening.show", meeting_id=case.meeting.id))],
        back=url_for("convening.show", meeting_id=case.meeting.id, _anchor="people"), query=request.query_string,
    )  # fmt: skip
