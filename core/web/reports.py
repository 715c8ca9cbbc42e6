"""Learning reports: which are due and issued, one with its figures, and issuing it. No names, on any of these pages."""

import io
from datetime import date, datetime
from typing import Any

from flask import Blueprint, Response, request

from core.domain.reporting import Span, cadence
from core.services import learning, learning_list, measuring, standing
from core.services.desk import Refused
from core.web import charts
from core.web.forms import Day, Form, FormSchema, Text, Version, YesNoUnknown, read
from core.web.guard import allow
from core.web.once import once, repeatable
from core.web.pages import page, see
from core.web.requests import desk

bp = Blueprint("reports", __name__, url_prefix="/<authority>/reports")
ONE = {"endings": "ending", "placements": "placement", "concerns": "concern", "meetings": "meeting",
       "recommendations": "recommendation"}  # fmt: skip
"""Each noun of a report's sources whose number is told anyway, of one."""
OTHERS = {"decisions": "their decisions", "decisions to take": "their decisions", "actions": "their actions",
          "themes of records": "the themes of their records"}  # fmt: skip
"""The other nouns, without a number."""


class PeriodForm(FormSchema):
    """Which period a report is made for, by its first day."""

    first_day = Day(ask="the first day of the period")


class CommentForm(FormSchema):
    """What the author adds; `confirmed` says that a word is no child's name here."""

    comment = Text(ask="your comment", max=learning.LONGEST, required=False)
    confirmed = YesNoUnknown(ask="that no child is meant", required=False)
    version = Version()


@bp.get("")
@allow("report.read", needs="reports")
def index() -> Response:
    """What the procedure asks for; `?of=` a report's key and `?before=` a day list its earlier ones."""
    found = learning_list.listed(desk(), of=request.args.get("of", ""), before=_day(request.args.get("before", "")))
    return page(
        "reports/index.html", found=found, standing=standing.standing(desk()), cadence=cadence, span=_span,
        year_starts=learning.year_starts(desk()),
    )  # fmt: skip


@bp.post("/of/<key>")
@allow("report.read", needs="reports")
@once
def make(key: str) -> Response:
    """A draft for one period."""
    form = read(PeriodForm)
    if not form.ok:
        raise Refused("Choose the period in the list of reports.")
    return see("reports.show", report_id=learning.make(desk(), key, form.values["first_day"]).id)


@bp.get("/<report_id>")
@allow("report.read", needs="reports")
def show(report_id: str) -> Response:
    """A draft with its comment to write, or what was issued."""
    report = learning.find(desk(), report_id)
    return _page(report, Form(CommentForm, {"comment": report.comment}))


@bp.get("/<report_id>/print")
@allow("report.read", needs="reports")
def paper(report_id: str) -> Response:
    """The same as it goes on paper: one column, every table open."""
    report = learning.find(desk(), report_id)
    return _page(report, Form(CommentForm), template="reports/print.html")


@bp.post("/<report_id>/comment")
@allow("report.read", needs="reports")
@once
def comment(report_id: str) -> Response:
    """Keep what the author adds, unless it names a child."""
    report, form = learning.find(desk(), report_id), read(CommentForm)
    if form.ok:
        try:
            learning.comment(
                desk(), report, form.values.get("comment", ""), confirmed=form.values.get("confirmed") is True,
                version=form.values.get("version"),
            )  # fmt: skip
            return see("reports.show", report_id=report_id, anchor="comment-section")
        except Refused as refused:
            form.refuse(refused)
            return _page(report, form, status=422, named=isinstance(refused, learning.NamesChild))
    return _page(report, form, status=422)


@bp.post("/<report_id>/issued")
@allow("report.read", needs="reports")
@once
def issue(report_id: str) -> Response:
    """Freeze it, and let its readers see it."""
    report, form = learning.find(desk(), report_id), read(CommentForm)
    if not form.ok:
        return _page(report, form, status=422)
    try:
        confirmed = form.values.get("confirmed") is True
        learning.issue(desk(), report, confirmed=confirmed, version=form.values.get("version"))
        return see("reports.show", report_id=report_id)
    except Refused as refused:
        form = Form(CommentForm, {"comment": report.comment})
        form.refuse(refused)
        return _page(report, form, status=422, named=isinstance(refused, learning.NamesChild))


@bp.post("/<report_id>/figures.csv")
@allow("report.read", needs="reports")
@repeatable("it only reads")
def figures(report_id: str) -> Response:
    """Every table in one file. A form sends for it, because taking it is recorded."""
    report = learning.find(desk(), report_id)
    made, out = learning.downloaded(desk(), report), io.StringIO(newline="")
    head = [("Report", report.title), ("Authority", desk().tenant.name), ("Period", _span(report).title)]
    head.append(("State", "Issued" if report.issued_at else "Draft"))
    if report.comment:
        head.append(("Comment", report.comment))
    charts.write(made.figures, head, out)
    name = f"{report.key.replace('_', '-')}-{report.first_day:%Y-%m-%d}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response("\ufeff" + out.getvalue(), mimetype="text/csv", headers=headers)


def _page(
    report: Any, form: Form, *, status: int = 200, named: bool = False, template: str = "reports/show.html"
) -> Response:
    at = desk()
    made = learning.content(at, report)
    small = made.figures["small"]
    rows = charts.rows_of(made.figures["measures"], single=template != "reports/show.html")
    procedure = at.procedure(at.today)
    clauses = procedure.clauses if procedure else {}
    return page(
        template, status=status, form=form, named=named, report=report, span=_span(report), small=small,
        figures=made.figures, as_of=datetime.fromisoformat(made.sources["as_of"]), counts=_counted(made),
        digest=made.sources["digest"], picture=charts.picture, rows=rows, printed=charts.printed, clauses=clauses,
        writes=learning.writes(at, report), intact=report.state == "draft" or learning.intact(report),
        readers=[procedure.role(key) if procedure else key for key in report.to], gathered=_gathered(made),
    )  # fmt: skip


def _counted(made: measuring.Made) -> list[str]:
    """What a report was made from, in words: with a number only what its sentences tell whole, because the numbers of
    the others would tell what the tables hide."""
    records = {noun: len(rows) for noun, rows in made.sources["records"].items() if rows}
    told = [f"{number:,} {ONE[noun] if number == 1 else noun}" for noun, number in records.items() if noun in ONE]
    others = [words for noun, words in OTHERS.items() if noun in records]
    return [*told, *dict.fromkeys(others)]


def _gathered(made: measuring.Made) -> list[tuple[str, date]]:
    return [(one["title"], date.fromisoformat(one["day"])) for one in made.figures.get("gatherings", ())]


def _span(report: Any) -> Span:
    return Span(report.first_day, report.last_day)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
