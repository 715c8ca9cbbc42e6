"""The audit trail of an authority for its auditors: entries with a filter, and the same entries as a file."""

from typing import Any

from flask import Blueprint, Response, request, url_for

from core.services import audit_trail
from core.services.audit_trail import EXPORTED, Wanted
from core.web import audit_words
from core.web.audit_words import KINDS
from core.web.filters import british, plural
from core.web.forms import Day, Form, FormSchema, Text, read
from core.web.guard import allow
from core.web.once import repeatable
from core.web.pages import page
from core.web.requests import desk
from core.web.spreadsheet import sheet

bp = Blueprint("audit", __name__, url_prefix="/<authority>/audit")
HEADS = ("Number", "When (UTC)", "Who", "Job title", "What", "Detail", "Child’s ID", "Request", "Hash")


class FilterForm(FormSchema):
    """Which entries."""

    first = Day(ask="the first day", required=False)
    last = Day(ask="the last day", required=False)
    person = Text(ask="a person", max=100, required=False)
    child = Text(ask="the child’s ID", max=20, required=False)
    kind = Text(ask="the kind", max=12, required=False)


@bp.get("")
@allow("audit.read")
def index() -> Response:
    """One page of entries, newest first; `?first=`, `last`, `person`, `child`, `kind`, `before`."""
    at, form = desk(), read(FilterForm, request.args)
    wanted = wanted_of(form)
    found, (number, more) = audit_trail.listed(at, wanted), audit_trail.number(at, wanted)
    return page(
        "audit/index.html", "_list", found=found, form=form, kinds=KINDS, words=audit_words, number=number, more=more,
        wanted=wanted, showing=showing(wanted, _address), next=_address(wanted, before=found.last),
        first=_address(wanted), checked=audit_trail.last_check(at), exported=EXPORTED,
        announce=plural(number, "entry", "entries"),
    )  # fmt: skip


@bp.post("/csv")
@allow("audit.read")
@repeatable("each file that is taken is recorded, and nothing else is changed")
def export() -> Response:
    """The same entries as a file; that they were taken out is itself an entry."""
    at = desk()
    lines = audit_trail.export(at, wanted_of(read(FilterForm)))
    rows = [
        (line.seq, line.at.strftime("%Y-%m-%d %H:%M:%S.%f"), line.name, line.title, KINDS[line.kind],
         "; ".join((audit_words.detail_of(line), *audit_words.changes_of(line))), audit_words.child_of(line),
         line.request_id, line.hash)
        for line in lines
    ]  # fmt: skip
    return sheet(f"audit-{at.today.isoformat()}", HEADS, rows)


def wanted_of(form: Form) -> Wanted:
    """The filter as asked for; whatever is no choice here means every one."""
    value, before = form.values, request.args.get("before", "")
    kind = value.get("kind", "")
    return Wanted(
        first=value.get("first"), last=value.get("last"), person=value.get("person", ""), child=value.get("child", ""),
        kind=kind if kind in KINDS else "", before=int(before) if before.isdecimal() and len(before) < 16 else 0,
    )  # fmt: skip


def asked(wanted: Wanted, **changes: Any) -> dict[str, Any]:
    """A filter as the parameters of an address; without "before", from the newest."""
    now = {
        "first": _typed(wanted.first), "last": _typed(wanted.last), "person": wanted.person, "child": wanted.child,
        "kind": wanted.kind,
    } | changes  # fmt: skip
    return {key: value for key, value in now.items() if value}


def showing(wanted: Wanted, address: Any) -> list[tuple[str, str]]:
    """The filters in force in words, each with the address without it."""
    said = (
        ("first", f"From {british(wanted.first)}" if wanted.first else ""),
        ("last", f"Until {british(wanted.last)}" if wanted.last else ""),
        ("person", f"“{wanted.person}”" if wanted.person else ""), ("child", wanted.child),
        ("kind", KINDS.get(wanted.kind, "")),
    )  # fmt: skip
    return [(words, address(wanted, **{key: ""})) for key, words in said if words]


def _address(wanted: Wanted, **changes: Any) -> str:
    return url_for("audit.index", **asked(wanted, **changes))


def _typed(day: Any) -> str:
    return f"{day.day}/{day.month}/{day.year}" if day else ""
