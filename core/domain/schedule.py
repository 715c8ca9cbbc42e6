"""How long each table's rows are kept, and why: one reviewed line for every table there is. A test fails where a table
has none, so that a new kind of record says what becomes of it before anybody writes one."""

from dataclasses import dataclass
from enum import StrEnum


class Fate(StrEnum):
    """What ends a row: the words stand on the page of the schedule."""

    WITH_CHILD = "Goes with the child’s record"
    TIDIED = "Deleted after a time"
    AUTHORITY = "Kept while the authority works here"
    FOR_GOOD = "Kept for good"


@dataclass(frozen=True, kw_only=True)
class Line:
    """One table. `what` is it in words; `days` for what is `TIDIED`, counted from when it was last of use. With
    `with_child`, rows about a child go with the child's record in any case."""

    table: str
    what: str
    fate: Fate
    because: str
    days: int = 0
    with_child: bool = False


def _child(because: str, **tables: str) -> tuple[Line, ...]:
    return tuple(Line(table=t, what=w, fate=Fate.WITH_CHILD, because=because) for t, w in tables.items())


def _authority(because: str, **tables: str) -> tuple[Line, ...]:
    return tuple(Line(table=t, what=w, fate=Fate.AUTHORITY, because=because) for t, w in tables.items())


def _tidied(days: int, because: str, *, with_child: bool = False, **tables: str) -> tuple[Line, ...]:
    return tuple(
        Line(table=t, what=w, fate=Fate.TIDIED, because=because, days=days, with_child=with_child)
        for t, w in tables.items()
    )


SCHEDULE: tuple[Line, ...] = (
    *_child(
        "The child’s case record, kept as the law of the nation says.",
        children="Child", placements="Placement", endings="How a placement ended", decisions="Decision on an ending",
        case_roles="Person round the child", school_changes="Change of school", placement_notices="Notice on a home",
        concerns="Concern", plans="Plan", supports="Support in a plan", plan_reviews="Review of a plan",
        meetings="Meeting", meeting_parts="Part of a meeting", invitations="Person asked to a meeting",
        judgements="Departure or judgement", minutes="Minutes", minute_versions="Earlier text of minutes",
        recommendations="Recommendation", outputs="Record for an audience", output_versions="Earlier text of a record",
        corrections="Correction of fact", deliveries="Record sent to somebody", referrals="Referral to a panel",
        tasks="Step, paper or action", looked="What a gathering found of a recommendation",
        import_conflicts="Difference between a return and the record", events="What was done, in words",
    ),
    *_child(
        "Says that nothing of this child may be disposed of; once lifted it goes with the record.",
        legal_holds="Legal hold",
    ),
    *_child(
        "Says who could open the record while it was restricted, and who opened it all the same and why. Tries that "
        "opened nothing name no child and are kept with the authority’s.",
        restrictions="Restriction of a record", restriction_readers="Reader of a restricted record",
        openings="Opening of a restricted record",
    ),
    *_tidied(365, "A reminder that was read, of something that is done.", with_child=True,
             notices="Notice to a member of staff"),
    *_tidied(
        730, "Says which cells of a return were wrong, with what stood in them: of use until the next return is right.",
        with_child=True, import_issues="Line of an import’s report",
    ),
    *_tidied(30, "Lets a form that is sent twice act once; nobody sends one a month later.",
             answered="Answer to a form"),
    *_tidied(1, "Counts tries to sign in, over minutes.", sign_in_attempts="Try to sign in"),
    *_tidied(30, "Says where somebody signed in, so that its owner can end it.", user_sessions="Session of a sign-in"),
    *_tidied(365, "Shows what a change of the procedure would have done; without names.",
             replays="Replay of past endings"),
    *_tidied(30, "Says who was invited or chose a password, and when.", sign_in_links="Link to a sign-in"),
    *_authority(
        "Says who decided, signed and was asked: needed as long as any record they signed. Carers, parents and other "
        "contacts who stand in no other record go with the last child’s.",
        people="Person", person_roles="Role across the authority", roles_given="Role that somebody gave", teams="Team",
    ),
    *_authority(
        "Lets staff in by the authority’s own accounts; goes when the people who run the instance remove it.",
        identity_providers="Identity provider", federated_identities="Whom the provider means by an account",
    ),
    *_authority(
        "Says who let which program read what, and until when.", api_tokens="Token of a program",
    ),
    *_authority(
        "Meetings point to the version they followed; readers need its text. A draft nobody took up for a year is "
        "deleted.",
        procedure_versions="Version of the procedure",
    ),
    *_authority("Read beside the procedure; taken away by hand.", procedure_documents="The authority’s own document"),
    *_authority(
        "Without names and small numbers; what it was made from is named by id only.",
        learning_reports="Learning report", gatherings_held="Gathering",
    ),
    *_authority("Says which returns were loaded, when and by whom, in numbers.", import_runs="Import"),
    *_authority("Proves that two people disposed of a record, when and why; no name of a child.", disposals="Disposal"),
    *_authority(
        "Proves who changed, saw, sent or took out what, and who was refused: numbers, days and codes by id, nobody’s "
        "words and no child’s name. A part of it could not go without breaking the proof of the rest.",
        audit_entries="Entry of the audit", audit_heads="How far the audit goes",
    ),
    *_authority("The authority itself and its settings.", tenants="Authority"),
    *_authority("Opens the authority to somebody; the sign-in itself goes once it opens nothing any more.",
                memberships="Who may enter", users="Sign-in", recovery_codes="Recovery code"),
    Line(table="offboardings", what="Authority that left", fate=Fate.FOR_GOOD,
         because="Proves that its data was handed over and deleted: name, day and counts, nobody’s data."),
    Line(table="backups", what="That a backup was taken", fate=Fate.FOR_GOOD,
         because="Shows operators that backups are made: moments and sizes, nobody’s data."),
)  # fmt: skip

LINES = {line.table: line for line in SCHEDULE}
