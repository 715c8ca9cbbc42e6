"""A restricted child of one's own authority looks like no child: at every address there is, as a page, a piece and a
form, in every list, search, count and export, for somebody who holds every role and is not among its readers."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.web.furnishing import CANARY
from tests.web.kept_apart import Apart, about_a_child, apart, erased, rows_of
from tests.web.test_wall import FORMS
from tests.web.walls import HERE, built, contents, made_up, plain, rules, value_of

if TYPE_CHECKING:
    from werkzeug.test import TestResponse

__all__ = ["apart"]

BEGINS = CANARY[:6]
"""What is searched for: a page may repeat what it is asked."""
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_the_tables_of_a_record_are_those_that_are_kept_with_a_child() -> None:
    from core.models.belonging import belonging

    assert belonging() == about_a_child()


@on_sqlite
def test_nobody_outside_meets_a_word_or_a_number_of_the_record(apart: Apart) -> None:
    asked = {(address, way): look(apart, address, way) for address, way in ways(apart)}

    met = [key for key, answer in asked.items() for word in (CANARY, apart.child_id)
           if word in answer.text + str(answer.headers)]  # fmt: skip
    assert met == []
    shown = {key: plain(answer) for key, answer in asked.items() if answer.status_code == 200}
    assert len(shown) > 200

    erased(apart.url, apart.child_id)

    of_itself = ("/audit", "/seen")  # where the walk leaves its own traces
    again = {key for key in shown if key[1] in ("page", "list", "program") and not key[0].endswith(of_itself)}
    assert [key for key in again if plain(look(apart, *key)) != shown[key]] == []


def ways(apart: Apart) -> Iterator[tuple[str, str]]:
    """Every address, and how it is asked for: as a page, or by a program; of a list also its piece, all that it has,
    and a search for how each word of the record begins."""
    for rule, method in rules(apart.app):
        address = built(rule, HERE, (rule.arguments, apart.here))
        if method == "GET":
            program = apart.by_program(address)
            yield address, "program" if program else "page"
            if rule.arguments == {"authority"} and not program:
                yield from ((address, way) for way in ("piece", "list", "search"))


def look(apart: Apart, address: str, way: str) -> "TestResponse":
    query = {
        "list": {"whose": "all", "all": "1", "show": "all", "state": "all"},
        "search": {"q": BEGINS, "text": BEGINS},
    }
    if way == "program":
        return apart.ask("GET", address)
    headers = {"HX-Request": "true"} if way == "piece" else {}
    return apart.page.client.get(address, headers=headers, query_string=query.get(way))


@on_sqlite
def test_the_record_answers_like_one_that_is_not_there(apart: Apart) -> None:
    part_of_it = set().union(*rows_of(apart.url, apart.child_id).values())
    missing = {name: made_up(name, value) for name, value in apart.other.items()}
    before, tried = held(apart), 0
    nowhere: dict[tuple[str, str], tuple[int, str, str]] = {}
    for rule, method in rules(apart.app):
        names = {name for name in rule.arguments if name != "authority"
                 and value_of(apart.other, rule.endpoint, name) in part_of_it}  # fmt: skip
        if not names or method == "HEAD":
            continue
        rest = rule.arguments - names
        asked, as_if = (built(rule, HERE, (names, ids), (rest, apart.here)) for ids in (apart.other, missing))
        ids = [value_of(one, rule.endpoint, name) for one in (apart.other, missing) for name in names]

        kind, form = (method, rule.rule.split("/")[2]), FORMS.get(rule.endpoint)
        answer = apart.ask(method, asked, form)
        if kind not in nowhere:
            nowhere[kind] = plain(apart.ask(method, as_if, form), *ids)

        assert answer.status_code == 404, (method, asked, answer.status_code)
        assert plain(answer, *ids) == nowhere[kind], (method, asked)
        assert CANARY not in answer.text + str(answer.headers)
        tried += 1
    assert tried > 150
    assert held(apart) == before


def held(apart: Apart) -> dict[str, list[str]]:
    """Every row of the authority but the audit, which tells of each try."""
    return {table: rows for table, rows in contents(apart.url, HERE).items() if not table.startswith("audit")}
