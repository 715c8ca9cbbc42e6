"""What the procedure is made of: plugins that run, changes that wait, plugins that could run, and all versions."""

from flask import Blueprint, Response, url_for

from core.services import changing, installed
from core.services import procedure_versions as versions
from core.services.keepers import keepers
from core.web.guard import allow
from core.web.pages import page
from core.web.requests import desk

bp = Blueprint("plugins", __name__, url_prefix="/<authority>/plugins")


@bp.get("")
@allow("plugins.read")
def index() -> Response:
    """The plugins of this authority."""
    at = desk()
    changes = changing.opened(at)
    return page(
        "plugins/index.html", found=installed.plugins(at), ruling=at.version(at.today), versions=versions.history(at),
        last=versions.last_days(at), changes=changes, keepers=keepers(at), me=at.actor.person_id,
        changed={one.id: installed.differences(at, one) for one in changes},
    )  # fmt: skip


@bp.get("/versions/<int:number>")
@allow("plugins.read")
def version(number: int) -> Response:
    """One version as it was approved: which plugins with which settings, by whom and why."""
    at = desk()
    row = versions.numbered(at, number)
    ruling = at.version(at.today)
    return page(
        "plugins/version.html", row=row, made_of=installed.described(at, row), last=versions.last_days(at).get(number),
        differences=installed.differences(at, row), rules_now=ruling is not None and ruling.number == number,
        crumbs=[("Plugins", url_for("plugins.index"))],
    )  # fmt: skip
