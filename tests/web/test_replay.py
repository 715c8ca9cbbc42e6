"""The replay on the page of a change: asked for, followed, read without names, stopped, begun again."""

import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from core import db
from core.models import Child, Ending, Meeting, Person, Replay
from core.registry import Registry
from core.services.desk import Desk
from tests import replays
from tests.fixtures.app import Clock, Member
from tests.fixtures.page import SignedInPage
from tests.plugins.installing import INFO, write
from tests.services.replayed import RAISING

LOST = """
@hookimpl
def meeting_kinds(edition, config):
    raise LookupError("its text is lost")
"""


@pytest.fixture
def registry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Registry:
    """Three authorities' plugins, one whose condition raises, one whose declarations do."""
    faulty = write(tmp_path, monkeypatch, "harrowmere", INFO.format(name="harrowmere") + RAISING)
    lost = write(tmp_path, monkeypatch, "lostwith", INFO.format(name="lostwith") + LOST)
    return Registry(("authority_a", "authority_c", "authority_d", faulty, lost))


@pytest.fixture
def member(enroll: Callable[..., Member]) -> Member:
    """Hugh Penrose looks after the configuration of an authority that runs A."""
    return enroll("wexcombe", "Hugh Penrose", roles=("configuration",), enabled={"authority_a": {}})


@pytest.fixture
def change(page: SignedInPage, desk: Desk) -> str:
    """The address of a change to D, in an authority with 80 endings in the last twelve months."""
    replays.authority(desk, 40)
    return begun(page)


def begun(page: SignedInPage, plugin: str = "authority_d") -> str:
    return page.post("/plugins/changes", {"plugin": plugin, "run": "yes"}).location


def replayed(page: SignedInPage, change: str, period: str = "12") -> str:
    """The page of the change once its replay has ended."""
    answer = page.post(f"{change}/replay", {"period": period})
    assert (answer.status, answer.location) == (303, f"{change}#replay"), answer.text
    return ended(page, change)


def ended(page: SignedInPage, change: str) -> str:
    """The page of the change once what began with it has ended."""
    for _ in range(400):
        text = page.get(change).text
        if 'aria-busy="true"' not in text:
            return text
        time.sleep(0.05)
    raise AssertionError("the replay never ended")


def figures(text: str) -> str:
    """What the replay came to, as the page has it."""
    return text.partition('<ul class="mo-big">')[2].partition("</ul>")[0]


def stored(page: SignedInPage) -> Replay:
    with db.session(page.database_url, page.member.tenant) as session:
        return session.scalars(select(Replay)).one()


def put(page: SignedInPage, **values: Any) -> None:
    with db.session(page.database_url, page.member.tenant, writes=True) as session:
        session.execute(update(Replay).values(**values), execution_options={"synchronize_session": False})
        session.commit()


def test_k03_a_change_shows_beforehand_what_it_would_have_made_of_recent_endings(
    page: SignedInPage, change: str
) -> None:
    text = ended(page, change)

    result = stored(page).result
    before, after = result["before"], result["after"]
    assert f"<b>{after['prompted']}</b>endings would prompt a meeting, instead of {before['prompted']}" in text
    assert f"<b>{result['shifts']['gone']}</b>would no longer prompt a meeting" in text
    outside = [side["places"].get("before", 0) + side["places"].get("after", 0) for side in (after, before)]
    assert f"held would lie outside the window, instead of {outside[1]}" in text and f"<b>{outside[0]}</b>of" in text
    assert "17 March 2025 to 16 March 2026, 80 endings" in text
    first = result["differences"][0]
    assert f"Ending {first['number']}, {first['month']}" in text
    assert f"All {len(result['differences'])} differences" in text and text.count('<th scope="row"') >= 10


def test_k03_every_difference_is_listed_page_by_page_and_names_nobody(page: SignedInPage, change: str) -> None:
    whole = replayed(page, change)
    kept = stored(page).result["differences"]

    shown, address, texts = 0, f"{change}/replay/differences", [whole]
    while address:
        texts.append(page.get(address).text)
        shown += texts[-1].count(">Ending ")
        later = texts[-1].partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0]
        address = later.replace("&amp;", "&") if 'rel="next"' in texts[-1] else ""
    chairs = page.get(f"{change}/replay/differences?about=chair&after=999999").text

    assert shown == len(kept) > 25 and len(texts) > 2
    assert f"Who could have chaired ({sum(one['aspect'] == 'chair' for one in kept)})" in chairs
    with db.session(page.database_url, page.member.tenant) as session:
        ids = [id for model in (Child, Ending, Meeting) for id in session.scalars(select(model.id))]
        staff = [name for name in session.scalars(select(Person.name)) if not name.startswith("Hugh")]
    told = "\n".join(texts)
    assert [word for word in (*ids, *staff, replays.CANARY) if word in told] == []


def test_k03_a_condition_that_raises_is_named_on_the_page(page: SignedInPage, desk: Desk) -> None:
    replays.authority(desk, 3)
    text = replayed(page, begun(page, "harrowmere"))

    assert "A plugin could not check 1 condition" in text
    assert "Broken (F01), for 6 endings: the plugin harrowmere could not check it (RuntimeError)." in text
    assert replays.CANARY not in text


def test_the_piece_is_asked_for_until_the_work_is_done_and_says_each_quarter(
    page: SignedInPage, change: str, clock: Clock
) -> None:
    replayed(page, change)
    htmx = {"HX-Request": "true"}
    done = page.client.get(f"{change}/replay", headers=htmx)
    put(page, state="working", beat=clock.now, done=60, total=80, result={})

    going_on = page.client.get(f"{change}/replay?told=50", headers=htmx)

    assert done.status_code == 286 and "every 2s" not in done.text and "The replay is done" in done.text
    assert going_on.status_code == 200 and 'hx-trigger="every 2s"' in going_on.text and "told=75" in going_on.text
    assert "75 per cent of the replay done" in going_on.text and "60 of 80 endings" in going_on.text
    assert "See how far it is now" in page.get(f"{change}/replay").text


def test_k03_a_replay_that_nobody_works_on_any_more_is_begun_again(
    page: SignedInPage, change: str, clock: Clock
) -> None:
    replayed(page, change)
    put(page, state="working", beat=clock.now - timedelta(seconds=31), result={})
    assert "Nobody is at work on this replay" in page.get(change).text

    page.post(f"{change}/replay/again")

    for _ in range(400):
        if stored(page).state == "done":
            break
        time.sleep(0.05)
    assert stored(page).attempt == 2 and "endings would prompt a meeting" in page.get(change).text


def test_a_replay_at_work_can_be_stopped(page: SignedInPage, change: str, clock: Clock) -> None:
    replayed(page, change)
    put(page, state="working", beat=clock.now, result={})

    answer = page.post(f"{change}/replay/stop")

    assert answer.status == 303 and "stopped before its end" in page.follow(answer).text


def test_other_settings_are_replayed_by_themselves(page: SignedInPage, change: str) -> None:
    before = ended(page, change)

    page.post(f"{change}/settings/authority_d", {"set_own_iro_may_chair": "no"})

    after = ended(page, change)
    assert "stand aside, or give a reason" in before
    assert figures(after) != figures(before)


def test_a_replay_of_other_rules_is_not_shown_as_one_of_these(page: SignedInPage, change: str) -> None:
    ended(page, change)
    put(page, after="of rules that held before")

    text = page.get(change).text

    assert "The last replay was of other rules" in text and "endings would prompt" not in text
    replayed(page, change)
    assert page.get(f"{change}/replay/differences").text.count(">Ending ") > 10


def test_a_withdrawn_change_leaves_no_replay_behind(page: SignedInPage, change: str) -> None:
    replayed(page, change)

    page.post(f"{change}/withdraw", {"version": "1"})

    with db.session(page.database_url, page.member.tenant) as session:
        assert list(session.scalars(select(Replay))) == []


def test_no_period_is_asked_for_and_nothing_is_replayed(page: SignedInPage, change: str) -> None:
    answer = page.post(f"{change}/replay", {"period": "36"})

    assert answer.status == 422 and "Choose how far back to look" in answer.text
    assert stored(page).first_day == date(2025, 3, 17)


def test_a_change_that_makes_no_procedure_is_not_replayed_and_says_why(page: SignedInPage) -> None:
    change = begun(page, "lostwith")

    answer = page.post(f"{change}/replay", {"period": "12"})

    assert answer.status == 422 and "These settings cannot be replayed" in answer.text
    assert "its text is lost" in answer.text


def test_an_authority_without_endings_is_told_so(page: SignedInPage) -> None:
    assert "No placement ended between these days" in replayed(page, begun(page))


def test_whoever_does_not_look_after_the_configuration_sees_no_replay(page: SignedInPage, change: str) -> None:
    replayed(page, change)
    page.hold("social_worker")

    assert page.client.get(f"{change}/replay").status_code == 403
    assert page.client.get(f"{change}/replay/differences").status_code == 403
