"""From what somebody types to values, and what the form says when it cannot be read."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from marshmallow import ValidationError
from werkzeug.datastructures import MultiDict

from core.services.desk import Refused
from core.web.forms import (
    Choice,
    Choices,
    Day,
    Form,
    FormSchema,
    Number,
    Secret,
    Text,
    TimeOfDay,
    YesNoUnknown,
    moment,
    read,
)


class EndingForm(FormSchema):
    ended_on = Day(ask="the date the placement ended")
    at = TimeOfDay(ask="the time", required=False)
    why = Choice(ask="why the placement ended", choices=[("moved", "Moved on"), ("asked", "The carer asked")])
    planned = YesNoUnknown(ask="whether the move was planned")
    words = Text(ask="what happened", max=20, required=False)
    places = Choices(ask="who was told", choices=["school", "health"], required=False)
    moves = Number(ask="the number of moves", least=0, most=12, required=False)


GOOD = {"ended_on": "14/4/2026", "why": "moved", "planned": "no"}


def sent(**fields: str) -> Form:
    return read(EndingForm, MultiDict({**GOOD, **fields}))


def loaded(field: Any, value: Any) -> Any:
    """What a single field makes of a value, or the first error it gives."""
    try:
        return FormSchema.from_dict({"it": field})().load({"it": value})["it"]
    except ValidationError as error:
        return error.messages_dict["it"][0]


@pytest.mark.parametrize(
    "typed",
    ["14/4/2026", "14 4 26", "14 Apr 2026", "2026-04-14", "14.4.2026", "14-04-26", "14 April 2026", "14th april, 2026"],
)
def test_a_day_is_read_as_people_write_it(typed: str) -> None:
    assert loaded(Day(ask="the day"), typed) == date(2026, 4, 14)


@pytest.mark.parametrize(
    "typed", ["31/4/2026", "4/14/2026", "tomorrow", "14 4", "14 Ap 2026", "14/4/2026 or so", "1" * 400, "0/1/2026"]
)
def test_a_day_that_is_none_is_told_with_an_example(typed: str) -> None:
    assert loaded(Day(ask="the day"), typed) == "The day must be a real date, such as 14 4 2026"


@pytest.mark.parametrize("typed", ["1/1/0001", "31/12/1899", "1 1 2101", "9999-12-31"])
def test_a_day_nobody_means_is_asked_for_again(typed: str) -> None:
    assert loaded(Day(ask="the day"), typed) == "Enter a year between 1900 and 2100"


@pytest.mark.parametrize("typed", ["1/1/1900", "31/12/2100"])
def test_the_first_and_the_last_day_that_may_be_meant_are_read(typed: str) -> None:
    assert loaded(Day(ask="the day"), typed).strftime("%-d/%-m/%Y") == typed


def test_two_figures_are_a_year_of_those_still_remembered() -> None:
    assert loaded(Day(ask="the day"), "1/2/49") == date(2049, 2, 1)
    assert loaded(Day(ask="the day"), "1/2/50") == date(1950, 2, 1)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("13:30", time(13, 30)),
        ("9.15", time(9, 15)),
        ("1.30pm", time(13, 30)),
        ("1:30 p.m.", time(13, 30)),
        ("9am", time(9)),
        ("12am", time(0)),
        ("12 pm", time(12)),
        ("1330", time(13, 30)),
        ("00:05", time(0, 5)),
    ],
)
def test_a_time_is_read_as_people_write_it(typed: str, meant: time) -> None:
    assert loaded(TimeOfDay(ask="the time"), typed) == meant


@pytest.mark.parametrize("typed", ["25:00", "13:60", "noon", "13", "13pm", "0am", "1:3", "13:30:00x"])
def test_a_time_that_is_none_is_told_with_an_example(typed: str) -> None:
    assert loaded(TimeOfDay(ask="the time"), typed) == "The time must be a time, such as 13:30 or 9.15am"


def test_a_day_and_a_time_are_a_moment_in_the_united_kingdom() -> None:
    assert moment(date(2026, 1, 14), time(13, 30)) == datetime(2026, 1, 14, 13, 30, tzinfo=UTC)
    assert moment(date(2026, 7, 14), time(13, 30)) == datetime(2026, 7, 14, 12, 30, tzinfo=UTC)
    assert moment(date(2026, 3, 29), time(1, 30)) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert moment(date(2026, 10, 25), time(1, 30)) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_a_form_filled_in_well_gives_every_value() -> None:
    form = sent(words="  at the harbour\r\nwall ", moves="1", planned="unknown")

    assert form.ok
    assert form.values == {
        "ended_on": date(2026, 4, 14),
        "at": None,
        "why": "moved",
        "planned": None,
        "words": "at the harbour\nwall",
        "places": (),
        "moves": 1,
    }


def test_ticked_boxes_come_as_a_list() -> None:
    form = read(EndingForm, MultiDict([*GOOD.items(), ("places", "school"), ("places", "health")]))

    assert form.values["places"] == ["school", "health"]
    assert form.data["places"] == ["school", "health"]


def test_what_is_missing_is_asked_for_in_its_own_words_and_what_was_typed_stays() -> None:
    form = read(EndingForm, MultiDict({"ended_on": " ", "words": "so far"}))

    assert form.errors == {
        "ended_on": ["Enter the date the placement ended, such as 14 4 2026"],
        "why": ["Choose why the placement ended"],
        "planned": ["Choose yes, no or not known for whether the move was planned"],
    }
    assert form.data["words"] == "so far"


@pytest.mark.parametrize(
    ("field", "typed", "error"),
    [
        ("why", "fell out", "Choose why the placement ended from those offered"),
        ("planned", "perhaps", "Choose yes, no or not known for whether the move was planned"),
        ("words", "a" * 21, "What happened must be 20 characters or fewer; it has 21"),
        ("words", "a\x00b", "What happened holds a character that cannot be kept; type it again"),
        ("moves", "13", "The number of moves must be a whole number from 0 to 12"),
        ("moves", "1.5", "The number of moves must be a whole number from 0 to 12"),
        ("moves", "9" * 5000, "The number of moves must be a whole number from 0 to 12"),
        ("places", "pub", "Choose who was told from those offered"),
    ],
)
def test_what_cannot_be_taken_says_what_to_do(field: str, typed: str, error: str) -> None:
    form = sent(**{field: typed})

    assert form.errors == {field: [error]}
    assert field not in form.values
    assert form.values["ended_on"] == date(2026, 4, 14)


def test_choices_known_only_to_the_page_are_given_when_reading() -> None:
    class Chair(FormSchema):
        chair = Choice(ask="who chairs", choices=())

    assert not read(Chair, MultiDict({"chair": "p1"})).ok
    assert read(Chair, MultiDict({"chair": "p1"}), chair={"choices": ["p1"]}).values == {"chair": "p1"}
    assert not read(Chair, MultiDict({"chair": "p1"})).ok


def test_a_password_is_left_as_it_was_typed() -> None:
    class Word(FormSchema):
        word = Secret(ask="your password")

    assert read(Word, MultiDict({"word": "  tea \r\n"})).values == {"word": "  tea \r\n"}


def test_the_same_schema_reads_json() -> None:
    values = EndingForm().load({"ended_on": "2026-04-14", "why": "asked", "planned": False, "moves": 2})

    assert (values["ended_on"], values["planned"], values["moves"]) == (date(2026, 4, 14), False, 2)
    with pytest.raises(ValidationError) as refused:
        EndingForm().load({**GOOD, "words": 7, "harbour": "unknown to us"})
    assert set(refused.value.messages_dict) == {"words", "harbour"}


def test_what_a_service_refuses_stands_at_its_field_with_its_clause() -> None:
    form = sent()
    form.refuse(Refused("The chair manages this case.", field="chair", clause="A12"))
    form.refuse(Refused("The minutes are agreed already."))

    assert not form.ok
    assert form.errors == {"chair": ["The chair manages this case. (A12)"], "_": ["The minutes are agreed already."]}


def test_values_are_shown_as_somebody_would_have_typed_them() -> None:
    form = Form(
        EndingForm,
        {
            "ended_on": date(2026, 4, 4),
            "at": time(9, 5),
            "planned": False,
            "words": None,
            "moves": 3,
            "places": ["school"],
        },
    )

    assert form.data == {
        "ended_on": "4/4/2026",
        "at": "09:05",
        "planned": "no",
        "words": "",
        "moves": "3",
        "places": ["school"],
    }
    assert form.ok
