"""An authority's own document beside its procedure: only fit files are kept, everybody reads it as a file, what it
replaced stays, and what was uploaded by mistake is gone."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import undefer

from core import db
from core.adapters.documents import MOST_FILES, Unfit, kind_of
from core.models import Event, ProcedureDocument
from core.services import own_documents
from core.services.desk import Desk
from tests.fixtures.app import Member
from tests.fixtures.page import Answer, SignedInPage

PDF = b"%PDF-1.7\nOur procedure\n%%EOF"
ODT = "application/vnd.oasis.opendocument.text"


def packed(*names: str, **contents: str) -> bytes:
    """A ZIP archive with these files; `mimetype` first where it is given."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, text in contents.items():
            archive.writestr(name, text)
        for name in names:
            archive.writestr(name, "x")
    return made.getvalue()


DOCX = packed("[Content_Types].xml", "word/document.xml")


def sent(page: SignedInPage, content: bytes, name: str = "procedure.pdf", **more: str) -> Answer:
    form = {"title": "Disruption meetings", "dated": "", "replaces": "", "file": (io.BytesIO(content), name)}
    return page.post("/procedure/documents", form | more)


def kept(page: SignedInPage) -> list[ProcedureDocument]:
    """What is kept, newest first, contents and all."""
    with db.session(page.database_url, page.member.tenant) as session:
        statement = select(ProcedureDocument).order_by(ProcedureDocument.uploaded_at.desc())
        return list(session.scalars(statement.options(undefer(ProcedureDocument.content))))


@pytest.fixture
def page(page: SignedInPage) -> SignedInPage:
    """Somebody who looks after the configuration."""
    page.hold("configuration")
    return page


@pytest.mark.parametrize(
    ("name", "content", "media"),
    [
        ("procedure.pdf", PDF, "application/pdf"),
        ("Procedure 2026.DOCX", DOCX, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("procedure.odt", packed("content.xml", mimetype=ODT), ODT),
        ("procedure.txt", "Who chairs: the café’s manager\r\n".encode(), "text/plain; charset=utf-8"),
    ],
)
def test_a_document_is_uploaded_and_everybody_reads_it_as_a_file(
    page: SignedInPage, name: str, content: bytes, media: str
) -> None:
    assert sent(page, content, name, dated="1/3/2026").location == page.path("/procedure/documents")

    (document,) = kept(page)
    page.hold("auditor")
    listed = page.get("/procedure/documents").text
    answer = page.client.get(page.path(f"/procedure/documents/{document.id}"))
    assert (document.title, document.name, document.size) == ("Disruption meetings", name, len(content))
    assert "Disruption meetings" in listed and "1 March 2026" in listed and "Nadia Okafor" in listed
    assert "Take it away" not in listed and "Upload a document" not in listed
    assert answer.data == content and answer.headers["Content-Type"] == media
    assert answer.headers["X-Content-Type-Options"] == "nosniff" and answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Disposition"].startswith("attachment;")


def test_the_procedure_page_has_it_beside_the_rules(page: SignedInPage) -> None:
    sent(page, PDF)
    (document,) = kept(page)

    text = page.get("/procedure").text

    assert f'href="/wexcombe/procedure/documents/{document.id}"' in text
    assert "Disruption meetings (PDF, 28 bytes)" in text and "Uploaded on 16 March 2026 by Nadia Okafor." in text


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("procedure.pdf", b"", "The file is empty"),
        ("procedure.exe", b"MZ\x90\x00", "Choose a PDF, a Word file"),
        ("procedure", PDF, "Choose a PDF, a Word file"),
        ("page.html", b"<script>alert(1)</script>", "Choose a PDF, a Word file"),
        ("procedure.pdf", b"<html><script>alert(1)</script>", "it is a text file"),
        ("procedure.pdf", DOCX, "it is a Word file"),
        ("procedure.docx", PDF, "it is a PDF file"),
        ("procedure.docx", packed("other.xml"), "its content is something else"),
        ("procedure.docx", DOCX[:-30], "its content is something else"),
        ("procedure.docx", packed("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), "holds macros"),
        ("procedure.odt", packed("content.xml", "Basic/script-lc.xml", mimetype=ODT), "holds macros"),
        ("procedure.odt", packed("content.xml", mimetype=ODT + "-template"), "its content is something else"),
        ("procedure.odt", packed("content.xml", mimetype="0" * 5_000_000), "its content is something else"),
        ("procedure.txt", b"one\x00two", "its content is something else"),
        ("procedure.txt", b"\xff\xfe\x00caf\xe9", "its content is something else"),
    ],
)
def test_what_is_no_such_document_is_refused_in_a_sentence_and_nothing_is_kept(
    page: SignedInPage, name: str, content: bytes, words: str
) -> None:
    answer = sent(page, content, name)

    assert answer.status == 422 and words in answer.text and 'value="Disruption meetings"' in answer.text
    assert kept(page) == []


def test_an_archive_of_very_many_files_is_not_opened() -> None:
    bomb = packed(*(f"{n}.xml" for n in range(MOST_FILES)), "[Content_Types].xml", "word/document.xml")

    with pytest.raises(Unfit, match="its content is something else"):
        kind_of("bomb.docx", bomb)


def test_a_file_that_is_too_large_or_missing_is_said(page: SignedInPage) -> None:
    assert "larger than 10 MB" in sent(page, b"%PDF-" + b"0" * own_documents.LARGEST).text
    nothing = page.post("/procedure/documents", {"title": "Disruption meetings", "dated": "", "replaces": ""})
    later = sent(page, PDF, dated="17/3/2026", title="")

    assert nothing.status == 422 and "Choose the file to upload." in nothing.text
    assert "Enter what the document is called" in later.text
    assert "today or earlier" in sent(page, PDF, dated="17/3/2026").text
    assert kept(page) == []


@pytest.mark.parametrize(
    ("name", "kept_as"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\Ann\\our procedure.pdf", "our procedure.pdf"),
        ('a";filename="evil.exe".pdf', 'a";filename="evil.exe".pdf'),
        ("procedure\u202efdp.pdf", "procedurefdp.pdf"),
        ("Verfahren für Kinder 🐙.pdf", "Verfahren für Kinder 🐙.pdf"),
        ("line\r\nSet-Cookie: a=b.pdf", "lineSet-Cookie: a=b.pdf"),
    ],
)
def test_odd_names_do_no_harm(page: SignedInPage, desk: Desk, name: str, kept_as: str) -> None:
    own_documents.upload(configured(desk), name, io.BytesIO(PDF), title="Ours")
    desk.db.commit()
    (document,) = kept(page)

    answer = page.client.get(page.path(f"/procedure/documents/{document.id}"))

    assert document.name == kept_as
    assert answer.status_code == 200 and "a=b" not in answer.headers.get("Set-Cookie", "")
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert "\n" not in answer.headers["Content-Disposition"]
    assert page.get("/procedure/documents").status == 200


def test_a_replaced_document_stays_readable_and_is_not_replaced_twice(page: SignedInPage) -> None:
    sent(page, PDF, title="Of 2024")
    (first,) = kept(page)
    offered = page.get("/procedure/documents/new").text
    assert f'<option value="{first.id}" selected>Of 2024, uploaded 16 March 2026</option>' in offered

    sent(page, DOCX, "new.docx", title="Of 2026", replaces=first.id)
    again = sent(page, PDF, title="Of 2027", replaces=first.id)

    second = next(one for one in kept(page) if one.title == "Of 2026")
    listed = page.get("/procedure/documents").text
    assert second.replaces_id == first.id and again.status == 422
    assert "Replaced on 16 March 2026" in listed and listed.count("Stands today") == 1
    assert page.client.get(page.path(f"/procedure/documents/{first.id}")).data == PDF
    shown = page.get("/procedure").text
    assert "Of 2026" in shown and "Of 2024" not in shown


def test_what_was_uploaded_by_mistake_is_taken_away_and_says_why(page: SignedInPage) -> None:
    sent(page, PDF)
    (document,) = kept(page)
    address = f"/procedure/documents/{document.id}/removal"

    blank = page.post(address, {"because": "", "version": "1"})
    done = page.post(address, {"because": "It named a child", "version": "1"})
    again = page.post(address, {"because": "Once more", "version": "2"})

    assert blank.status == 422 and "Enter why the document is taken away" in blank.text
    assert done.location == page.path("/procedure/documents") and again.status == 409
    assert "by Nadia Okafor: It named a child" in page.get("/procedure/documents").text
    page.get(f"/procedure/documents/{document.id}", status=404)
    (left,) = kept(page)
    assert left.content == b"" and left.size == 0
    with db.session(page.database_url, page.member.tenant) as session:
        verbs = list(session.scalars(select(Event.verb).where(Event.about == "procedure document").order_by(Event.id)))
    assert sorted(verbs, reverse=True) == [
        "uploaded the authority's own document",
        "took away the authority's own document",
    ]


def test_only_configuration_staff_upload_and_take_away(page: SignedInPage) -> None:
    sent(page, PDF)
    (document,) = kept(page)
    page.hold("social_worker", "team_manager")

    page.get("/procedure/documents/new", status=403)
    assert sent(page, PDF).status == 403
    assert page.post(f"/procedure/documents/{document.id}/removal", {"because": "No"}).status == 403
    assert len(kept(page)) == 1


def test_k01_another_authoritys_document_is_not_found(
    page: SignedInPage, enroll: Callable[..., Member], sign_in_as: Callable[[Member], SignedInPage]
) -> None:
    sent(page, PDF)
    (document,) = kept(page)
    other = sign_in_as(enroll("larkhey", "Owen Price", roles=("configuration",)))

    other.get(f"/procedure/documents/{document.id}", status=404)
    assert other.post(f"/procedure/documents/{document.id}/removal", {"because": "Mine"}).status == 404
    assert "Disruption meetings" not in other.get("/procedure/documents").text


def configured(desk: Desk) -> Desk:
    """The desk of somebody who looks after the configuration."""
    return replace(desk, actor=replace(desk.actor, roles=frozenset({"configuration"})))
