"""What programs read: JSON for whoever sends a token in the header `Authorization: Bearer`.

There is no session here, no cookie and no form: `requests.enter` lets a program in by its token alone, refusals are
those of `problems`, and a view names its permission as any other does. That permission is then a scope.
"""

from core.web.api import meetings, procedure, token
from core.web.api.blueprint import bp

__all__ = ["bp", "meetings", "procedure", "token"]
