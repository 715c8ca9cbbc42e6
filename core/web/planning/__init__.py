"""Pages on which a placement is planned: what the procedure asks of its start, and who may decide what."""

from core.web.planning import delegating, knowing, moving, starting
from core.web.planning.blueprint import bp

__all__ = ["bp", "delegating", "knowing", "moving", "starting"]
