"""Random pages of random members of random authorities: each answers, or the measurement ends with its address."""

import re
from random import Random
from typing import TYPE_CHECKING

from bench.doors import cookie
from bench.pages import asker
from bench.table import Line
from core.cli.england.building import sign_ins
from core.cli.england.staffing import positions
from core.domain.roles import CASE_STAFF

if TYPE_CHECKING:
    from bench.england import England, Instance

NUMBER, EACH = 200, 4
PLACES = ("work", "children", "meetings", "register", "notices")
LINKED = re.compile(
    rb'href="(/[a-z]+/(?:children|meetings|endings|placements|concerns|plans|register)/[0-9a-f]{32}[^"#?]*)"'
)


def sample(england: "England", instance: "Instance") -> Line:
    """Pages that lists lead to, a few of each member."""
    chance, seen, members = Random("sampled"), 0, 0
    while seen < NUMBER:
        one = chance.choice(england.wanted)
        held = positions(one.pattern)
        member = chance.choice([m for m in sign_ins(one) if CASE_STAFF & set(held[m.position].roles)])
        kept = cookie(instance.app, instance.url, member.id, one.named.slug, england.now)
        links: set[bytes] = set()
        for place in PLACES:
            links |= set(LINKED.findall(asker(instance.app, f"/{one.named.slug}/{place}", kept)()))
        for link in chance.sample(sorted(links), min(len(links), EACH)):
            asker(instance.app, link.decode(), kept)()
            seen += 1
        members += 1
    return Line(goal="", what=f"random pages of {members} members that answer without a fault", figure=f"{seen}",
                against=f"{members * len(PLACES)} lists that lead to them")  # fmt: skip
