"""Pages about concerns: raising one, what the procedure makes of it, and deciding."""

from core.web.concerns import deciding, raising, showing
from core.web.concerns.blueprint import bp

__all__ = ["bp", "deciding", "raising", "showing"]
