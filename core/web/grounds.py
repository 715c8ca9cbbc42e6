"""By which clauses the day and the chair of one meeting are what they are: what its page shows beside both."""

from typing import Any

from core.domain.chairing import chair_rules
from core.domain.knowing import Verdict, ask
from core.domain.planning import plan
from core.web.endings.findings import in_words
from core.web.opened import Opened
from core.web.requests import desk


def of(here: Opened) -> dict[str, Any]:
    """`chair_clauses`: ids of the clauses that say who chairs here; `windows`: clause and dates in words, by part."""
    case = here.case
    if case.declared is None:
        return {"chair_clauses": [], "windows": {}}
    asked = plan(case.declared, case.facts, day=None, calendar=desk().calendar)
    found = {part.key: asked.window_of(part.key) for part in here.file.parts}
    chairs = [r.clause for r in chair_rules(case.declared, case.facts) if ask(r.when, case.facts).verdict != Verdict.NO]
    return {
        "chair_clauses": list(dict.fromkeys(chairs)),
        "windows": {key: (one.rule.clause, in_words(one)) for key, one in found.items() if one is not None},
    }
