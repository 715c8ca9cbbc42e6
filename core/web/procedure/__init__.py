"""The authority’s procedure on one page, made from the rules Mooring follows, its own document beside it, and the page
that compares it with another authority’s."""

from core.web.procedure import documents, elsewhere, showing
from core.web.procedure.showing import bp

__all__ = ["bp", "documents", "elsewhere", "showing"]
