"""The result of a concern in words: the title of its page and the sentence under it."""

from core.services.concerns import Weighed
from core.web.endings.findings import heading


def title(weighed: Weighed) -> str:
    """The strongest finding, as the page's heading."""
    proposals, procedure = weighed.proposals, weighed.procedure
    strongest = proposals.strongest
    if procedure is None or strongest is None:
        if proposals.could_not_check:
            return "Part of the procedure could not be checked"
        return "It cannot be told yet whether a meeting is called for" if proposals.cannot_tell else "A concern"
    if procedure.kinds[strongest.kind].elsewhere:
        return "Another procedure governs what follows"
    return heading(strongest, procedure)


def lede(weighed: Weighed, authority: str) -> str:
    """What was checked, in a sentence; "" where there is no procedure to check."""
    proposals = weighed.proposals
    if weighed.procedure is None:
        return ""
    if not any((proposals.applies, proposals.cannot_tell, proposals.could_not_check, proposals.not_met)):
        return f"The {authority} procedure says nothing about concerns. The record is kept, and you decide what helps."
    if proposals.applies:
        return f"What is recorded was checked against the {authority} procedure; you decide what to do."
    if proposals.cannot_tell or proposals.could_not_check:
        return "A fact that nobody has recorded is not read as “no”."
    return f"Every clause of the {authority} procedure about concerns was checked; none applies."
