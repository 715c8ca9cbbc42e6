"""Two authorities in one process: whatever one's plugin does, its pages say which plugin and why, and the other's pages
are the same byte by byte."""

import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from core import db
from core.domain.versions import always
from core.models import Tenant
from core.registry import Registry
from core.services.desk import Desk
from tests import factories as made
from tests.chaos.instances import installed, same
from tests.fixtures.app import Clock, Member
from tests.fixtures.page import SignedInPage
from tests.plugins.installing import INFO, KINDS, sound, write
from tests.web.arranging import scene
from tests.web.ended import RECORDED

Room = tuple[Path, pytest.MonkeyPatch]
PAGES = ("/work", "/children", "/meetings", "/procedure")
SAYING = ("/work", "/procedure")
SLEEP = "import time\n    time.sleep(120)"
CHAOS = {
    "raiser": ("def triggers(edition, config):\n    raise RuntimeError('dark clouds')", "raiser raised in triggers()"),
    "leaver": ("def roles():\n    raise SystemExit(3)", "leaver raised in roles(): SystemExit: 3"),
    "sleeper": (f"def meeting_kinds(edition, config):\n    {SLEEP}", "took longer than 1 second in meeting_kinds()"),
    "looper": ("def signals(edition, config):\n    while True: pass", "took longer than 1 second in signals()"),
    "talker": (
        "def page_slots(edition, config):\n    return 'words'",
        "must answer page_slots() with a tuple, not str",
    ),
    "changer": ("def triggers(edition, config):\n    config['x'] = 1", "changer raised in triggers(): TypeError"),
    "stranger": ("def gatherings(edition, config, session):\n    return ()", "does not answer the hooks as documented"),
    "doubler": ("def roles():\n    return (Role(key='r', title='R'),) * 2", "The role &#39;r&#39; is declared twice"),
}
"""Plugins by name: the hook that goes wrong, and what the page says of it."""


def told(body: str, name: str) -> str:
    return INFO.format(name=name) + f"\n@hookimpl\n{body}\n"


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Room:
    sound(tmp_path, monkeypatch)
    return tmp_path, monkeypatch


@pytest.fixture
def healthy(enroll: Callable[..., Member]) -> Member:
    """Gwen Tarn of an authority whose plugin is sound."""
    return enroll("eastmere", "Gwen Tarn", roles=("social_worker", "team_manager"), enabled={"harrowmere": {}})


def runs(url: str, member: Member, plugin: str) -> None:
    """From now on the member's authority runs this plugin."""
    with db.session(url, None, writes=True) as session:
        tenant = session.get(Tenant, member.tenant)
        assert tenant is not None
        tenant.versions = always({plugin: {}})
        session.commit()


def test_k05_a_plugin_that_goes_wrong_is_named_and_another_authority_notices_nothing(
    room: Room, member: Member, healthy: Member, database_url: str, clock: Clock
) -> None:
    alone = installed(database_url, clock, Registry(["harrowmere"]))(healthy)
    before = {path: alone.get(path).text for path in PAGES}
    names = [write(*room, name, told(body, name)) for name, (body, _) in CHAOS.items()]
    names.append(write(*room, "broken", "raise OSError('no such disk')"))
    names.append(write(*room, "rested", told("def roles():\n    return ()", "rested"), package_name="one"))
    write(*room, "rested", told("def roles():\n    return ()", "rested"), package_name="two")
    said = {name: sentence for name, (_, sentence) in CHAOS.items()}
    said |= {"broken": "broken raised while it was imported: OSError", "rested": "is offered more than once"}
    browser = installed(database_url, clock, Registry(["harrowmere", *names], patience=1))
    mine, theirs = browser(member), browser(healthy)

    for name in names:
        runs(database_url, member, name)
        for path in SAYING:
            text = mine.get(path).text
            assert "could not be checked" in text and said[name] in text and name in text, (name, path)
        for path in PAGES:
            mine.get(path)
            assert same(theirs.get(path).text, before[path]), (name, path)


def test_k05_a_page_is_answered_while_another_authoritys_plugin_is_still_being_waited_for(
    room: Room, member: Member, healthy: Member, database_url: str, clock: Clock
) -> None:
    gate = room[0] / "open"
    waits = f"""def roles():
    import time
    from pathlib import Path
    while not Path({str(gate)!r}).exists():
        time.sleep(0.01)
    return ()"""
    name = write(*room, "patient", told(waits, "patient") + KINDS.format(key="patient_meeting"))
    runs(database_url, member, name)
    browser = installed(database_url, clock, Registry(["harrowmere", name], patience=120))
    mine, theirs = browser(member), browser(healthy)
    answers: list[Any] = []
    asking = threading.Thread(target=lambda: answers.append(mine.client.get(mine.path("/work"))))

    asking.start()
    text = theirs.get("/procedure").text
    still_waiting = asking.is_alive() and not answers
    gate.touch()
    asking.join(60)

    assert still_waiting and "Disruption meeting" in text
    assert [answer.status_code for answer in answers] == [200]


class TestRecording:
    """An authority whose plugin never answers."""

    @pytest.fixture
    def registry(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Registry:
        body, _ = CHAOS["sleeper"]
        return Registry([write(tmp_path, monkeypatch, "sleeper", told(body, "sleeper"))], patience=1)

    @pytest.fixture
    def member(self, enroll: Callable[..., Member]) -> Member:
        return enroll("wexcombe", "Nadia Okafor", roles=("social_worker",), enabled={"sleeper": {}})

    def test_k05_nothing_is_lost_of_what_staff_record_while_their_plugin_is_at_fault(
        self, page: SignedInPage, desk: Desk
    ) -> None:
        people = made.staffed(desk)
        child = made.child(desk, team="North 2", people={"social_worker": people["worker"]})
        home = made.placement(desk, child, date(2025, 9, 24), "Pryor family", kind="foster")
        desk.db.commit()

        answer = page.post(f"/placements/{home.id}/ending", RECORDED | {"version": "1"})
        text = page.follow(answer).text

        assert "The plugin &#39;sleeper&#39; took longer than 1 second in meeting_kinds()." in text
        kept = page.get(f"/children/{child.id}/placements").text
        assert "13 March 2026" in kept and "Fernbeck" in kept


class TestBeside:
    """An addition that goes wrong beside a sound authority plugin."""

    @pytest.fixture
    def registry(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Registry:
        addition = INFO.replace('version="1.0"', 'version="1.0", kind="addition"').format(name="storm")
        question = """
def odd(facts):
    '''Something odd'''
    raise SystemExit("goodbye")

@hookimpl
def triggers(edition, config):
    return (Trigger(key="odd", title="Odd weather", proposes="disruption", strength=Strength.MAY, clause="S01",
                    when=odd),)
"""
        write(tmp_path, monkeypatch, "storm", addition + question, "## S01 | Weather\nWords.\n")
        return Registry(["authority_a", "storm"])

    @pytest.fixture
    def member(self, enroll: Callable[..., Member]) -> Member:
        both: dict[str, Any] = {"authority_a": {}, "storm": {}}
        return enroll("wexcombe", "Nadia Okafor", roles=("social_worker", "team_manager"), enabled=both)

    def test_k05_a_question_that_goes_wrong_is_laid_at_the_door_of_its_own_plugin(
        self, page: SignedInPage, desk: Desk
    ) -> None:
        found = scene(page, desk, "disruption")

        text = page.get(f"/endings/{found.ending}").text

        assert "Odd weather" in text and "The plugin storm raised an error in this clause." in text
        assert "SystemExit: goodbye" in text and "The plugin authority_a" not in text
        assert "Should be held" in text
