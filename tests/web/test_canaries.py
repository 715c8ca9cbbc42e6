"""Outside its audience an output does not exist: every address there is, asked by every kind of person, while each
output of a meeting carries words of its own in its title and its text. Nobody meets a word that is not for them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.drafting import KEYS, PRACTICE, Start, Writing
from tests.fixtures.app import Member
from tests.fixtures.page import HTMX, SignedInPage

if TYPE_CHECKING:
    from flask import Flask

pytest_plugins = ["tests.drafting"]

REPORT = "report"
OUTPUTS = (*KEYS, REPORT)
INSIDE = ("worker", "chair", "administrator", "supervising", "manager", "guest", "panel", "outsider")
READ_BY_ALL_WHO_CAME = frozenset({"worker", "chair", "administrator", "supervising", "guest"})
BEFORE_THE_PANEL: dict[str, frozenset[str]] = {
    "summary": READ_BY_ALL_WHO_CAME,
    "action_plan": READ_BY_ALL_WHO_CAME,
    "general_recommendations": READ_BY_ALL_WHO_CAME,
    PRACTICE: frozenset({"worker", "chair", "supervising", "manager", "fostering_team_manager"}),
    REPORT: frozenset({"chair", "administrator", "business_support"}),
}
"""Who reads what, as the procedure says it: people of the meeting by what they are, others by the role they hold."""
THE_PANEL = frozenset({"panel", "panel_administrator"})
NOBODY = "f0" * 16
SEARCHES = ("q", "chair_query", "text", "theme", "after", "role")


@dataclass(kw_only=True)
class Tried:
    """What was asked, and where somebody met a word that is not for them. `whole`: of each route, whether whoever asks
    for a piece of it gets the page again, as far as anybody has been answered."""

    combinations: int = 0
    whole: dict[str, bool] = field(default_factory=dict)
    met: dict[str, set[str]] = field(default_factory=dict)
    leaks: list[str] = field(default_factory=list)


def word(key: str, where: str) -> str:
    """The word that stands in one output's title or text, and nowhere else."""
    return f"Zq{where}{key.replace('_', '')}qz"


@pytest.mark.parametrize("stage", ["drafted", "in correction", "before the panel"])
def test_k07_nobody_meets_an_output_that_is_not_for_them(writing: Start, enroll: Any, stage: str) -> None:
    scene, browser = writing()
    marked(scene)
    REACHED[stage](scene)
    people = everybody(scene, enroll, few=stage != "before the panel")
    audience = {key: readers(key, stage) for key in OUTPUTS}
    tried = Tried()

    for name, member in people.items():
        look_everywhere(browser(member), scene, name, audience, tried, only_the_meeting=stage != "before the panel")

    assert not tried.leaks, "\n".join(tried.leaks)
    assert tried.combinations >= 1000
    for key in (*KEYS, REPORT):
        assert tried.met.get(key, set()) & audience[key], f"nobody at all reads {key}: the words prove nothing"


def readers(key: str, stage: str) -> frozenset[str]:
    """Who may meet an output's words at a stage."""
    reads = BEFORE_THE_PANEL[key]
    return reads | THE_PANEL if stage == "before the panel" and key in KEYS else reads


def marked(scene: Writing) -> None:
    """Every output has its word in its title; its text gets another when it is written."""

    def do(desk: Any, case: Any) -> None:
        from core.services import minutes

        for output in minutes.outputs(desk, case):
            output.title = f"{output.title} {word(output.key, 'title')}"

    scene.act(scene.chair, do)


def drafted(scene: Writing) -> None:
    from core.services import drafts, minutes

    def write(desk: Any, case: Any) -> None:
        theme = minutes.themes(desk, case)[0]
        minutes.save(desk, case, theme, "The record of the afternoon.", version=theme.version)

    scene.act(scene.others["administrator"], write)
    scene.received()
    for key in KEYS:
        scene.write(key, f"{word(key, 'text')} is what was found.")

        def finish(desk: Any, case: Any, key: str = key) -> None:
            drafts.finish(desk, case, scene.output(desk, case, key))

        scene.act(scene.chair, finish)


def in_correction(scene: Writing) -> None:
    drafted(scene)
    scene.circulated()
    for key, who in (("summary", scene.others["guest"]), (PRACTICE, scene.others["supervising"])):
        scene.said(who, key, passage=f"{word(key, 'text')} is", wording=f"{word(key, 'text')} was")


def before_the_panel(scene: Writing) -> None:
    drafted(scene)
    scene.circulated()
    beside = scene.said(scene.others["supervising"], PRACTICE, passage=f"{word(PRACTICE, 'text')} is")
    scene.answered(beside, "beside", "Both views stand.")
    scene.closed()
    scene.final()
    scene.circulated()
    scene.act(scene.chair, refer)
    give_a_date(scene)


def refer(desk: Any, case: Any) -> None:
    """The chair puts the meeting before the panel."""
    from core.services import referrals
    from core.services.dossier import dossier

    file = dossier(desk, case)
    referrals.send(desk, case, referrals.lines(desk, case, file)[0])


def give_a_date(scene: Writing) -> None:
    """The panel's administrator, who cannot open the meeting, gives a date."""
    from core.services import panels

    desk = scene.desk(scene.others["panel"])
    item = panels.queue(desk)[0]
    panels.give_date(desk, item, day=desk.today + timedelta(days=30), attend=(panels.NOBODY,))
    desk.db.commit()
    desk.db.close()


REACHED: dict[str, Callable[[Writing], None]] = {
    "drafted": drafted,
    "in correction": in_correction,
    "before the panel": before_the_panel,
}


def everybody(scene: Writing, enroll: Any, *, few: bool) -> dict[str, Member]:
    """The people of the meeting, and a stranger for each set of permissions and each role that an output names."""
    inside = {name: scene.others.get(name) or getattr(scene, name) for name in INSIDE}
    roles = strangers() if not few else ("business_support", "service_manager", "panel_administrator", "auditor")
    return inside | {
        role: enroll(scene.worker.tenant, f"Stranger {role.replace('_', ' ').title()}", roles=(role,)) for role in roles
    }


def strangers() -> tuple[str, ...]:
    from core.domain.roles import ROLES
    from core.services.permissions import PERMISSIONS, allowed

    by_permissions: dict[frozenset[str], str] = {}
    for role in ROLES:
        held = frozenset(one for one in PERMISSIONS if allowed(frozenset({role}), one))
        by_permissions.setdefault(held, role)
    named = {"panel", "panel_administrator", "fostering_team_manager", "business_support", "social_worker", "iro"}
    return tuple(sorted(set(by_permissions.values()) | named))


def look_everywhere(
    page: SignedInPage, scene: Writing, name: str, audience: dict[str, frozenset[str]], tried: Tried, *,
    only_the_meeting: bool,
) -> None:  # fmt: skip
    """Every address as a page and as a fragment; what stands there or in a header is looked at for each word."""
    for endpoint, address in addresses(page.app, ids_of(scene), only_the_meeting=only_the_meeting):
        for headers in ({}, HTMX):
            if headers and tried.whole.get(endpoint):
                continue
            answer = page.client.get(address, headers=headers)
            known = (200, 204, 303, 401, 403, 404)
            assert answer.status_code in known, (name, address, answer.status_code)
            said = answer.text + str(answer.headers)
            if headers and answer.status_code == 200:
                tried.whole[endpoint] = "</html>" in answer.text
            for key in OUTPUTS:
                met = word(key, "title") in said or word(key, "text") in said
                if met:
                    tried.met.setdefault(key, set()).add(name)
                if name not in audience[key]:
                    tried.combinations += 1
                    if met:
                        tried.leaks.append(f"{name} met {key} at {endpoint}{' (fragment)' if headers else ''}")


def addresses(app: "Flask", ids: dict[str, list[str]], *, only_the_meeting: bool) -> Iterator[tuple[str, str]]:
    """Every address of the authority that can be asked for, with all ids there are, and searches for a word."""
    for rule in app.url_map.iter_rules():
        if "authority" not in rule.arguments or "GET" not in (rule.methods or set()):
            continue
        if only_the_meeting and not rule.arguments & {"meeting_id", "child_id"} and "index" not in rule.endpoint:
            continue
        for values in filled(sorted(rule.arguments - {"authority"}), ids):
            built = rule.build({"authority": "wexcombe", **values})
            assert built is not None
            yield rule.endpoint, built[1]
        if rule.endpoint.endswith("index") and rule.arguments == {"authority"}:
            built = rule.build({"authority": "wexcombe"})
            assert built is not None
            asked = "&".join(
                f"{one}=Zqtitle" for one in SEARCHES
            )  # how each word begins; a page may repeat what it is asked
            yield rule.endpoint, f"{built[1]}?{asked}"
            yield rule.endpoint, f"{built[1]}?whose=all&show=all&state=all&format=csv"


def filled(names: list[str], ids: dict[str, list[str]]) -> Iterator[dict[str, str]]:
    """Each parameter with each of its ids, one parameter at a time, the others with their first."""
    first = {name: ids.get(name, [NOBODY])[0] for name in names}
    yield first
    for name in names:
        for value in ids.get(name, [])[1:]:
            yield first | {name: value}


def ids_of(scene: Writing) -> dict[str, list[str]]:
    """What addresses call the rows of this meeting."""
    from sqlalchemy import select

    from core import models as m

    def read(desk: Any, case: Any) -> dict[str, list[str]]:
        def of(model: Any) -> list[str]:
            return list(desk.db.scalars(select(model.id).where(model.meeting_id == case.meeting.id).order_by(model.id)))

        days = desk.db.scalars(select(m.Referral.panel_date).where(m.Referral.panel_date.is_not(None)))
        return {
            "meeting_id": [case.meeting.id], "child_id": [case.child.id], "placement_id": [case.placement.id],
            "ending_id": [str(case.meeting.ending_id)], "part": ["main"], "output_id": of(m.Output),
            "minute_id": of(m.Minute)[:1] or [NOBODY], "delivery_id": of(m.Delivery), "task_id": of(m.Task)[:1],
            "referral_id": of(m.Referral) or [NOBODY], "invitation_id": of(m.Invitation)[:1],
            "recommendation_id": of(m.Recommendation) or [NOBODY], "day": [one.isoformat() for one in days] or [""],
            "correction_id": of(m.Correction) or [NOBODY], "number": ["1"], "plugin": ["authority_e"],
        }  # fmt: skip

    found: dict[str, list[str]] = scene.act(scene.chair, read)
    return {name: values for name, values in found.items() if values and values != [""]}
