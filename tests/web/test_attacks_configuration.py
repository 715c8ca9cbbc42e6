"""Attacks on the pages of the configuration: numbers and files that break things, and pages gone stale."""

import io
import re
import zipfile
from collections.abc import Callable

import pytest

from core.registry import Registry
from tests.fixtures.app import Member
from tests.fixtures.page import SignedInPage
from tests.web.test_plugins import REASON, begun, ruling_on, version_of

ODT = b"application/vnd.oasis.opendocument.text"


@pytest.fixture
def registry() -> Registry:
    """Two authorities' plugins."""
    return Registry(("authority_a", "authority_b"))


@pytest.fixture
def member(enroll: Callable[..., Member]) -> Member:
    """Hugh Penrose looks after the configuration of an authority that runs B."""
    return enroll("wexcombe", "Hugh Penrose", roles=("configuration",), enabled={"authority_b": {}})


@pytest.fixture
def second(enroll: Callable[..., Member], sign_in_as: Callable[[Member], SignedInPage]) -> SignedInPage:
    """Moira Lyle does too."""
    return sign_in_as(enroll("wexcombe", "Moira Lyle", roles=("configuration",)))


@pytest.mark.parametrize("number", ["0", str(2**31), str(2**63), "9" * 4000])
def test_a_version_of_any_number_that_is_none_is_missing(page: SignedInPage, number: str) -> None:
    page.get(f"/plugins/versions/{number}", status=404)
    page.get(f"/procedure/versions/{number}", status=404)


def test_a_damaged_packed_document_is_refused_in_a_sentence(page: SignedInPage) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("mimetype", ODT, compress_type=zipfile.ZIP_DEFLATED)
        archive.writestr("content.xml", "<x/>")
    content = packed.getvalue()
    at = content.index(b"mimetype") + len("mimetype")
    sent = {"title": "Procedure", "file": (io.BytesIO(content[:at] + b"\xff" * 9 + content[at + 9 :]), "a.odt")}

    answer = page.post("/procedure/documents", sent)

    assert answer.status == 422 and "its content is something else, damaged or locked" in answer.text


def test_a_change_that_somebody_has_worked_on_is_not_cancelled_from_an_old_list(
    page: SignedInPage, second: SignedInPage
) -> None:
    change = begun(page, "authority_a")
    listed = re.search(r'/withdraw">.*?name="version" value="(\d+)"', second.get("/plugins").text, re.DOTALL)
    page.post(f"{change}/start", {"starts": "1 5 2026"})
    assert listed is not None

    late = second.post(f"{change}/withdraw", {"version": listed[1]})

    assert late.status == 409
    assert "What would change from 1 May 2026" in page.get(change).text


def test_nothing_is_approved_unseen(page: SignedInPage, second: SignedInPage) -> None:
    change = begun(page, "authority_a")
    page.post(f"{change}/ask", REASON)
    seen = version_of(second.get(change))

    for version in (f"{seen}x", "9" * 30):
        assert second.post(f"{change}/approve", {"version": version}).status == 422

    assert list(ruling_on(page)) == ["authority_b"]


def test_a_name_of_any_characters_can_be_changed_again(page: SignedInPage) -> None:
    odd = "\U0001f3e0" * 100
    page.post("/settings/name", {"value": odd, "because": "A slip", "seen": '"Wexcombe Borough Council"'})
    seen = re.search(r'name="seen" value="([^"]+)"', page.get("/settings/name").text)
    assert seen is not None

    answer = page.post(
        "/settings/name", {"value": "Wexcombe", "because": "Back", "seen": seen[1].replace("&#34;", '"')}
    )

    assert answer.status == 303
