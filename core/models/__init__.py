"""Tables. Every one belongs to an authority (`TenantScoped`) except those of `tenant.py` and
`sign_in.py`, and `Offboarding`."""

from core.models.aftermath import Correction, OutputVersion, Referral
from core.models.api_tokens import ApiToken
from core.models.audit import AuditEntry, AuditHead
from core.models.backups import Backup
from core.models.children import Child, Decision, Ending, Placement
from core.models.imports import ImportConflict, ImportIssue, ImportRun
from core.models.lasting import PlacementNotice, SchoolChange
from core.models.learning import GatheringHeld, LearningReport, Looked, Notice
from core.models.meetings import (
    Invitation,
    Judgement,
    Meeting,
    MeetingPart,
    Minute,
    MinuteVersion,
    Recommendation,
)
from core.models.people import CaseRole, Person, PersonRole, RoleGiven, Team
from core.models.procedure_documents import ProcedureDocument
from core.models.procedure_versions import ProcedureVersion
from core.models.records import Answered, Delivery, Event, Output, Task
from core.models.replays import Replay
from core.models.restricting import Opening, Restriction, RestrictionReader
from core.models.retention import Disposal, LegalHold, Offboarding
from core.models.sign_in import RecoveryCode, SignInAttempt, SignInLink, UserSession
from core.models.single_sign_on import FederatedIdentity, IdentityProvider
from core.models.stability import Concern, Plan, PlanReview, Support
from core.models.tenant import Membership, Tenant, User

__all__ = [
    "Answered", "ApiToken", "AuditEntry", "AuditHead", "Backup", "CaseRole", "Child", "Concern", "Correction",
    "Decision", "Delivery", "Disposal", "Ending", "Event", "FederatedIdentity", "GatheringHeld", "IdentityProvider",
    "ImportConflict", "ImportIssue", "ImportRun", "Invitation", "Judgement", "LearningReport", "LegalHold", "Looked",
    "Meeting", "MeetingPart", "Membership", "Minute", "MinuteVersion", "Notice", "Offboarding", "Opening", "Output",
    "OutputVersion", "Person", "PersonRole", "Placement", "PlacementNotice", "Plan", "PlanReview", "ProcedureDocument",
    "ProcedureVersion", "Recommendation", "RecoveryCode", "Referral", "Replay", "Restriction", "RestrictionReader",
    "RoleGiven", "SchoolChange", "SignInAttempt", "SignInLink", "Support", "Task", "Team", "Tenant", "User",
    "UserSession",
]  # fmt: skip
