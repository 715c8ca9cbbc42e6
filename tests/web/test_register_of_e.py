"""The register under authority E: all recommendations without the child, filtered, and as a file."""

import csv
import io
from collections.abc import Callable
from datetime import date, timedelta

import pytest

from core.registry import Registry
from core.services.desk import Desk
from tests import factories as made
from tests.fixtures.app import Member
from tests.fixtures.page import SignedInPage

HELD = date(2026, 2, 2)
TODAY = date(2026, 3, 16)


class TestOfAuthorityE:
    """Lines written straight into the tables, where all recommendations are monitored."""

    @pytest.fixture
    def registry(self) -> Registry:
        return Registry(("authority_e",))

    @pytest.fixture
    def member(self, enroll: Callable[..., Member]) -> Member:
        return enroll("wexcombe", "Nadia Okafor", roles=("panel_adviser",), enabled={"authority_e": {}})

    def recommended(self, desk: Desk, *texts: str, **facts: object) -> None:
        meeting = made.heard(desk, local_id=f"Q-{texts[0][:9]}", held=HELD)
        for text in texts:
            made.recommendation(desk, meeting, text, **facts)
        desk.db.commit()

    def test_e12_who_monitors_sees_all_recommendations_without_the_child(self, page: SignedInPage, desk: Desk) -> None:
        self.recommended(desk, "Offer respite sooner", "Train carers", theme="Support")

        text = page.get("/register").text

        assert "2 recommendations" in text and "Train carers" in text
        assert "February 2026" in text and "2 February 2026" not in text
        assert "Bertie" not in text and "Q-Offer" not in text and "/meetings/" not in text

    def test_no_cell_of_the_file_is_a_formula(self, page: SignedInPage, desk: Desk) -> None:
        starts = ("=1+1", "+44", "-1", "@now", "\t=1", " =1", "plain")
        self.recommended(desk, *starts, body="=cmd|' /C calc'!A0")

        answer = page.post("/register/csv", {"what": "recommendations"})

        assert answer.status == 200 and answer.headers["Content-Type"].startswith("text/csv")
        rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
        assert len(rows) == len(starts)
        for row in rows:
            for cell in row.values():
                assert not cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t"))
        assert {row["Child’s ID"] for row in rows} == {""} and {row["Held"] for row in rows} == {"February 2026"}
        assert "plain" in {row["What"] for row in rows}

    def test_the_file_holds_what_the_filter_shows(self, page: SignedInPage, desk: Desk) -> None:
        self.recommended(desk, "Late", due=TODAY - timedelta(days=3))
        self.recommended(desk, "To come", due=TODAY + timedelta(days=3))

        assert "To come" not in page.get("/register?overdue=yes").text
        assert "To come" not in page.post("/register/csv", {"overdue": "yes"}).text

    def test_a_filter_that_makes_no_sense_shows_the_usual_list(self, page: SignedInPage, desk: Desk) -> None:
        self.recommended(desk, "Offer respite sooner")

        for query in ("what=x", "state=x", "sort=drop", "after=zz", "after=zz|1", "kind=x", "sort=-who&after=a|b|c",
                      "what=actions&state=accepted", "after=9999-99-99|"):  # fmt: skip
            page.get(f"/register?{query}")
        assert "1 recommendation<" in page.get("/register?what=x&state=x&sort=drop&kind=x").text
        text = page.get("/register?first=31+2+2026&who=%3Cscript%3Ealert(1)").text
        assert "real date" in text and "<script>alert" not in text
        page.get("/register?after=%00|%00", status=404)

    def test_filters_answer_with_the_piece_that_stands_in_the_page(self, page: SignedInPage, desk: Desk) -> None:
        self.recommended(desk, "Offer respite sooner")

        piece = page.get("/register?theme=Matching&who=board&overdue=yes&first=1+1+2026&last=2+2+2026", piece=True)

        assert "Nothing matches these filters" in piece.text and "Clear filters" in piece.text

    def test_texts_are_never_markup(self, page: SignedInPage, desk: Desk) -> None:
        self.recommended(desk, "<script>alert(1)</script>" + "x" * 9000, body="<img src=x>", theme="<i>t</i>")

        text = page.get("/register").text

        assert "<script>alert" not in text and "<img src=x" not in text and "<i>t</i>" not in text

    def test_roles_that_nothing_is_meant_for_open_no_register(self, page: SignedInPage) -> None:
        page.hold("configuration", "auditor")

        page.get("/register", status=403)
        assert page.post("/register/csv").status == 403
        assert "Recommendations</a>" not in page.get("/procedure").text
