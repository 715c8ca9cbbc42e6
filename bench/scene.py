"""What is measured on: a PostgreSQL database with one busy authority, the plugins that ship, and somebody signed in."""

from datetime import UTC, date, datetime, timedelta
from types import ModuleType

from flask import Flask
from sqlalchemy import select

from core import db
from core.adapters.roles import Access
from core.api import PluginInfo, hookimpl
from core.app import create_app
from core.cli import demo
from core.cli.demo_people import PASSWORD
from core.models import Child, Event, Meeting, Person, Task
from core.registry import Registry
from core.settings import Settings, shipped_plugins

TENANT, WORKER = "aldermere", "Priya Nandakumar"
TASKS = 50


class Scene:
    """The application with `plugins` plugins registered, on a database with `TASKS` tasks for one social worker."""

    def __init__(self, access: Access):
        self.url = access.app
        self.settings = Settings(
            database_url=access.app, owner_url=access.owner, secret_key="bench", plugins=shipped_plugins(),
            argon2_time_cost=1, argon2_memory_kib=8,
        )  # fmt: skip
        demo.build(self.settings)
        self.app = self.application(len(self.settings.plugins))
        with db.session(self.url, TENANT, writes=True) as session:
            self.person = session.scalars(select(Person.id).where(Person.name == WORKER)).one()
            self.meeting = session.scalars(select(Meeting.id).where(Meeting.agreed_on.is_not(None))).one()
            self._tasks(session)
            session.commit()
        self.cookie = self._signed_in(self.app)

    def application(self, plugins: int) -> Flask:
        """The application with this many plugins in its registry; what is beyond those that ship is only registered."""
        registry = Registry(self.settings.plugins)
        for number in range(plugins - len(self.settings.plugins)):
            registry.pm.register(_addition(f"addition_{number}"), name=f"addition_{number}")
        app: Flask = create_app(self.settings, registry=registry)
        return app

    def history(self, rows: int) -> None:
        """That many more events of the meeting, and children beside the worker's own."""
        now = datetime.now(UTC)
        with db.session(self.url, TENANT, writes=True) as session:
            for number in range(rows):
                session.add(Event(at=now, actor_name=WORKER, verb="looked back", meeting_id=self.meeting, data={}))
                session.add(Child(local_id=f"X-{number}-{rows}", name=f"Somebody {number}", team="North 2"))
            session.commit()

    def _signed_in(self, app: Flask) -> str:
        client = app.test_client()
        found = client.get("/sign-in").get_data(as_text=True)
        token = found.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
        email = f"{WORKER.lower().replace(' ', '.')}@{TENANT}.example"
        answer = client.post("/sign-in", data={"csrf_token": token, "email": email, "password": PASSWORD})
        if answer.status_code != 303:
            raise SystemExit(f"The bench could not sign in: {answer.status}")
        return answer.headers["Set-Cookie"].split(";")[0]

    def _tasks(self, session: db.TenantSession) -> None:
        children = list(session.scalars(select(Child.id)))
        have = len(list(session.scalars(select(Task.id).where(Task.owner_id == self.person, Task.done_on.is_(None)))))
        for number in range(TASKS - have):
            session.add(
                Task(
                    kind="action", child_id=children[number % len(children)], meeting_id=self.meeting,
                    title=f"Visit and report back, {number}", detail="Agreed in the meeting", clause="A15a",
                    sum="The day was agreed in the meeting.", owner_id=self.person, owner_name=WORKER,
                    asked_by_id=self.person, due=date.today() + timedelta(days=number - 10), position=number,
                )
            )  # fmt: skip

    def close(self) -> None:
        """Let the database go."""
        db.engine(self.url).dispose()


def _addition(name: str) -> ModuleType:
    module = ModuleType(name)

    @hookimpl
    def plugin_info() -> PluginInfo:
        return PluginInfo(name=name, title=name, version="1", document="", kind="addition")

    module.plugin_info = plugin_info  # type: ignore[attr-defined]
    return module
