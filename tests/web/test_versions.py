"""Nobody overwrites what somebody else has just changed: a form says which version of the record it was opened with."""

from tests.fixtures.page import VERSIONLESS
from tests.web.furnishing import models
from tests.web.walled import wall as wall
from tests.web.walls import HERE, Wall, built, contents, rules

ADDS = frozenset(
    [
        "actions.add",
        "child_people.create",
        "child_record.begin",
        "child_record.create",
        "closures.create",
        "convening.invite",
        "corrections.create",
        "gatherings.hold",
        "imports.create",
        "openings.create",
        "people.create",
        "people.give",
        "plans.first_interval",
        "plans.start",
        "plugins.begin",
        "plugins.change_today",
        "procedure.upload",
        "recommendations.add",
        "record_copy.create",
        "reports.make",
        "restrictions.create",
        "retention.hold",
        "retention.hold_everything",
        "retention.propose",
        "teams.create",
        "teams.take_up",
        "tokens.create",
    ]
)
"""Adds a row; where there may be one already (a plan, an interval, a restriction), the view answers 409 itself."""

ONLY_READS = frozenset(["audit.export", "register.export", "reports.figures", "signals.export"])

STEPS = frozenset(
    [
        "child_people.end",
        "circulation.check",
        "circulation.check_all",
        "circulation.hand_over",
        "circulation.look_again",
        "circulation.prepare",
        "circulation.withdraw",
        "convening.confirmed",
        "corrections.close",
        "drafts.reopen",
        "drafts.take_back",
        "endings.confirmed",
        "imports.cancel",
        "imports.check",
        "imports.load",
        "imports.settle",
        "minutes.reopen",
        "notices.see_all",
        "offers.reopen",
        "openings.close",
        "people.come_back",
        "people.end",
        "people.invite",
        "people.reset",
        "people.withdraw_invitation",
        "plugins.replay_again",
        "plugins.replay_asked",
        "plugins.replay_stopped",
        "referrals.send",
        "referrals.withdraw",
        "stages.complete",
        "stages.reopen",
        "tokens.revoke",
    ]
)
"""A step from one state to the next, which the service takes only in the state before it, and once."""

OWN_WAY = {
    "closures.change": "sends what stood there (`seen`): 409 where something else stands by now",
    "closures.remove": "sends what stood there (`seen`): 409 where something else stands by now",
    "settings.change": "sends what stood there (`seen`): 409 where something else stands by now",
    "drafts.autosave": "sends version-<id> for each text: 409 without it",
    "drafts.save": "sends version-<id> for each text: 409 without it",
    "minutes.autosave": "sends version-<id> for each theme: 409 without it",
    "minutes.save": "sends version-<id> for each theme: 409 without it",
    "convening.convene": "this meeting is convened, and whoever comes second is led to it",
}
UNASKED = ADDS | ONLY_READS | STEPS | OWN_WAY.keys()

ELSEWHERE = frozenset(
    ["corrections.answer", "endings.declined", "moving.create", "offers.prepare", "referrals.foresee"]
)
"""Asked for a version as well; the procedure of this case leaves nothing there to change."""

SAID = (
    dict.fromkeys(["day", "due", "given_on", "on", "review_on", "started", "target"], "16/3/2026")
    | dict.fromkeys(
        [
            "again",
            "aim",
            "area",
            "because",
            "chair_reason",
            "comment",
            "left_out",
            "name",
            "note",
            "outcome_note",
            "part_reason",
            "place",
            "progress",
            "present",
            "reason",
            "response",
            "source",
            "target_reason",
            "text",
            "told_to",
            "voice_note",
            "why",
            "with",
            "words",
            "worry",
        ],
        "Said",
    )
    | {"agree": "yes", "doubted": "unknown", "given": "no", "how": "attends", "interval": "3", "read": "yes"}
    | {"reply": "coming", "starts": "10:00", "unit": "weeks", "unplanned": "yes", "where": "left"}
)
"""Something for most fields of most forms, so that what is refused is refused for the version."""


def test_nothing_changes_without_the_version_that_it_was_opened_with_nor_with_another(wall: Wall) -> None:
    before, skipped, took, late = kept(wall), set(), set(), 0
    for endpoint, address in asked(wall):
        without, stale = wall.ask("POST", address), wall.ask("POST", address, SAID | {"version": "9999"})
        if without.status_code not in (409, 422) or VERSIONLESS not in without.text:
            skipped.add(endpoint)
        if stale.status_code < 400:
            took.add(endpoint)
        late += stale.status_code == 409

    assert skipped == ELSEWHERE
    assert took == {"convening.check"}, "which says what a day would mean, and keeps nothing"
    assert late >= 45
    assert kept(wall) == before


def asked(wall: Wall) -> list[tuple[str, str]]:
    """The addresses whose forms say which version they change, by endpoint."""
    every = {rule.endpoint: built(rule, HERE, (rule.arguments, wall.here)) for rule, method in rules(wall.app)
             if method == "POST"}  # fmt: skip
    assert every.keys() >= UNASKED
    return [(endpoint, address) for endpoint, address in every.items() if endpoint not in UNASKED]


def kept(wall: Wall) -> dict[str, list[str]]:
    """The rows that have a version, by table."""
    versioned = {model.__tablename__ for model in models() if "version" in model.__table__.columns}
    return {table: rows for table, rows in contents(wall.url, HERE).items() if table in versioned}
