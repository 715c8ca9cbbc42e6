"""The disruption meeting and what prepares it (E03 to E06); what follows it stands in `afterwards`."""

from typing import Any

from core.api import (
    AgendaItem,
    Ask,
    Invitee,
    MeetingKind,
    Offer,
    PackItem,
    Period,
    Step,
    Strength,
    Strictness,
    Window,
    weeks,
    working_days,
)
from plugins.authority_e import questions as ask
from plugins.authority_e.afterwards import afterwards, circulation, outputs

SHOULD = Strength.SHOULD
WORKER, CARERS_WORKER = "social_worker", "supervising_social_worker"
ANSWERS = ("Will meet the chair", "In touch with the chair another way", "Declined", "No answer")
THEMES = (
    ("happened", "What happened", "E07b"),
    ("next", "What comes next for the child and the previous carers or adopters", "E07c"),
    ("practice", "What it says about practice", "E07d"),
    ("issues", "Issues raised, and changes of policy, procedure or practice", "E07e"),
)


def disruption(config: Any) -> MeetingKind:
    """The meeting after a placement has ended."""
    return MeetingKind(
        key="disruption", title="Disruption meeting", clause="E03e",
        arranged_by=WORKER, arranged_clause="E03a",
        chairs=ask.chair_by(config["disruption_chair"], "E03g"),
        window=(_window(config),),
        asks=_target(config),
        invitees=_invitees(config),
        offers=(
            Offer(key="meet_chair", title="Meet or be in touch with the chair beforehand", to=("child", "parent"),
                  clause="E04", owed_by=WORKER, answers=ANSWERS, note="Birth parents as appropriate"),
            Offer(key="carers_meet_chair", title="Meet or be in touch with the chair beforehand",
                  to=("previous_carer",), clause="E04", owed_by=CARERS_WORKER, answers=ANSWERS, when=ask.with_family),
        ),
        pack=_pack(),
        agenda=tuple(AgendaItem(key=key, title=title, clause=clause) for key, title, clause in THEMES),
        steps=(*_preparing(), *afterwards(config)),
        outputs=outputs(config),
        circulation=circulation(config),
        silent_on=(
            ("which endings are followed by a disruption meeting", "disruption_after"),
            ("how strongly one is called for", "disruption_call"),
            ("whom to invite", "others_invited"),
            ("who chairs", "disruption_chair"),
            ("the earliest day", "disruption_not_before"),
            ("the latest day", "disruption_within"),
            ("what the ten working days are counted from, and whom they bind", "ten_days"),
            ("whether practice feedback may go to the panel", "practice_feedback_to_panel"),
            ("whether those who took part receive the final versions", "finals_to_participants"),
        ),
    )  # fmt: skip


def _window(config: Any) -> Window:
    first, last = config["disruption_not_before"], config["disruption_within"]
    reading = "This authority's settings" if first or last else ""
    return Window(
        clause="E03h",
        opens=_weeks(first),
        closes=_weeks(last),
        strictness=Strictness.ADVISORY,
        words="The text gives no dates" if not reading else "",
        interpretation=reading,
    )


def _weeks(number: int | None) -> Period | None:
    return weeks(number) if number else None


def _target(config: Any) -> tuple[Ask, ...]:
    if config["disruption_not_before"] or config["disruption_within"]:
        return ()
    return (Ask(key="target", label="Target date for the meeting", kind="date", required=True, clause="E03h"),)


def _invitees(config: Any) -> tuple[Invitee, ...]:
    return (
        Invitee(role="child", clause="E03f", contributes="attends or views"),
        Invitee(role="advocate", clause="E03c", strength=Strength.MAY, note="As required"),
        Invitee(role="parent", clause="E03f", contributes="attends or views", note="As appropriate"),
        Invitee(role=WORKER, clause="E03f"),
        Invitee(role=CARERS_WORKER, clause="E03f", when=ask.with_family),
        Invitee(role="previous_carer", clause="E03f", contributes="attends or views", supported_by=CARERS_WORKER),
        *(Invitee(role=role, clause="E03f") for role in config["others_invited"]),
    )


def _pack() -> tuple[PackItem, ...]:
    five = working_days(5)
    another = ("Another form of submission",)
    helped = "With the support of the social worker, an advocate or both"
    return (
        PackItem(title="Report of the child's social worker and the supervising social worker", clause="E05a",
                 owed_by=WORKER, authors=(WORKER, CARERS_WORKER), before_meeting=five, note="One report, two authors"),
        PackItem(title="Report of the previous carers or prospective adopters", clause="E05b", owed_by="previous_carer",
                 supported_by=CARERS_WORKER, before_meeting=five, when=ask.with_family),
        PackItem(title="The child's report", clause="E05c", owed_by="child", supported_by=WORKER, alternatives=another,
                 note=helped),
        PackItem(title="The birth parents' report", clause="E05c", owed_by="parent", supported_by=WORKER,
                 alternatives=another, note=f"Where appropriate. {helped}"),
    )  # fmt: skip


def _preparing() -> tuple[Step, ...]:
    def before(key: str, title: str, clause: str, owed_by: str, **more: Any) -> Step:
        return Step(key=key, title=title, clause=clause, owed_by=owed_by, direction="before", outcome=True,
                    strength=SHOULD, **more)  # fmt: skip

    return (
        before("venue", "Book a venue that suits", "E03a", WORKER),
        before("prepare_child", "Prepare the child", "E03b", WORKER),
        before("prepare_parents", "Prepare the birth parents", "E03b", WORKER, note="As appropriate"),
        before("advocate", "Arrange an advocate through the children's rights service", "E03c", WORKER,
               note="As required; where none is, record why"),
        before("prepare_carers", "Prepare the previous carers or prospective adopters", "E03d", CARERS_WORKER,
               when=ask.with_family),
        before("read_file", "Read the child's file", "E06", "chair"),
        before("speak", "Speak with the social workers concerned", "E06", "chair"),
    )  # fmt: skip
