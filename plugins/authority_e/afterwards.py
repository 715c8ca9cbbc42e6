"""After the disruption meeting: the road of its four outputs, from the administrator's report to the panel (E07 to
E10)."""

from typing import Any

from core.api import ATTENDED, Circulation, Output, Step, Strength, working_days

WORKER = "social_worker"
WORKERS = (WORKER, "supervising_social_worker", "adoption_social_worker", "social_worker_manager",
           "fostering_team_manager")  # fmt: skip
PANEL = ("panel_administrator", "panel")
PRACTICE = "practice_feedback"
OPEN_OUTPUTS = ("summary", "action_plan", "general_recommendations")
BOTH_PASSAGES = "Only these (E08b), yet the panel receives it too (E09b): read as the panel's only further readers"


def sent_to_panel(config: Any) -> tuple[str, ...]:
    """The outputs that the Permanence Panel receives; practice feedback only where this authority sends it."""
    return (*OPEN_OUTPUTS, PRACTICE) if config["practice_feedback_to_panel"] == "yes" else OPEN_OUTPUTS


def afterwards(config: Any) -> tuple[Step, ...]:
    """Each from what really happened before it: the report, its receipt, the drafts, their corrections, the finals."""
    ten = working_days(10)
    chairs_limit = config["ten_days"] == "chair"

    def owed(key: str, title: str, clause: str, after: str, **more: Any) -> Step:
        return Step(key=key, title=title, clause=clause, after=after, strength=Strength.SHOULD,
                    **{"owed_by": "chair"} | more)  # fmt: skip

    return (
        owed("report", "Complete the draft report for the chair", "E07a", "meeting_held", owed_by="business_support",
             within=working_days(5), interpretation="Counted from the meeting"),
        owed("receipt", "Mark the draft report as received", "E07a", "report", completes="receipt",
             interpretation="The administrator's draft report is the minutes that the text speaks of"),
        owed("drafts", "Draft the four outputs", "E07b", "receipt", within=working_days(5), completes="drafts"),
        owed("draft_out", "Send the drafts, asking for corrections of fact", "E08a", "drafts",
             within=ten if chairs_limit else None, completes="draft circulation"),
        owed("corrections", "Answer the corrections of fact", "E08a", "draft_out",
             within=None if chairs_limit else ten, completes="corrections"),
        owed("final", "Send the final versions", "E09a", "corrections", completes="circulation"),
        owed("referral", "Send the outputs to the panel's administrator", "E09b", "final", completes="referral"),
    )  # fmt: skip


def outputs(config: Any) -> tuple[Output, ...]:
    """Each with its own readers; what the panel is sent, it may read."""

    def drafted(key: str, title: str, clause: str, audience: tuple[str, ...], *made_of: str, note: str = "") -> Output:
        readers = (*audience, *PANEL) if key in sent_to_panel(config) else audience
        return Output(key=key, title=title, clause=clause, audience=("chair", *readers), sections=made_of,
                      written_by="chair", drafted=True, note=note)  # fmt: skip

    everyone = (ATTENDED, WORKER)
    return (
        Output(key="report", title="Draft report", clause="E07a", audience=("chair", "business_support")),
        drafted("summary", "Summary", "E07b", everyone, "decisions"),
        drafted("action_plan", "Action plan for the child and the previous carers", "E07c",
                (*everyone, "child", "previous_carer"), "actions"),
        drafted(PRACTICE, "Practice feedback", "E07d", WORKERS, note=BOTH_PASSAGES),
        drafted("general_recommendations", "General recommendations", "E07e", everyone, "recommendations"),
    )  # fmt: skip


def circulation(config: Any) -> tuple[Circulation, ...]:
    """Drafts to those who correct them, then the final versions."""
    ten = working_days(10) if config["ten_days"] != "chair" else None

    def sent(output: str, to: tuple[str, ...], clause: str, **more: Any) -> Circulation:
        return Circulation(output=output, to=to, clause=clause, **{"after": "corrections"} | more)

    also = (ATTENDED,) if config["finals_to_participants"] == "yes" else ()
    return (
        *(sent(key, (ATTENDED,), "E08a", after="drafts", as_draft=True, corrections=ten) for key in OPEN_OUTPUTS),
        sent(PRACTICE, WORKERS, "E08b", after="drafts", as_draft=True, corrections=ten, interpretation=BOTH_PASSAGES),
        *(sent(key, (WORKER,), "E09a", why="for the case file") for key in (*OPEN_OUTPUTS, PRACTICE)),
        sent(PRACTICE, WORKERS, "E08b", interpretation=BOTH_PASSAGES),
        sent("action_plan", ("child", "previous_carer"), "E07c", why="it is their plan",
             interpretation="A plan for somebody reaches them; the text does not say how"),
        *(sent(key, also, "E09c") for key in OPEN_OUTPUTS if also),
    )  # fmt: skip
