"""The procedure in force, in outline: which text, which plugins, which kinds of meeting."""

from flask import Response
from marshmallow import Schema, fields

from core.services.desk import Missing
from core.web.api.blueprint import answer, bp
from core.web.guard import allow
from core.web.requests import desk


class KindOut(Schema):
    """A kind of meeting."""

    key = fields.String()
    title = fields.String()


class PluginOut(Schema):
    """A plugin that declares a part of it."""

    name = fields.String()
    version = fields.String()


class ProcedureOut(Schema):
    """What rules today. `number` is that of the approved version, `edition` that of the authority's text."""

    number = fields.Integer()
    starts = fields.Date(allow_none=True)
    title = fields.String()
    edition = fields.String()
    plugins = fields.List(fields.Nested(PluginOut))
    kinds = fields.List(fields.Nested(KindOut))


@bp.get("/procedure")
@allow("procedure.read")
def show_procedure() -> Response:
    """The version that rules today; 404 while none does, or its plugin is at fault."""
    at = desk()
    version, procedure = at.version(at.today), at.procedure(at.today)
    if version is None or procedure is None:
        raise Missing
    return answer(
        ProcedureOut(),
        {
            "number": version.number,
            "starts": version.starts,
            "title": procedure.title,
            "edition": procedure.edition.key,
            "plugins": [{"name": name, "version": version} for name, version in procedure.plugins],
            "kinds": [{"key": key, "title": kind.title} for key, kind in procedure.kinds.items()],
        },
    )
