"""What a token is, for the program that sends it."""

from flask import Response
from marshmallow import Schema, fields

from core.web.api.blueprint import answer, bp
from core.web.guard import allow
from core.web.requests import desk, sent


class TokenOut(Schema):
    """A token as it stands now: `scopes` without those that its maker may not use any more."""

    name = fields.String()
    authority = fields.String()
    scopes = fields.List(fields.String())
    expires_at = fields.AwareDateTime()


@bp.get("/token")
@allow("authority.enter")
def show_token() -> Response:
    """The token that was sent."""
    token, actor = sent(), desk().actor
    scopes = [one for one in token.scopes if actor.may(one)]
    said = {"name": token.name, "authority": token.authority, "scopes": scopes, "expires_at": token.expires_at}
    return answer(TokenOut(), said)
