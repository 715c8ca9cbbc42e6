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
    from werkzeug.routing import Rule
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
    pages = [(rule, built(rule, HERE, (rule.arguments, apart.here)))
             for rule, method in rules(apart.app) if method == "GET"]  # fmt: skip
    asked = {(address, *how): answer for rule, address in pages for how, answer in looks(apart, rule, address)}

    met = [key for key, answer in asked.items() for word in (CANARY, apart.child_id)
           if word in answer.text + str(answer.headers)]  # fmt: skip
    assert met == []
    assert sum(answer.status_code == 200 for answer in asked.values()) > 200

    erased(apart.url, apart.child_id)

    again = {(address, *how): answer for rule, address in pages for how, answer in looks(apart, rule, address)}
    differs = {key for key, answer in again.items() if plain(answer) != plain(asked[key])}
    assert {key for key in differs if not key[0].endswith(("/audit", "/seen"))} == set()  # the walk stands there itself


def looks(apart: Apart, rule: "Rule", address: str) -> Iterator[tuple[tuple[str, ...], "TestResponse"]]:
    """A page and its piece; of a list also everything in it, and a search for how each word of the record begins. What
    is there for programs is asked for with a token."""
    client = apart.page.client
    if apart.by_program(address):
        yield ("program",), apart.ask("GET", address)
        return
    yield ("page",), client.get(address)
    yield ("piece",), client.get(address, headers={"HX-Request": "true"})
    if rule.arguments == {"authority"}:
        for query in ({"whose": "all", "all": "1", "show": "all", "state": "all"}, {"q": BEGINS, "text": BEGINS}):
            yield tuple(query), client.get(address, query_string=query)


@on_sqlite
def test_the_record_answers_like_one_that_is_not_there(apart: Apart) -> None:
    part_of_it = set().union(*rows_of(apart.url, apart.child_id).values())
    missing = {name: made_up(name, value) for name, value in apart.other.items()}
    before, tried = held(apart), 0
    for rule, method in rules(apart.app):
        names = {name for name in rule.arguments if name != "authority"
                 and value_of(apart.other, rule.endpoint, name) in part_of_it}  # fmt: skip
        if not names or method == "HEAD":
            continue
        rest = rule.arguments - names
        asked, as_if = (built(rule, HERE, (names, ids), (rest, apart.here)) for ids in (apart.other, missing))
        ids = [value_of(one, rule.endpoint, name) for one in (apart.other, missing) for name in names]

        answer, nothing = (apart.ask(method, address, FORMS.get(rule.endpoint)) for address in (asked, as_if))

        assert answer.status_code == 404, (method, asked, answer.status_code)
        assert plain(answer, *ids) == plain(nothing, *ids), (method, asked)
        assert CANARY not in answer.text + str(answer.headers)
        tried += 1
    assert tried > 150
    assert held(apart) == before


def held(apart: Apart) -> dict[str, list[str]]:
    """Every row of the authority but the audit, which tells of each try."""
    return {table: rows for table, rows in contents(apart.url, HERE).items() if not table.startswith("audit")}
