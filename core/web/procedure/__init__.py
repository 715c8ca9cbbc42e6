"""The authority’s procedure on one page, made from the rules Mooring follows, and its own document beside it."""

from core.web.procedure import documents, showing
from core.web.procedure.showing import bp

__all__ = ["bp", "documents", "showing"]
