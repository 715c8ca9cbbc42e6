"""Tables. Every one belongs to an authority (`TenantScoped`) except the four of `tenant.py`."""

from core.models.children import Child, Decision, Ending, Placement
from core.models.imports import ImportConflict, ImportIssue, ImportRun
from core.models.meetings import (
    Invitation,
    Judgement,
    Meeting,
    MeetingPart,
    Minute,
    MinuteVersion,
    Recommendation,
)
from core.models.people import CaseRole, Person, PersonRole
from core.models.records import Answered, Delivery, Event, Output, Task
from core.models.tenant import Membership, SignInAttempt, Tenant, User

__all__ = [
    "Answered", "CaseRole", "Child", "Decision", "Delivery", "Ending", "Event", "ImportConflict", "ImportIssue",
    "ImportRun", "Invitation", "Judgement", "Meeting", "MeetingPart", "Membership", "Minute", "MinuteVersion",
    "Output", "Person", "PersonRole", "Placement", "Recommendation", "SignInAttempt", "Task", "Tenant", "User",
]  # fmt: skip
