"""What exists for an authority only while one of its plugins declares it: its pages, exports, menu entries and jobs.

Everything else is the core's own and is there for every authority: recording, meetings, the register, the procedure.
"""

from core.domain.compiling import Procedure

FEATURES = {"signals": "signals", "panels": "routes", "reports": "reports", "gatherings": "gatherings"}
"""Feature -> what of a procedure it hangs on, wholly: without any of it there is nothing that its pages could show."""


def declared(procedure: Procedure, feature: str) -> bool:
    """Whether the procedure declares anything of a feature. KeyError for one that is not in the table."""
    return bool(getattr(procedure, FEATURES[feature]))
