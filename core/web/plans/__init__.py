"""Pages about plans that a meeting agrees: the plan itself, its supports, when it is looked at again, and its end."""

from core.web.plans import agreeing, closing, lines, showing
from core.web.plans.blueprint import bp

__all__ = ["agreeing", "bp", "closing", "lines", "showing"]
