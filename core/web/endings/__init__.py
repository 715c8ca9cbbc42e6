"""Pages about endings: recording one, what the procedure makes of it, deciding, and the queue of unclear ones."""

from core.web.endings import classifying, deciding, declining, recording, result
from core.web.endings.blueprint import bp

__all__ = ["bp", "classifying", "deciding", "declining", "recording", "result"]
