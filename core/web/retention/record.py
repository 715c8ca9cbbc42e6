"""One record: until when it is kept, for those who read it and for those who look after records; and the dates that
decide it."""

from flask import Response

from core.services import children
from core.services.committing import named as committing_named
from core.services.desk import Refused, Stale
from core.services.retention import lives
from core.services.retention.listing import find
from core.web.forms import Form, read
from core.web.guard import allow
from core.web.once import once
from core.web.pages import page, see
from core.web.requests import abandon, desk
from core.web.retention.blueprint import Dates, bp, crumbs, reads_names, record_page


@bp.get("/children/<child_id>/retention")
@allow("child.read")
def child(child_id: str) -> Response:
    """How long a child's record is kept, for whoever reads it."""
    return record_page(children.find(desk(), child_id), named=True)


@bp.get("/retention/records/<child_id>")
@allow("retention.read")
def record(child_id: str) -> Response:
    """The same for those who look after records; without the name where they read none."""
    return record_page(find(desk(), child_id), named=reads_names())


@bp.get("/children/<child_id>/retention/dates")
@allow("child.write")
def dates(child_id: str) -> Response:
    """The form of a death and an adoption order."""
    found = children.find(desk(), child_id)
    return _dates(found, Form(Dates, {"date_of_death": found.date_of_death, "adopted_on": found.adopted_on}))


@bp.post("/children/<child_id>/retention/dates")
@allow("child.write")
@once
def change_dates(child_id: str) -> Response:
    """Keep them."""
    found, form = children.find(desk(), child_id), read(Dates)
    if form.ok:
        version = form.values.pop("version")
        try:
            with committing_named():
                children.edit(desk(), found, form.values, version=version)
            return see("retention.child", child_id=child_id)
        except Refused as refused:
            abandon()
            form.refuse(refused)
        except Stale:
            abandon()
            return _dates(children.find(desk(), child_id), form, 409)
    return _dates(found, form, 422)


def _dates(found: object, form: Form, status: int = 200) -> Response:
    known = lives.life(desk(), found)  # type: ignore[arg-type]
    return page("retention/dates.html", status=status, child=found, form=form, known=known, stale=status == 409,
                crumbs=crumbs(found, named=True))  # fmt: skip
