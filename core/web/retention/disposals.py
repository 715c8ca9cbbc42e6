"""Disposing of one record: proposed by one person, answered by another."""

from typing import Any

from flask import Response, url_for

from core.domain.schedule import LINES
from core.services.committing import named
from core.services.desk import Missing, Refused, Stale
from core.services.retention import disposing, lives
from core.services.retention.listing import find
from core.web.forms import Form, read, version_seen
from core.web.guard import allow
from core.web.once import once
from core.web.pages import page, see
from core.web.requests import abandon, desk
from core.web.retention.blueprint import Answer, Proposal, bp, crumbs, reads_names, record_page, title_of


@bp.post("/retention/records/<child_id>/disposal")
@allow("retention.propose")
@once
def propose(child_id: str) -> Response:
    """Ask that a record goes."""
    child, form = find(desk(), child_id), read(Proposal, prefix="dispose")
    if form.ok:
        try:
            disposal = disposing.propose(desk(), child, form.values["reason"])
            return see("retention.disposal", disposal_id=disposal.id)
        except Refused as refused:
            abandon()
            form.refuse(refused)
            child = find(desk(), child_id)
    return record_page(child, 422, named=reads_names(), proposal=form)


@bp.get("/retention/disposals/<disposal_id>")
@allow("retention.read")
def disposal(disposal_id: str) -> Response:
    """What was proposed and what would go, or what went."""
    return _show(disposal_id, Form(Answer))


@bp.post("/retention/disposals/<disposal_id>/answer")
@allow("retention.dispose")
@once
def answer(disposal_id: str) -> Response:
    """The second person's word: the record goes, or it stays."""
    (found, _), form = _find(disposal_id), read(Answer)
    if form.ok:
        note, version = form.values["note"], form.values["version"]
        try:
            with named():
                if form.values["agree"] == "yes":
                    disposing.confirm(desk(), found, note=note, version=version)
                else:
                    disposing.send_back(desk(), found, note, version=version)
            return see("retention.disposal", disposal_id=disposal_id)
        except Refused as refused:
            abandon()
            form.refuse(refused)
        except Stale:
            abandon()
            return _show(disposal_id, form, 409)
    return _show(disposal_id, form, 422)


@bp.post("/retention/disposals/<disposal_id>/withdraw")
@allow("retention.propose")
@once
def withdraw(disposal_id: str) -> Response:
    """Take back what one proposed."""
    found, _ = _find(disposal_id)
    disposing.withdraw(desk(), found, version=version_seen())
    return see("retention.disposal", disposal_id=disposal_id)


def _show(disposal_id: str, form: Form, status: int = 200) -> Response:
    found, child = _find(disposal_id)
    waits = child is not None and found.state == disposing.PROPOSED
    return page(
        "retention/disposal.html", status=status, disposal=found, child=child, waits=waits, form=form,
        title=title_of(child, named=reads_names()) if child else "A record that is gone", stale=status == 409,
        why_not=disposing.why_not(desk(), found) if waits else "", kept=lives.kept(desk(), child) if waits else None,
        going=_said(disposing.what_goes(desk(), child)) if waits else _said(found.counts),
        mine=found.proposed_by_id == desk().actor.person_id,
        crumbs=[*crumbs(), ("Disposals", url_for("retention.disposals"))],
    )  # fmt: skip


def _said(counts: dict[str, int]) -> list[tuple[str, int]]:
    """Rows by what they are, in words."""
    return sorted((LINES[table].what if table in LINES else table, number) for table, number in counts.items())


def _find(disposal_id: str) -> tuple[Any, Any]:
    """The disposal and its child, None where it is gone. One of a record that is not this person's to look after does
    not exist."""
    found = disposing.find(desk(), disposal_id)
    if found.state == disposing.DISPOSED:
        return found, None
    try:
        return found, find(desk(), found.child_id)
    except Missing:
        raise Missing(disposal_id) from None
