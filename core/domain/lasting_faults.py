"""What speaks against a trigger, plan, report, gathering, signal or slot by itself: sentences that say what to mend."""

from collections.abc import Iterator

from core.domain.declared import Declared
from core.domain.facts import Anchor
from core.domain.fault import Fault
from core.domain.lasting import PLACES, Gathering, Report, Signal, Slot, SupportPlan
from core.domain.measures import MEASURES
from core.domain.periods import Unit
from core.domain.procedure import Trigger


def lasting_faults(declared: Declared) -> Iterator[Fault]:
    """Every fault of what `declared` says of triggers, plans, reports, gatherings, signals and slots."""
    for trigger in declared.triggers:
        yield from _trigger(trigger)
    for plan in declared.plans:
        yield from _plan(plan)
    for report in declared.reports:
        yield from _report(report)
    for gathering in declared.gatherings:
        yield from _gathering(gathering)
    for signal in declared.signals:
        yield from _signal(signal)
    for slot in declared.slots:
        yield from _slot(slot)


def _plan(plan: SupportPlan) -> Iterator[Fault]:
    if plan.shortest_days < 1:
        said = f"the plan '{plan.key}' may be looked at again after {plan.shortest_days} days; one day is the least."
        yield Fault(said, plan, "shortest_days")
    if plan.shortest_days > plan.longest_days:
        yield Fault(
            f"the plan '{plan.key}' is looked at again after {plan.shortest_days} days at the soonest and "
            f"{plan.longest_days} at the latest; the soonest comes first.",
            plan,
            "shortest_days",
        )
    if not all(plan.agreed_with):
        said = f"the plan '{plan.key}' may be agreed with a group of nobody; name its roles or leave the group out."
        yield Fault(said, plan, "agreed_with")


def _report(report: Report) -> Iterator[Fault]:
    if report.every.unit is not Unit.MONTHS or report.every.n < 1:
        said = f"the report '{report.key}' is made every {report.every}; its cadence is in whole months."
        yield Fault(said, report, "every")
    if not report.by:
        yield Fault(f"the report '{report.key}' is issued by nobody; name the role in `by`.", report, "by")
    unknown = [key for key in report.measures if key not in MEASURES]
    for key in unknown:
        said = f"the report '{report.key}' counts '{key}', which is no measure; there are {', '.join(MEASURES)}."
        yield Fault(said, report, key)


def _gathering(gathering: Gathering) -> Iterator[Fault]:
    if not gathering.by or not all(gathering.by):
        yield Fault(f"the gathering '{gathering.key}' is called by nobody; name the roles in `by`.", gathering, "by")


def _trigger(trigger: Trigger) -> Iterator[Fault]:
    if trigger.anchor is Anchor.LASTS:
        said = f"the trigger '{trigger.key}' hangs on a placement that lasts, which is no event; declare a signal."
        yield Fault(said, trigger, "anchor")


def _signal(signal: Signal) -> Iterator[Fault]:
    if not signal.title.strip():
        yield Fault(f"the signal '{signal.key}' has no title.", signal, "title")
    if not signal.caution.strip():
        said = f"the signal '{signal.key}' does not say what it is not; write it in `caution`."
        yield Fault(said, signal, "caution")


def _slot(slot: Slot) -> Iterator[Fault]:
    if slot.place not in PLACES:
        said = f"no page has a place '{slot.place}'; a slot may stand in {', '.join(PLACES)}."
        yield Fault(said, slot, slot.place)
