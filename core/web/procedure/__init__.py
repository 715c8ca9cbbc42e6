"""The authority’s procedure on one page, made from the rules Mooring follows: the view, and its words apart."""

from core.web.procedure import showing
from core.web.procedure.showing import bp

__all__ = ["bp", "showing"]
