"""Which text of the procedure is read: today's, an earlier or later version, another edition, on paper; and the picture
and the wording that stand beside the tables."""

import re
from datetime import date
from html import unescape

import pytest
from markupsafe import escape

from core.domain.versions import Version, always
from core.registry import Registry
from core.services.desk import Desk
from tests.fixtures.page import SignedInPage
from tests.fixtures.scenes import AUTHORITIES, all_authorities

OF_E = {"authority_e": {"disruption_chair": "iro"}}


@pytest.fixture
def registry() -> Registry:
    """The plugins of all five authorities."""
    return all_authorities()


def ran(desk: Desk, *versions: tuple[date | None, dict[str, dict[str, str]]]) -> None:
    """These versions, numbered from 1, are the authority's."""
    desk.tenant.versions = [
        Version(number=number, starts=starts, enabled=enabled).row
        for number, (starts, enabled) in enumerate(versions, 1)
    ]
    desk.db.commit()


@pytest.fixture
def four(desk: Desk) -> None:
    """Four versions: D from the beginning, E since February, one whose plugin is not here, one without a plugin."""
    ran(
        desk,
        (None, {"authority_d": {}}),
        (date(2026, 2, 1), OF_E),
        (date(2026, 10, 1), {"lost_plugin": {}}),
        (date(2027, 1, 1), {}),
    )


def words(text: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", "<" + text.split("<main")[1].split("</main>")[0])).split())


def test_the_head_names_the_version_in_force_and_since_when(page: SignedInPage, four: None) -> None:
    text = page.get("/procedure").text

    assert "Wexcombe procedure, version 2, from 1 February 2026 to 30 September 2026" in words(text)
    assert "not what is in force" not in text and 'id="E05a"' in text


def test_k02_an_earlier_version_reads_as_it_was_and_says_that_it_is_not_in_force(
    page: SignedInPage, four: None
) -> None:
    text = page.get("/procedure/versions/1").text

    assert "Wexcombe procedure, version 1, from the beginning to 31 January 2026" in words(text)
    assert "This is not what is in force today" in text
    assert 'id="D01"' in text
    assert "E05a" not in text


def test_a_version_keeps_the_settings_it_was_approved_with(page: SignedInPage, desk: Desk) -> None:
    ran(desk, (None, {"authority_e": {}}), (date(2026, 2, 1), OF_E))

    before, now = (words(page.get(f"/procedure/{path}").text) for path in ("versions/1", "versions/2"))

    setting = "Who chairs. Local setting: Who chairs the disruption meeting"
    assert f"{setting} (not settled yet)" in before and f"{setting} (settled)" in now
    chosen = "Independent reviewing officer Read here as: The text is silent; this authority's setting"
    assert chosen in now and chosen not in before


def test_k05_a_version_whose_plugin_is_gone_says_so_in_words(page: SignedInPage, four: None) -> None:
    text = words(page.get("/procedure/versions/3").text)

    assert "This version cannot be read here any more" in text
    assert "The plugin 'lost_plugin' is not installed here" in text
    assert "No procedure was in force" in words(page.get("/procedure/versions/4").text)


@pytest.mark.parametrize(
    "path", ["versions/9", "versions/1?edition=nothing", "print?version=7", "?edition=%F0%9F%90%99"]
)
def test_a_text_that_there_never_was_is_not_found(page: SignedInPage, four: None, path: str) -> None:
    page.get(f"/procedure/{path}" if not path.startswith("?") else f"/procedure{path}", status=404)


def test_the_list_of_versions_says_when_each_was_in_force(page: SignedInPage, four: None) -> None:
    text = page.get("/procedure/versions").text
    rows = [
        words(f"<main>{row}</main>") for row in re.findall(r"<tr role=\"row\"><th scope=\"row\".*?</tr>", text, re.S)
    ]

    assert [row.split(" ")[1] for row in rows] == ["4", "3", "2", "1"]
    assert "To come From 1 October 2026 to 31 December 2026 lost_plugin" in rows[1]
    assert "In force today From 1 February 2026 to 30 September 2026 Authority E" in rows[2]
    assert "From the beginning to 31 January 2026" in rows[3]
    assert 'href="/wexcombe/procedure/versions/1"' in text and 'href="/wexcombe/procedure"' in text


def test_a_version_corrected_on_its_own_day_says_that_it_never_ruled(page: SignedInPage, desk: Desk) -> None:
    ran(desk, (None, {"authority_d": {}}), (date(2026, 4, 1), {"authority_c": {}}), (date(2026, 4, 1), OF_E))

    assert "Corrected on 1 April 2026, before it ruled a day" in words(page.get("/procedure/versions").text)
    assert "version 2, from 1 April 2026, corrected on the same day" in words(page.get("/procedure/versions/2").text)


def test_a20_the_older_text_says_that_its_stability_section_is_known_to_have_existed_and_no_more(
    page: SignedInPage, desk: Desk
) -> None:
    desk.tenant.versions = always({"authority_a": {}})
    desk.db.commit()

    now, before = page.get("/procedure").text, page.get("/procedure?edition=before-2019-09").text
    listed = words(page.get("/procedure/versions").text)

    assert "As amended in September 2019 , in force from 1 September 2019" in words(now)
    assert 'href="/wexcombe/procedure/versions/1?edition=before-2019-09"' in now
    assert "Before September 2019 , in force to 31 August 2019" in words(before)
    assert "This is not what is in force today" in before and "This is not what is in force today" not in now
    said = "It had a section on placement stability meetings whose content is not known"
    assert said in words(before) and said not in words(now) and said in listed
    assert "It is known to have existed; what it said is not known, so nothing is claimed for it." in words(before)
    assert "No first day is known, to 31 August 2019" in listed


@pytest.mark.parametrize("plugin", AUTHORITIES)
def test_each_meeting_has_its_picture_the_same_as_a_list_and_its_wording(
    page: SignedInPage, desk: Desk, plugin: str
) -> None:
    desk.tenant.versions = always({plugin: {}})
    desk.db.commit()
    procedure = desk.procedure(desk.today)
    assert procedure is not None
    desk.db.commit()

    text = page.get("/procedure").text

    for kind in procedure.kinds.values():
        picture = text.split(f'id="flow-{kind.key}"')[1].split("</details></details>")[0]
        assert f'aria-labelledby="flow-{kind.key}-title flow-{kind.key}-desc"' in picture
        listed = picture.split("<ol>")[1]
        for step in kind.steps:
            assert str(escape(step.title)) in listed, step.key
        section = text.split(f'id="kind-{kind.key}"')[1].split('id="kind-')[0].split('id="clauses"')[0]
        wording = section.split("See the wording this comes from")[1]
        assert str(escape(procedure.clauses[kind.clause].words)) in wording
    assert len(re.findall(r'<details class="govuk-details" id="flow-[^>]* open>', text)) == 1


def test_on_paper_nothing_is_folded_and_nothing_is_left_to_press(page: SignedInPage, four: None) -> None:
    text = page.get("/procedure/print").text
    main = text.split("<main")[1].split("</main>")[0]

    assert "<details" in main and not re.findall(r"<details(?![^>]* open)[^>]*>", main)
    assert "On this page" not in main and "data-print" not in main and 'id="E05a"' in main
    assert "version 1, from the beginning" in words(page.get("/procedure/print?version=1").text)
    assert 'href="/wexcombe/procedure/print?version=1' in page.get("/procedure/versions/1").text
