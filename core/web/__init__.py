"""Pages: Flask only, no SQL; one module per noun, each with a blueprint called `bp`."""

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec

from flask import Blueprint

NOUNS = (
    *("sign_in", "single_sign_on", "second_factor", "links", "account", "authorities", "about", "health", "metrics"),
    *("work", "children", "child_record", "child_people", "restrictions", "openings", "meeting_list", "procedure"),
    *("placements", "endings", "meetings", "moving", "convening", "minutes", "circulation"),
    *("stages", "replies", "pack", "recommendations", "actions", "outputs"),
    *("concerns", "notice_given", "plans", "outcomes", "planning", "offers", "drafts", "corrections"),
    *("panel", "referrals", "register", "gatherings", "notices", "reports", "signals"),
    *("imports", "people", "teams", "plugins", "settings", "closures", "retention", "record_copy", "audit"),
    *("tokens", "api"),
)


def blueprints() -> Iterator[Blueprint]:
    """The blueprints of all nouns that exist here, in order."""
    for noun in NOUNS:
        if find_spec(f"core.web.{noun}"):
            bp = getattr(import_module(f"core.web.{noun}"), "bp", None)
            if isinstance(bp, Blueprint):
                yield bp
