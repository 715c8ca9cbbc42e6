"""People and roles: staff of the authority, for configuration staff. Nothing here names a child."""

from core.web.people import given, leaving, sign_in, staff
from core.web.people.blueprint import bp

__all__ = ["bp", "given", "leaving", "sign_in", "staff"]
