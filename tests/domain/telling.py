"""A small procedure in which every kind of rule stands once with every field filled, and ways to change it."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date
from enum import Enum
from typing import Any, get_args, get_origin, get_type_hints

from core.domain.compiling import Procedure
from core.domain.facts import Anchor, Facts
from core.domain.lasting import Gathering, Report, Route, Signal, SupportPlan
from core.domain.periods import Period, days, months, weeks, working_days
from core.domain.procedure import (
    AgendaItem,
    ChairRule,
    Clause,
    Decision,
    Edition,
    Invitee,
    PackItem,
    Part,
    Relation,
    Strength,
    Trigger,
    Window,
)
from core.domain.steps import (
    Ask,
    Circulation,
    Gap,
    Level,
    MeetingKind,
    Offer,
    Outcome,
    Output,
    Prompt,
    Step,
)


def was_long(facts: Facts) -> bool:
    """The placement was long"""
    return True


def was_short(facts: Facts) -> bool:
    """The placement was short"""
    return True


CHAIR = ChairRule(
    clause="X1", roles=("service_manager",), only_if=(Relation.EMPLOYED_HERE,), unless=(Relation.MADE_MATCH,),
    not_if=(Relation.OWN_IRO,), reason_if=(Relation.MANAGES_CASE,), needs_reason="Say why", when=was_long,
    part="first", interpretation="Read so",
)  # fmt: skip
INVITEE = Invitee(role="child", clause="X1", part="first", supported_by="advocate", when=was_long, note="With care")
KIND = MeetingKind(
    key="disruption", title="Disruption meeting", clause="X1", purposes=("Learn",), purposes_clause="X1",
    aims=("Understand",), aims_clause="X1", stand_alone_clause="X1", arranged_by="social_worker",
    prerequisites=(Ask(key="agreed", label="Was it agreed?", clause="X1", choices=("Yes",), when=was_long),),
    chairs=(CHAIR,),
    window=(
        Window(clause="X1", opens=weeks(2), target=weeks(3), closes=weeks(6), reason_after_anchor="Why it was late",
               override_by=("service_manager",), suspended_by=was_long, when=was_long, part="first", words="Soon",
               interpretation="Read so"),
    ),
    parts=(
        Part(key="first", title="First part", clause="X1", purpose="Hear the adults", when=was_long),
        Part(key="second", title="Second part", clause="X1", not_before="first", exceptional=True, needs_reason=True),
    ),
    levels=(Level(key="high", title="High", clause="X1", when=was_long, chairs=(CHAIR,), invitees=(INVITEE,)),),
    invitees=(INVITEE,),
    pack=(
        PackItem(title="Chronology", clause="X1", owed_by="social_worker", before_meeting=days(7), when=was_long,
                 alternatives=("A summary",), authors=("social_worker",), supported_by="advocate", read_by="chair",
                 note="From birth"),
    ),
    agenda=(AgendaItem(key="why", title="Why it ended", clause="X1", prompts=("What then?",), when=was_long,
                       part="first"),),
    offers=(Offer(key="chair", title="Meet the chair", to=("child",), clause="X1", owed_by="social_worker",
                  when=was_long, note="Before"),),
    steps=(
        Step(key="minutes", title="Write the minutes", clause="X1", owed_by="chair", within=working_days(10),
             part="first", when=was_long, interpretation="Read so", note="In short"),
    ),
    prompts=(Prompt(key="risk", title="What this means for risk", clause="X1", when=was_long, options=("More",),
                    note="Each time"),),
    outcomes=(Outcome(key="stays", title="The placement goes on", clause="X1", when=was_long, note="As it is"),),
    outputs=(
        Output(key="record", title="Record", clause="X1", audience=("attended",), part="first", when=was_long,
               written_by="chair", note="One page"),
    ),
    circulation=(
        Circulation(output="record", to=("attended",), clause="X1", why="To know", as_draft=True, corrections=days(5),
                    interpretation="Read so"),
    ),
    asks=(Ask(key="target", label="Which day is aimed at?", clause="X1", choices=("Early",), when=was_long),),
    silent_on=(("who takes minutes", "minutes_by"), ("the venue", "")),
    blocked_by=(Gap(setting="chair", sentence="Settle who chairs", clause="X1", when=was_long),),
    elsewhere="See the other procedure",
)  # fmt: skip
BOTH = ("social_worker", "iro")
FULL = Procedure(
    plugins=(("one", "1"),),
    edition=Edition(key="only", title="Only", in_force_from=date(2020, 1, 1)),
    clauses={"X1": Clause(id="X1", heading="H", words="W")},
    roles={"ranger": "Ranger"},
    words={"Panel": "Forum"},
    triggers=(
        Trigger(key="ended", title="It ended", proposes="disruption", strength=Strength.SHOULD, clause="X1",
                when=was_long, anchor=Anchor.ENDED, decided_by=Decision(by=BOTH, otherwise="senior_manager"),
                waiver=Decision(by=BOTH, otherwise="senior_manager"), interpretation="Read so"),
    ),
    kinds={"disruption": KIND},
    plans=(SupportPlan(key="plan", title="Plan", agreed_at="disruption", review="disruption", clause="X1",
                       agreed_with=(("foster_carer",),)),),
    routes=(Route(key="panel", kind="disruption", panel="Panel", sends=("record",), clause="X1",
                  via="panel_administrator", readers=("panel",), before_panel=days(3), when=was_long),),
    reports=(Report(key="yearly", title="The year", every=months(12), by="service_manager", to=("panel",),
                    measures=("themes",), clause="X1", interpretation="Read so"),),
    gatherings=(Gathering(key="chairs", title="Chairs gather", by=("iro",), clause="X1", every=months(6),
                          monitors="learning", feeds="yearly", puts_to="senior_manager"),),
    signals=(Signal(key="long", title="It is long", clause="X1", when=was_long, caution="No more than that",
                    interpretation="Read so"),),
)  # fmt: skip
"""Every rule there is, each with something in every field that may be empty."""

OTHERS = {"disruption": "later", "placement_ended": "meeting_held", "meeting_held": "convened"}
"""Another meeting or event in place of one that a rule names by its key."""
UNTOLD = {"key", "evidence", "counted", "considers_clause", "completes", "outcome", "setting"}
"""Fields that say nothing of the procedure: names of the program, sums behind a rule, what a page ticks by itself."""


def variations(value: Any) -> Iterator[tuple[str, Any]]:
    """`value` with one thing changed, in every place that says something, each with the path to it."""
    hints = get_type_hints(type(value))
    for one in fields(value):
        held = getattr(value, one.name)
        if one.name in UNTOLD or one.name.endswith("clause"):
            continue
        for path, changed in _other(held, hints[one.name]):
            yield f"{type(value).__name__}.{one.name}{path}", replace(value, **{one.name: changed})


def _other(held: Any, hint: Any) -> Iterator[tuple[str, Any]]:
    choices = [choice for choice in get_args(hint) if isinstance(choice, str)] if "Literal" in str(hint) else []
    if is_dataclass(held) and not isinstance(held, Period):
        for path, changed in variations(held):
            yield f" > {path}", changed
    elif isinstance(held, tuple) and Ellipsis not in get_args(hint):
        silent, setting = held
        yield " said otherwise", (silent + "x", setting)
        yield " filled otherwise", (silent, "" if setting else "minutes_by")
    elif isinstance(held, tuple):
        for place, item in enumerate(held):
            for path, changed in _other(item, get_args(hint)[0] if get_origin(hint) is tuple else Any):
                yield f"[{place}]{path}", (*held[:place], changed, *held[place + 1 :])
        if held:
            yield "[-1] left out", held[:-1]
    elif isinstance(held, bool):
        yield "", not held
    elif choices:
        yield from ((f" = {other!r}", other) for other in choices if other != held)
    elif isinstance(held, Enum):
        yield from ((f" = {other}", other) for other in type(held) if other != held)
    elif isinstance(held, Period):
        yield "", days(held.n + 1)
    elif isinstance(held, int):
        yield "", held + 1
    elif isinstance(held, str) and held:
        yield "", OTHERS.get(held, held + "x")
    elif callable(held):
        yield "", was_short
    elif held not in (None, ""):
        raise AssertionError(f"how to change {held!r} is not known")
