"""A fault in any view tells nobody what was in hand: neither the page nor a line of the log has a word that somebody
typed, or that stood in the record. Forced by columns that the database has lost, so that its own words quote both."""

import json
import re

import pytest
from sqlalchemy import text

from core.engines import engine
from tests.web.walled import wall
from tests.web.walls import HERE, Wall, built, rules

__all__ = ["wall"]
TYPED = "Zqtyped Farrow-Jones"
LOST = (
    ("children", "name"), ("meetings", "stage"), ("placements", "carer"), ("tasks", "kind"), ("answered", "key"),
    ("import_runs", "state"), ("procedure_versions", "because"), ("concerns", "state"),
)  # fmt: skip
"""What pages read, and what every form writes first."""


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_no_fault_of_any_view_tells_what_was_in_hand(wall: Wall, capsys: pytest.CaptureFixture[str]) -> None:
    names = words(wall)
    wall.app.config["PROPAGATE_EXCEPTIONS"] = False
    with engine(wall.url).execution_options(writes=True).begin() as connection:
        for table, column in LOST:
            connection.execute(text(f"ALTER TABLE {table} RENAME COLUMN {column} TO {column}_lost"))
    capsys.readouterr()
    token, broken = wall.page.token(), []
    for rule, method in rules(wall.app):
        if method not in ("GET", "POST"):
            continue
        address = built(rule, HERE, (rule.arguments, wall.here))
        form = {"csrf_token": token, "idempotency_key": TYPED, "name": TYPED, "text": TYPED, "q": TYPED}
        sent = {"data": form} if method == "POST" else {"query_string": {"q": TYPED}}
        answer = wall.page.client.open(address, method=method, headers={"User-Agent": TYPED}, **sent)  # type: ignore[arg-type]
        if answer.status_code == 500:
            broken.append(address)
            shown = answer.text.partition("<main")[2].partition("</main>")[0]
            assert "Something went wrong on our side" in shown
            assert not [word for word in (*names, "Traceback", "sqlite", "SELECT") if word in shown], address
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines() if line.startswith("{")]
    faults = [line for line in lines if line["event"] == "fault"]

    assert len(faults) == len(broken) > 150
    assert {line["error"] for line in faults} == {"sqlalchemy.exc.OperationalError"}
    assert {line["authority"] for line in faults} == {HERE}
    assert not [word for word in names if word in json.dumps(lines)]


def words(wall: Wall) -> set[str]:
    """What was typed, and the names of everybody in the records."""
    with engine(wall.url).connect() as connection:
        children = connection.execute(text("SELECT name FROM children")).scalars()
        people = connection.execute(text("SELECT name FROM people")).scalars()
        found = {part for name in (*children, *people) for part in re.split(r"\W+", name) if len(part) > 4}
    return found | {"Zqtyped"}
