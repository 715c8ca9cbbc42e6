"""Declarations that contradict each other are refused, each fault a sentence that names what to mend."""

from typing import Any

import pytest

from core.domain.compiling import CannotCompile, Declared, clauses_used, combine
from core.domain.lasting import Gathering, Report, Route, SupportPlan
from core.domain.periods import days, months
from core.domain.procedure import (
    AgendaItem,
    ChairRule,
    Clause,
    Decision,
    Edition,
    Invitee,
    PackItem,
    Part,
    PluginInfo,
    Role,
    Strength,
    Trigger,
    Window,
)
from core.domain.steps import (
    ATTENDED,
    Circulation,
    Gap,
    Level,
    MeetingKind,
    Output,
    Prompt,
    Step,
)

EDITION = Edition(key="only", title="Only")
CLAUSES = tuple(Clause(id=f"X0{n}", heading="H", words="W") for n in range(1, 4))
C: dict[str, Any] = {"clause": "X01"}


def info(name: str = "one", **more: Any) -> PluginInfo:
    return PluginInfo(name=name, title=name.title(), version="1", document="D", **more)


def declared(name: str = "one", **more: Any) -> Declared:
    more.setdefault("clauses", CLAUSES)
    return Declared(info=info(name, **more.pop("about", {})), **more)


def kind(key: str = "meeting", **more: Any) -> MeetingKind:
    return MeetingKind(**{"key": key, "title": "Meeting", "clause": "X01"} | more)


def faults(*all_declared: Declared) -> str:
    with pytest.raises(CannotCompile) as caught:
        combine(all_declared, EDITION, "digest")
    return " ".join(caught.value.faults)


def test_what_fits_becomes_one_procedure() -> None:
    step = Step(key="minutes", title="Minutes", owed_by="chair", **C)
    trigger = Trigger(key="t", title="T", proposes="meeting", strength=Strength.MAY, **C)
    one = declared(
        kinds=(kind(steps=(step,)),),
        triggers=(trigger,),
        roles=(Role(key="mayor", title="Mayor"),),
        about={"words": {"chair": "Convenor"}},
    )

    said = combine((one,), EDITION, "digest")

    assert (said.title, said.digest, said.plugins) == ("One", "digest", (("one", "1"),))
    assert said.kinds["meeting"].steps == (step,) and said.triggers == (trigger,)
    assert said.role("mayor") == "Mayor" and said.role("chair") == "Convenor" and said.role("gone") == "Gone"
    assert said.clause("X01").words == "W"


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"kinds": (kind(), kind())}, "The meeting kind 'meeting' is declared twice: by one and by one."),
        ({"roles": (Role(key="chair", title="C"),)}, "the role 'chair' is the core's already"),
        ({"clauses": CLAUSES[:1] * 2}, "The clause 'X01' is declared twice"),
        ({"kinds": (MeetingKind(key="m", title="M", clause="X99"),)}, "clause X99, which is not in its procedure.md"),
        ({"kinds": (MeetingKind(key="m", title="M", clause=""),)}, "a MeetingKind names no clause"),
        ({"kinds": (kind(arranged_by="mayor"),)}, "names the role 'mayor'"),
        ({"kinds": (kind(invitees=(Invitee(role="mayor", **C),)),)}, "names the role 'mayor'"),
        ({"kinds": (kind(pack=(PackItem(title="P", owed_by="mayor", **C),)),)}, "PackItem 'P' names the role 'mayor'"),
        ({"kinds": (kind(window=(Window(override_by=("mayor",), **C),)),)}, "names the role 'mayor'"),
        ({"kinds": (kind(levels=(Level(key="l", title="L", chairs=(ChairRule(roles=("mayor",), **C),), **C),)),)},
         "names the role 'mayor'"),
        ({"triggers": (Trigger(key="t", title="T", proposes="meeting", strength=Strength.MAY, clause="X01",
                               waiver=Decision(by=("chair",), otherwise="mayor")),), "kinds": (kind(),)},
         "names the role 'mayor'"),
        ({"reports": (Report(key="r", title="R", every=days(1), by="mayor", to=(), measures=(), **C),)},
         "names the role 'mayor'"),
        ({"triggers": (Trigger(key="t", title="T", proposes="nothing", strength=Strength.MAY, **C),)},
         "the trigger 't' names the meeting kind 'nothing', which is not declared"),
        ({"plans": (SupportPlan(key="p", title="P", agreed_at="a", review="b", **C),)}, "the plan 'p' names"),
        ({"routes": (Route(key="r", kind="nothing", panel="P", sends=(), **C),)}, "the route 'r' names"),
        ({"routes": (Route(key="r", kind="meeting", panel="P", sends=("x",), **C),), "kinds": (kind(),)},
         "the route 'r' sends 'x', which meeting does not produce"),
        ({"routes": (Route(key="r", kind="meeting", panel="P", sends=(), after="x", **C),), "kinds": (kind(),)},
         "the route 'r' waits for 'x', which nothing sets"),
    ],
)  # fmt: skip
def test_a_contradiction_is_refused(more: dict[str, Any], sentence: str) -> None:
    assert sentence in faults(declared(**more))


def plan(**more: Any) -> SupportPlan:
    return SupportPlan(**{"key": "p", "title": "P", "agreed_at": "meeting", "review": "meeting"} | C | more)


def report(**more: Any) -> Report:
    given: dict[str, Any] = {
        "key": "r",
        "title": "R",
        "every": months(6),
        "by": "iro",
        "to": ("chair",),
        "measures": ("themes",),
    }
    return Report(**given | C | more)


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"reports": (report(every=days(30)),)}, "the report 'r' is made every 30 days; its cadence is in whole month"),
        ({"reports": (report(measures=("themes", "weather")),)}, "counts 'weather', which is no measure; there are"),
        ({"reports": (report(by=""),)}, "the report 'r' is issued by nobody"),
        ({"plans": (plan(shortest_days=0),)}, "the plan 'p' may be looked at again after 0 days; one day is the least"),
        ({"plans": (plan(shortest_days=-3),)}, "after -3 days; one day is the least"),
        ({"plans": (plan(shortest_days=90, longest_days=30),)}, "after 90 days at the soonest and 30 at the latest"),
        ({"plans": (plan(agreed_with=(("iro",), ())),)}, "the plan 'p' may be agreed with a group of nobody"),
        ({"plans": (plan(agreed_with=(("iro",), ("chair", "mayor"))),)}, "SupportPlan 'P' names the role 'mayor'"),
        ({"plans": (plan(agreed_with=("iro", "chair")),)}, "`agreed_with` holds tuple ('iro', 'chair'), which does"),
        ({"gatherings": (Gathering(key="g", title="G", by=(), **C),)}, "the gathering 'g' is called by nobody"),
    ],
)  # fmt: skip
def test_what_outlasts_a_meeting_and_does_not_hold_together_is_refused(more: dict[str, Any], sentence: str) -> None:
    assert sentence in faults(declared(kinds=(kind(),), **more))


def test_plans_reports_and_gatherings_that_hold_together_are_taken() -> None:
    one = plan(agreed_with=(("iro",), ("foster_carer", "supervising_social_worker")), shortest_days=7, longest_days=7)
    gathering = Gathering(key="g", title="G", by=("iro",), **C)

    said = combine(
        (declared(kinds=(kind(),), plans=(one,), reports=(report(),), gatherings=(gathering,)),), EDITION, "digest"
    )

    assert (said.plans, said.reports, said.gatherings) == ((one,), (report(),), (gathering,))


def step(key: str, after: str, **more: Any) -> Step:
    return Step(key=key, title=key, clause="X01", after=after, **more)


def output(*audience: str, key: str = "minutes") -> Output:
    return Output(key=key, title="Minutes", audience=audience, **C)


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"steps": (step("a", "nowhere"),)}, "the step 'a' of meeting waits for 'nowhere', which nothing sets"),
        ({"steps": (step("a", "a"),)}, "the step 'a' of meeting waits for itself, in a circle"),
        ({"steps": (step("a", "b"), step("b", "c"), step("c", "a"))}, "the step 'c' of meeting waits for itself"),
        ({"steps": (step("a", "b"), step("b", "c"), step("c", "b"))}, "the step 'a' of meeting waits for itself"),
        ({"steps": (step("meeting_held", "convened"),)}, "has the name of an event"),
        ({"steps": (step("a", "convened"), step("a", "convened"))}, "declares the step 'a' twice"),
        ({"outputs": (output(ATTENDED), output(ATTENDED))}, "declares the output 'minutes' twice"),
        ({"outputs": (output(),)}, "has no audience; name who may read it"),
        (
            {"blocked_by": (Gap(setting="who", sentence="Settle who", **C),)},
            "waits for the setting 'who', which its `silent_on` does not name",
        ),
        ({"agenda": (AgendaItem(key="a", title="A", **C),) * 2}, "declares the theme 'a' twice"),
        ({"prompts": (Prompt(key="p", title="P", **C),) * 2}, "declares the prompt 'p' twice"),
        ({"invitees": (Invitee(role="iro", part="two", **C),)}, "names the part 'two', which it does not declare"),
        ({"window": (Window(part="two", **C),)}, "names the part 'two', which it does not declare"),
        ({"parts": (Part(key="one", title="One", not_before="one", **C),)}, "which is no other part"),
        ({"parts": (Part(key="one", title="One", professionals_only=True, **C),),
          "invitees": (Invitee(role="adopter", part="one", **C),)}, "for professionals only"),
        ({"circulation": (Circulation(output="x", to=("iro",), **C),)}, "which is not one of its outputs"),
        ({"outputs": (output("chair"),), "circulation": (Circulation(output="minutes", to=("iro",), **C),)},
         "sends 'minutes' to 'iro', who is not in its audience"),
        ({"outputs": (output("iro"),), "circulation": (Circulation(output="minutes", to=("iro",), after="x", **C),)},
         "circulates after 'x', which nothing sets"),
        ({"window": (Window(after="x", **C),)}, "runs from 'x', which is no event"),
        ({"window": (Window(opens=days(9), closes=days(3), **C),)}, "before it opens"),
        ({"form": "report", "chairs": (ChairRule(**C),)}, "a report on paper, yet says who chairs it"),
        ({"form": "report", "steps": (step("a", "meeting_held"),)}, "cannot wait for a meeting"),
    ],
)  # fmt: skip
def test_a_meeting_kind_that_does_not_hold_together_is_refused(more: dict[str, Any], sentence: str) -> None:
    assert sentence in faults(declared(kinds=(kind(**more),)))


def test_every_fault_is_named_at_once() -> None:
    one = kind(steps=(step("a", "nowhere"),), arranged_by="mayor")

    said = faults(declared(kinds=(one, kind("other", clause="X99"))))

    assert "nowhere" in said and "mayor" in said and "X99" in said


def test_two_plugins_that_declare_the_same_key_are_both_named() -> None:
    other = declared("two", kinds=(kind(),), clauses=(), about={"kind": "addition"})

    assert "'meeting' is declared twice: by one and by two." in faults(declared(kinds=(kind(),)), other)


def test_values_of_the_wrong_shape_are_named_alone() -> None:
    odd: Any = [Invitee(role="mayor", clause="X99")]

    said = faults(declared(kinds=(kind(invitees=odd),)))

    assert (
        said.startswith("one: MeetingKind 'meeting': `invitees` holds list") and "mayor'," not in said.split("which")[1]
    )


def test_the_clauses_that_rules_name_are_found_wherever_they_stand() -> None:
    graded = Level(key="l", title="L", clause="X01", chairs=(ChairRule(clause="X03"),))

    assert clauses_used(declared(kinds=(kind(purposes_clause="X02", levels=(graded,)),))) == {"X01", "X02", "X03"}
