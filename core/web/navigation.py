"""What stands round every page: who, where, and the ways that this person's roles open; none that leads to a 403."""

from collections.abc import Iterator
from typing import Any

from flask import Flask, g, request, url_for

from core.domain.roles import CASE_STAFF
from core.services import features, gatherings, register
from core.services.desk import Desk
from core.services.permissions import PERMISSIONS
from core.web.guard import needs_of, permission_of
from core.web.once import once_key
from core.web.requests import now, today, token

Entry = tuple[str, str]
WORK: Entry = ("My work", "work.index")
PANEL: Entry = ("Panel", "panel.index")
REGISTER: Entry = ("Recommendations", "register.index")
GATHERINGS: Entry = ("Monitoring and learning", "gatherings.index")
SIGNALS: Entry = ("Early conversations", "signals.index")
REPORTS: Entry = ("Reports", "reports.index")
PROCEDURE: Entry = ("Procedure", "procedure.show")
IMPORTS: Entry = ("Imports", "imports.index")
KEPT: Entry = ("Records kept", "retention.index")
TOKENS: Entry = ("API tokens", "tokens.index")
FOR_CASES: tuple[Entry, ...] = (WORK, ("Children", "children.index"), ("Meetings", "meetings_list.index"))
FOR_CONFIGURATION: tuple[Entry, ...] = (
    *(("Plugins", "plugins.index"), PROCEDURE, IMPORTS),
    *(("People and roles", "people.index"), ("Settings", "settings.show"), KEPT),
)
FOR_AUDIT: tuple[Entry, ...] = (
    ("Audit trail", "audit.index"),
    ("Roles given", "people.given"),
    KEPT,
    REPORTS,
    PROCEDURE,
)

SOMEBODY, ARRIVING = {"name": "Signed in", "title": ""}, {"name": "Signing in", "title": ""}
"""Whoever is signed in, on a page that belongs to no authority; and whoever still owes a second factor."""

FOOTER: tuple[Entry, ...] = (
    ("Accessibility statement", "about.accessibility"),
    ("Privacy", "about.privacy"),
    ("Help with Mooring", "about.help"),
)


def init_app(app: Flask) -> None:
    """Give every template what `base.html` asks for; a view may give its own instead."""
    app.context_processor(surroundings)
    app.jinja_env.globals["once_key"] = once_key
    app.jinja_env.globals["reachable"] = reachable


def surroundings() -> dict[str, Any]:
    """The context of every page."""
    desk, signed_in = g.get("desk"), bool(token())
    nav = list(links())
    search = _url("children.index")
    return {
        "authority": g.get("place"),
        "person": desk.actor if desk else _somebody() if signed_in else None,
        "nav": nav,
        "search_url": search if search in [href for _, href, _ in nav] else None,
        "home_url": url_for("authorities.home") if desk else url_for("authorities.show"),
        "switch_url": url_for("authorities.show") if desk and desk.actor.elsewhere else None,
        "account_url": url_for("account.show") if desk or ("held" in g and not g.held.waits) else None,
        "notices_url": _url("notices.index"),
        "sign_in_url": url_for("sign_in.show"),
        "sign_out_url": url_for("sign_in.leave") if signed_in else None,
        "footer_links": [(text, url_for(endpoint)) for text, endpoint in FOOTER],
        "procedure_link": _url(PROCEDURE[1]),
        "today": today(),
        "now": now(),
        "crumbs": (),
    }


def _somebody() -> dict[str, str]:
    return ARRIVING if "held" in g and g.held.waits else SOMEBODY


def links() -> Iterator[tuple[str, str, bool]]:
    """The main navigation of this request: words, address, whether we are there or below."""
    desk = g.get("desk")
    if desk is None:
        return
    for text, endpoint in dict.fromkeys(_entries(desk)):
        href = _url(endpoint)
        if href:
            yield text, href, f"{request.path}/".startswith(f"{href}/")


def _entries(desk: Desk) -> Iterator[Entry]:
    """Which ways belong to the actor's roles: those that every authority has, and those that its procedure names."""
    roles, procedure = desk.actor.roles, desk.procedure(desk.today)
    routes, reports = (procedure.routes, procedure.reports) if procedure else ((), ())
    cases, panel = bool(roles & CASE_STAFF), "panel_administrator" in roles
    if cases:
        yield from FOR_CASES
    if cases:
        yield SIGNALS
    if roles & PERMISSIONS["panel.read"] or any({one.via, *one.readers} & roles for one in routes):
        yield PANEL
    if panel and not cases:
        yield WORK
    if register.reads(desk):
        yield REGISTER
    gathers = bool(gatherings.rules(desk))
    if gathers:
        yield GATHERINGS
    if cases or panel or gathers or any({one.by, *one.to} & roles for one in reports):
        yield REPORTS
    if cases:
        yield IMPORTS
    if "configuration" in roles:
        yield from FOR_CONFIGURATION
    if "auditor" in roles:
        yield from FOR_AUDIT
    if roles & PERMISSIONS["tokens.read"]:
        yield TOKENS


def first_page() -> str | None:
    """Where this person begins in this authority; None where no page of theirs exists."""
    return next((href for _, href, _ in links()), _url(PROCEDURE[1]))


def reachable(endpoint: str) -> bool:
    """Whether there is such a page here and this person may open it: `{% if reachable("imports.new") %}`."""
    desk, permission, needs = g.get("desk"), permission_of(endpoint), needs_of(endpoint)
    if permission is None or permission not in PERMISSIONS:
        return permission is not None
    return desk is not None and desk.actor.may(permission) and (not needs or features.exists(desk, needs))


def _url(endpoint: str) -> str | None:
    """The address of a page of this authority that this person may open."""
    return url_for(endpoint) if g.get("desk") and reachable(endpoint) else None
