"""Where somebody was going when they were asked to sign in: an address within Mooring, or nothing."""

import re

from flask import request

WITHIN_HERE = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]{0,2000}")


def wanted() -> str:
    """The address that this request names, where it leads nowhere else; "" otherwise."""
    found = request.values.get("next", "")
    return found if WITHIN_HERE.fullmatch(found) else ""
