"""Every component on one page, under the strict content security policy, for the tests and for looking at.

`python -m tests.web.gallery` serves it on port 8391.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from flask import Flask, Response, render_template, request
from jinja2 import ChoiceLoader, FileSystemLoader

from core.web.pages import Asked
from core.web.pictures.timeline import Counted, Meeting, Placement, Timeline, timeline
from core.web.pictures.window import Window, window

TOP = Path(__file__).parents[2]
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; font-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
TODAY = date(2026, 9, 16)


@dataclass
class Typed:
    """What field macros rely on: what was typed, what is wrong with it, and a prefix."""

    data: dict[str, object] = field(default_factory=dict)
    errors: dict[str, list[str]] = field(default_factory=dict)
    prefix: str = ""


def create_app() -> Flask:
    app = Flask("gallery", root_path=str(TOP / "core"))
    app.jinja_options = {"autoescape": True, "trim_blocks": True, "lstrip_blocks": True, "undefined": Asked}
    app.jinja_loader = ChoiceLoader([FileSystemLoader(TOP / "templates"), FileSystemLoader(TOP / "tests" / "web")])
    app.jinja_env.globals["csrf_token"] = lambda: "a-token"

    @app.after_request
    def strict(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = CSP
        return response

    @app.get("/")
    def gallery() -> str:
        return render_template("gallery.html", **context())

    @app.get("/plain")
    def plain() -> str:
        return render_template("gallery_plain.html")

    @app.get("/quayside/accent.css")
    def accent() -> Response:
        return Response(":root{--mo-tenant:#7fa8d9}", mimetype="text/css")

    @app.post("/piece/<int:status>")
    def piece(status: int) -> tuple[str, int, dict[str, str]]:
        wrong = {"when": ["Enter a day, like 14/4/2026"]} if status == 422 else {}
        form = Typed(data=dict(request.form), errors=wrong)
        focus = {"HX-Trigger-After-Settle": '{"mo:focus": "#told"}'} if status == 200 else {}
        return render_template("gallery_piece.html", form=form), status, focus

    return app


def context() -> dict[str, object]:
    return {
        "authority": {
            "name": "Quayside Council",
            "short": "Quayside",
            "slug": "quayside",
            "accent_url": "/quayside/accent.css",
        },
        "person": {"name": "Ottoline Fairweather", "title": "social worker"},
        "nav": [("My work", "#", True), ("Children", "#c", False), ("Meetings", "#m", False), ("Reports", "#r", False)],
        "procedure_link": "#procedure",
        "search_url": "/",
        "switch_url": "#switch",
        "sign_out_url": "/sign-out",
        "crumbs": [("Children", "#"), ("Harbour team", "#team")],
        "footer_links": [("Accessibility statement", "#a"), ("Privacy", "#p"), ("Help with Mooring", "#h")],
        "form": Typed(data={"outcome": "hold", "told": ["father"], "place": "home", "views": "He would like to wait."}),
        "wrong": Typed(
            data={"when": "31/2/2026"},
            errors={
                "when": ["Enter a day that exists, like 14/4/2026"],
                "outcome": ["Choose what you want to do"],
                "judgement": ["Enter the judgement behind a day outside the window"],
                "told": ["Choose at least one person"],
                "place": ["Choose where"],
                "papers": ["Choose a file"],
                "agreed": ["Tick to say that both teams agree"],
                "_schema": ["The meeting has already been held"],
            },
            prefix="wrong",
        ),
        "blank": Typed(),
        "timelines": timelines(),
        "windows": windows(),
    }


def timelines() -> dict[str, Timeline]:
    usual = [
        Placement(
            label="Tamsin and Rory Bell",
            sub="Foster, short term",
            kind="short-term",
            start=date(2024, 5, 3),
            end=date(2024, 11, 20),
        ),
        Placement(
            label="The Achterbergs",
            sub="Foster, long term",
            kind="long-term",
            start=date(2024, 11, 20),
            end=date(2026, 3, 2),
            unplanned=True,
        ),
        Placement(
            label="Petra Lindqvist",
            sub="Foster, emergency",
            kind="short-term",
            start=date(2026, 3, 2),
            end=date(2026, 3, 6),
        ),
        Placement(
            label="The Ibekwe family",
            sub="Connected person",
            kind="connected",
            start=date(2026, 3, 6),
            end=date(2026, 9, 9),
            unplanned=None,
        ),
        Placement(label="Lantern House", sub="Children’s home", kind="residential", start=date(2026, 9, 9)),
    ]
    held = [
        Meeting(letter="P", day=date(2024, 5, 5), label="Placement planning meeting"),
        Meeting(letter="S", day=date(2026, 1, 14), label="Stability meeting"),
        Meeting(letter="P", day=date(2026, 3, 8), label="Placement planning meeting"),
        Meeting(letter="D", day=date(2026, 4, 1), label="Disruption meeting"),
        Meeting(letter="D", day=date(2026, 10, 1), label="Disruption meeting", proposed=True),
    ]
    counted = Counted(first=date(2026, 3, 9), last=date(2026, 9, 9), label="6 months to 9 September")
    many = [
        Placement(
            label=f"Household number {i} with a name too long for its column",
            sub="Foster care, in-house, other side of the county",
            kind=["short-term", "long-term", "residential", "connected", "adoptive", "parents", "hotel"][i % 7],
            start=date(2014, 1, 1) + timedelta(days=180 * i),
            end=date(2014, 1, 1) + timedelta(days=180 * i + (i * 37) % 180) if i < 23 else None,
            unplanned=i % 3 == 0,
        )
        for i in range(24)
    ]
    return {
        "usual": timeline(usual, held, TODAY, counted),
        "many": timeline(many, held * 2, TODAY),
        "none": timeline([], [], TODAY),
        "one-day": timeline(
            [Placement(label="One night", sub="Emergency", kind="short-term", start=TODAY, end=TODAY)], [], TODAY
        ),
    }


ENDED, WINTER_TODAY = date(2026, 11, 30), date(2026, 12, 3)
HOLIDAYS = {date(2026, 12, 25): "Christmas Day", date(2026, 12, 28): "Boxing Day"}


def windows() -> dict[str, Window]:
    usual = partial(window, anchor_day=ENDED, anchor_label="Placement ended", today=WINTER_TODAY)
    return {
        "usual": usual(
            opens=date(2026, 12, 14),
            closes=date(2027, 1, 11),
            chosen=date(2026, 12, 17),
            bank_holidays=HOLIDAYS,
            marks=[(date(2026, 12, 10), "Pack due 10 December"), (date(2027, 1, 6), "Minutes due 6 January")],
            note="2 to 6 weeks",
        ),
        "no-opening": usual(opens=None, closes=date(2026, 12, 3), note="within 72 hours"),
        "no-closing": usual(opens=date(2026, 12, 10), closes=None, note="as soon as practicable"),
        "no-window": usual(opens=None, closes=None, note="The procedure sets no date"),
        "far": usual(opens=date(2027, 2, 1), closes=date(2027, 8, 2), chosen=date(2027, 3, 9), note="by August"),
        "very-far": usual(opens=date(2028, 1, 3), closes=date(2031, 6, 2), note="three years"),
        "crowded": usual(
            opens=date(2026, 12, 4),
            closes=date(2026, 12, 9),
            chosen=date(2026, 12, 8),
            bank_holidays=HOLIDAYS,
            marks=[(ENDED + timedelta(days=d), f"Something due on day {d}") for d in (3, 4, 5, 6, 7, 8, 9, 28)],
            note="a very short window that needs a long explanation",
        ),
    }


if __name__ == "__main__":
    create_app().run(port=8391)
