"""The wall between authorities, tried at every address there is: somebody who may do everything in one authority asks
for what belongs to another by its ids. A foreign record looks like none, tells nothing, and stays as it was."""

import io
import re
from typing import Any

import pytest

from tests.web import audited
from tests.web.furnishing import CANARY
from tests.web.walled import wall
from tests.web.walls import (
    HERE,
    NOBODY,
    NOWHERE,
    THERE,
    Wall,
    built,
    contents,
    made_up,
    mixtures,
    plain,
    rules,
    silent,
    value_of,
)

__all__ = ["wall"]


def test_both_authorities_have_something_in_every_table(wall: Wall) -> None:
    for tenant in (HERE, THERE):
        assert [table for table, rows in contents(wall.url, tenant).items() if not rows] == []


ELSEWHERE = frozenset(
    {
        "circulation.check_all", "corrections.answer", "corrections.create", "corrections.new",
        "endings.decline", "endings.declined", "offers.prepare", "offers.reopen", "referrals.foresee",
        "referrals.send", "referrals.show", "referrals.withdraw",
    }
)  # fmt: skip
"""What this authority's procedure has no use for in a disruption meeting, or answers only to a form that says more."""


def test_at_ones_own_ids_there_is_something(wall: Wall) -> None:
    """What the wall refuses below is refused for whose it is, not because such an address never answers; and whatever
    was answered stands in the audit."""
    absent, statuses = set(), {}
    for rule, method in sorted(rules(wall.app), key=lambda one: one[1]):
        answer = wall.ask(method, built(rule, HERE, (rule.arguments, wall.here)))
        statuses[method, rule.endpoint] = answer.status_code
        if answer.status_code == 404:
            absent.add(rule.endpoint)
        else:
            assert answer.status_code in ((200, 303, 403, 409, 422) if method == "POST" else (200, 303)), rule

    assert absent == ELSEWHERE
    audited.check(wall, statuses)


def test_another_authority_answers_at_none_of_its_addresses(wall: Wall) -> None:
    before, tried = contents(wall.url, THERE), set()
    for rule, method in rules(wall.app):
        theirs = built(rule, THERE, (rule.arguments, wall.there))
        nobodys = built(rule, NOWHERE, (rule.arguments, wall.there))

        answer, as_if = wall.ask(method, theirs), wall.ask(method, nobodys)

        assert answer.status_code == (401 if wall.by_program(theirs) else 404), (method, theirs)
        assert plain(answer, THERE, NOWHERE) == plain(as_if, THERE, NOWHERE)
        assert CANARY not in answer.text
        tried.add((rule.rule, method))
    assert tried == {(rule.rule, method) for rule, method in rules(wall.app)}
    assert contents(wall.url, THERE) == before


def test_lists_and_searches_hold_nothing_of_another_authority(wall: Wall) -> None:
    asked = {"q": CANARY, "chair_query": CANARY, "whose": "all", "all": "1", "former": "1"}
    theirs = {name.split()[-1].split(".")[-1]: value for name, value in wall.there.items()}
    place = f"/{THERE}/meetings/{theirs['meeting_id']}"
    swapping = {
        "HX-Request": "true", "HX-Current-URL": f"http://localhost{place}", "HX-Target": theirs["meeting_id"],
        "HX-Trigger": theirs["task_id"], "HX-Prompt": theirs["child_id"], "Referer": f"http://localhost{place}",
        "X-Forwarded-Prefix": f"/{THERE}", "X-Original-URL": place, "X-HTTP-Method-Override": "DELETE",
    }  # fmt: skip
    for rule, method in rules(wall.app):
        if method == "GET":
            address = built(rule, HERE, (rule.arguments, wall.here))
            for query, headers in (({}, {}), (asked | {"q": "", "chair_query": ""}, {}), (asked | theirs, swapping)):
                answer = wall.ask("GET", address, query=query, headers=headers)
                assert answer.status_code in ((404,) if rule.endpoint in ELSEWHERE else (200, 286, 303)), address
                assert "Larkhey" not in answer.text
                assert not re.search(rf"{CANARY} \w", answer.text), address


@pytest.mark.parametrize("whose", ["another authority's", "another meeting's"])
def test_an_id_of_others_is_like_an_id_that_nobody_has(wall: Wall, whose: str) -> None:
    foreign = wall.there if whose == "another authority's" else wall.other
    missing = {name: made_up(name, value) for name, value in foreign.items()}
    before = contents(wall.url, THERE)
    for rule, method in rules(wall.app):
        for names in mixtures(rule, alone=foreign is wall.there):
            rest = rule.arguments - names
            asked = built(rule, HERE, (names, foreign), (rest, wall.here))
            as_if = built(rule, HERE, (names, missing), (rest, wall.here))
            ids = [value_of(ids, rule.endpoint, name) for ids in (foreign, missing) for name in names]

            form = FORMS.get(rule.endpoint)

            answer, nothing = wall.ask(method, asked, form), wall.ask(method, as_if, form)

            assert answer.status_code == 404, (method, asked, answer.status_code)
            assert plain(answer, *ids) == plain(nothing, *ids), (method, asked)
            silent(answer)
    assert contents(wall.url, THERE) == before


FORMS = {"gatherings.look": {"state": "done", "note": "In May", "version": "1"}, "imports.settle": {"choice": "ours"}}
"""What a form has to say before the id in its address is looked at."""

SECRETS: dict[str, tuple[dict[str, Any], dict[str, str]]] = {
    "child_people.create": (
        {"role": "foster_carer", "name": "Ann"},
        {"person": "person_id", "placement": "placement_id"},
    ),
    "actions.add": (
        {"text": "Call", "owner_name": "Ann", "due": "1/6/2026"},
        {"owner": "person_id", "theme": "minute_id"},
    ),
    "actions.change": (
        {"text": "Call", "owner_name": "Ann", "due": "1/6/2026", "because": "Late"},
        {"owner": "person_id", "theme": "minute_id"},
    ),
    "restrictions.create": (
        {"reason": "Threats", "review_on": "1/5/2026"},
        dict.fromkeys(("readers", "more", "more_2", "more_3"), "person_id"),
    ),
    "recommendations.add": ({"text": "Do"}, {"theme": "minute_id"}),
    "recommendations.change": ({"text": "Do"}, {"theme": "minute_id"}),
    "circulation.check_all": ({}, {"output": "output_id"}),
    "corrections.create": ({"passage": "In May", "wording": "In June"}, {"of": "delivery_id"}),
    "convening.chair": ({"chair_reason": "Known to all"}, {"chair": "person_id"}),
    "convening.invite": ({"role": "iro", "how": "attends", "part": "main"}, {"person": "person_id", "part": "key"}),
    "convening.change": ({"how": "attends", "reply": "coming"}, {"person": "person_id"}),
    "convening.supplier": ({}, {"person": "person_id"}),
    "pack.supplier": ({}, {"owner": "person_id"}),
    "plans.add": ({"text": "Rest"}, {"owner": "person_id"}),
    "plans.change": ({"text": "Rest", "state": "agreed"}, {"owner": "person_id"}),
    "people.create": ({"name": "Ann Leith"}, {"manager_id": "person_id"}),
    "people.change": ({"name": "Ann Leith"}, {"manager_id": "person_id"}),
    "people.leave": ({}, {"heir": "person_id"}),
    "record_copy.create": ({"asked_by": "Himself"}, {"names": "person_id", "include": "output_id"}),
    "teams.create": ({"name": "Harbour"}, {"manager_id": "person_id"}),
    "teams.merge": ({}, {"into": "team_id"}),
    "stages.hold": ({"on": "16/3/2026"}, {"attended": "invitation_id"}),
    "replies.minute_taker": ({}, {"minute_taker": "person_id"}),
    "minutes.agree": ({}, {"part": "key"}),
    "procedure.upload": (
        {"title": "Ours", "file": lambda: (io.BytesIO(b"In full."), "ours.txt")},
        {"replaces": "document_id"},
    ),
    "imports.create": ({"files": lambda: (io.BytesIO(b"CHILD,DOB\n"), "header.csv")}, {"instead_of": "imports id"}),
}  # fmt: skip
"""Forms that name somebody or something by id: endpoint -> (the rest of the form, field -> what its id is of)."""

NO_IDS = frozenset({"agreed_with", "answer", "authority", "choice", "form", "kind", "outcome", "role", "scopes"})
"""Fields with free choices that hold a word and no id, or are asked outside authorities."""


def test_an_id_of_others_in_a_form_is_like_an_id_that_nobody_has(wall: Wall) -> None:
    before = contents(wall.url, THERE)
    by_endpoint = {rule.endpoint: rule for rule, method in rules(wall.app) if method == "POST"}
    for endpoint, (rest, fields) in SECRETS.items():
        rule = by_endpoint[endpoint]
        address = built(rule, HERE, (rule.arguments, wall.here))
        for field, of in fields.items():
            if value_of(wall.there, endpoint, of) in wall.here.values():
                continue
            theirs = wall.there[of]
            form = {key: value for key, value in rest.items() if key != "name" or field != "person"}

            answer = wall.ask("POST", address, form | {field: theirs})
            nothing = wall.ask("POST", address, form | {field: NOBODY})

            assert answer.status_code in (404, 403, 422), (endpoint, field, answer.status_code)
            assert plain(answer, theirs, NOBODY) == plain(nothing, theirs, NOBODY), (endpoint, field)
            silent(answer)
    for ids in (wall.there, wall.other):
        for way, theirs in (("minutes", ids["minute_id"]), ("drafts", ids["drafts output_id"])):
            form = {f"text-{theirs}": "Overwritten", f"version-{theirs}": "1", "finish": theirs}
            wall.ask("POST", f"/{HERE}/meetings/{wall.here['meeting_id']}/{way}", form)
    assert contents(wall.url, THERE) == before
    ours = str(contents(wall.url, HERE))
    assert "Overwritten" not in ours
    assert wall.there["person_id"] not in ours


def test_every_field_that_may_hold_an_id_is_tried() -> None:
    from core import web
    from core.web.fields import Choice, Choices
    from core.web.forms import FormSchema

    assert len(list(web.blueprints())) > 20
    open_fields = {
        (schema.__module__.split(".")[2], name)
        for schema in FormSchema.__subclasses__()
        if schema.__module__.startswith("core.web")
        for name, field in schema().fields.items()
        if isinstance(field, Choice | Choices) and field.choices is None
    }
    tried = {(endpoint.partition(".")[0], field) for endpoint, (_, fields) in SECRETS.items() for field in fields}

    assert {one for one in open_fields - tried if one[1] not in NO_IDS} == set()
