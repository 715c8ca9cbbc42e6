"""What a walk over every address must have left in the audit: of each page about one child that the child's record was
read, of each form that it was sent, of each refusal that there was one; and in no entry anybody's words or name."""

import json
import re
from typing import Any

from sqlalchemy import select

from core import db
from core.models import AuditEntry, Child, Meeting, Minute, Person
from tests.web.walls import HERE, KEYS, Wall

Statuses = dict[tuple[str, str], int]
"""The answer at each address, by method and endpoint."""
OF_NOBODY = frozenset(
    {
        "closures", "gatherings", "imports", "people", "plugins", "procedure", "reports", "retention",
        "settings", "teams", "tokens",
    }
)  # fmt: skip
"""Blueprints with addresses that hold an id of something else than part of one child's record."""


def check(wall: Wall, statuses: Statuses) -> None:
    """Compare the audit of the member's authority with the answers that they got."""
    with db.session(wall.url, HERE) as session:
        entries = session.scalars(select(AuditEntry).where(AuditEntry.actor_id == wall.page.member.person_id)).all()
        told = set(session.scalars(select(Person.name).where(Person.id != wall.page.member.person_id)))
        told |= set(session.scalars(select(Child.name))) | set(session.scalars(select(Child.local_id)))
        told |= set(session.scalars(select(Minute.text).where(Minute.text != "")))
        told |= set(session.scalars(select(Meeting.title)))
    left: dict[str, list[Any]] = {}
    for one in entries:
        left.setdefault(one.endpoint, []).append(one)
    wrong = [
        (method, endpoint, status, sorted({one.kind for one in left.get(f"{method} {endpoint}", [])}))
        for (method, endpoint), status in statuses.items()
        if not _right(wall, method, endpoint, status, left.get(f"{method} {endpoint}", []))
    ]
    assert wrong == []
    said = "\n".join(one.entry for one in entries)
    assert [name for name in told if re.search(rf"\b{re.escape(name)}\b", said)] == []
    assert all(len(json.loads(one.entry)["request_id"]) == 32 for one in entries if one.endpoint.startswith("POST "))


def _right(wall: Wall, method: str, endpoint: str, status: int, found: list[Any]) -> bool:
    kinds = {one.kind for one in found}
    rule = next(rule for rule in wall.app.url_map.iter_rules() if rule.endpoint == endpoint)
    ids = rule.arguments - {"authority", *KEYS}
    if status >= 400:
        return "refusal" in kinds or not ids
    if method == "POST":
        return bool(kinds & {"change", "send", "export"})
    if status == 200 and ids and endpoint.partition(".")[0] not in OF_NOBODY:
        return kinds <= {"read", "export"} and {one.child_id for one in found} == {wall.here["child_id"]}
    return kinds <= {"read", "export"} if ids else kinds <= {"export"}
