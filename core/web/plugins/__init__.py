"""Plugins, for configuration staff: what runs, what is waiting, what could run; preparing a change, seeing what it
would do, approving it. No page here names a child."""

from core.web.plugins import asking, changes, index, replaying, settings
from core.web.plugins.index import bp

__all__ = ["asking", "bp", "changes", "index", "replaying", "settings"]
