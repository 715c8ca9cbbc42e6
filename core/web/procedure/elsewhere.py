"""Two authorities' procedures side by side, for somebody who works in both: a regional agency, an inspector."""

from flask import Response, request, url_for

from core.domain.telling.comparing import by_meeting, compare, unchanged
from core.services import elsewhere
from core.services.desk import Missing
from core.services.elsewhere import Elsewhere
from core.web.forms import Form, FormSchema
from core.web.guard import allow
from core.web.pages import page
from core.web.procedure.showing import bp
from core.web.requests import desk, installation, now, token


class Against(FormSchema):
    """Shown only: which authority is wanted stands in the address."""


@bp.get("/compare")
@allow("procedure.read")
def compare_with() -> Response:
    """The choice among this person's other authorities, and with `?with=` one of them what differs."""
    here, wanted = installation(), request.args.get("with", "")
    others = elsewhere.others(desk(), here.settings.database_url)
    if wanted and wanted not in [one.slug for one in others]:
        raise Missing(wanted)
    form = Form(Against, {"with": wanted or (others[0].slug if len(others) == 1 else "")})
    there = _opened(wanted) if wanted else None
    mine = desk().procedure(desk().today)
    differences = compare(mine, there.procedure) if there and mine and there.procedure else ()
    same = unchanged(mine, there.procedure) if there and mine and there.procedure else ()
    return page(
        "procedure/compare.html", form=form, others=others, there=there, mine=mine, meetings=by_meeting(differences),
        same=same, crumbs=[("Procedure", url_for("procedure.show"))],
    )  # fmt: skip


def _opened(slug: str) -> Elsewhere:
    here = installation()
    return elsewhere.procedure_of(here.settings.database_url, slug, token(), here.registry, now())
