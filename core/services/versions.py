"""The texts that an output has had: kept as they were saved, sent as a draft or made final, and compared. Apart from
`drafts`, which writes them, because readers need them too."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from core.domain.texts import Piece, additions
from core.models import Output, OutputVersion
from core.services.desk import Desk

Text = list[dict[str, Any]]
SAVED, DRAFT, FINAL = "saved", "draft", "final"
STAGES = {DRAFT: "Draft", FINAL: "Final", SAVED: "Saved while writing"}


@dataclass(frozen=True, kw_only=True)
class Written:
    """An output as its editor shows it: its own text, and who saved it last ("" and None before anybody has)."""

    id: str
    title: str
    text: str
    version: int
    by_name: str
    at: datetime | None


def keep(desk: Desk, output: Output, text: Text, stage: str) -> None:
    """Keep a text under the number that the output has once this change is flushed; the output itself must change."""
    desk.db.add(
        OutputVersion(
            output_id=output.id, number=output.version + 1, stage=stage, text=text, by_id=desk.actor.person_id,
            by_name=desk.actor.name, at=desk.now,
        )
    )  # fmt: skip


def own(body: str) -> Text:
    """The text that somebody wrote themselves, as the first section of an output; without a heading."""
    return [{"heading": "", "paragraphs": [one.strip() for one in body.split("\n\n") if one.strip()]}]


def as_saved(body: str) -> Text:
    """A text as it was typed."""
    return [{"heading": "", "paragraphs": [body]}]


def written(desk: Desk, outputs: Iterable[Output]) -> dict[str, Written]:
    """Each output as its editor shows it, by id; one query."""
    every = list(outputs)
    statement = select(OutputVersion).where(
        OutputVersion.output_id.in_([o.id for o in every]), OutputVersion.stage == SAVED
    )
    last = {v.output_id: v for v in desk.db.scalars(statement.order_by(OutputVersion.number))} if every else {}
    return {
        o.id: Written(
            id=o.id, title=o.title, text=o.body, version=o.version,
            by_name=last[o.id].by_name if o.id in last else "", at=last[o.id].at if o.id in last else None,
        )
        for o in every
    }  # fmt: skip


def body_at(desk: Desk, output: Output, number: int) -> str:
    """What somebody had before them who opened the editor at one version of the output; "" before the first text."""
    statement = (
        select(OutputVersion)
        .where(OutputVersion.output_id == output.id, OutputVersion.stage == SAVED, OutputVersion.number <= number)
        .order_by(OutputVersion.number.desc())
        .limit(1)
    )
    found = desk.db.scalar(statement)
    return plain(found.text) if found else ""


def latest(desk: Desk, outputs: Sequence[Output], stage: str) -> Mapping[str, OutputVersion]:
    """The last text of each output at one stage, by the output's id; one query."""
    ids = [o.id for o in outputs]
    if not ids:
        return {}
    statement = select(OutputVersion).where(OutputVersion.output_id.in_(ids), OutputVersion.stage == stage)
    return {v.output_id: v for v in desk.db.scalars(statement.order_by(OutputVersion.number))}


def compared(
    desk: Desk, output: Output, stages: Iterable[str] = (DRAFT, FINAL)
) -> list[tuple[OutputVersion, tuple[Piece, ...]]]:
    """The texts of these stages, newest first, each in pieces against the one before it among them."""
    statement = select(OutputVersion).where(
        OutputVersion.output_id == output.id, OutputVersion.stage.in_(tuple(stages))
    )
    held = list(desk.db.scalars(statement.order_by(OutputVersion.number.desc())))
    texts = [plain(one.text) for one in held]
    return [(one, additions(was, now)) for one, now, was in zip(held, texts, [*texts[1:], ""], strict=False)]


def plain(text: Iterable[Mapping[str, Any]]) -> str:
    """Sections as one text, with their headings."""
    parts: list[str] = []
    for section in text:
        parts += [section["heading"]] if section["heading"] else []
        parts += section["paragraphs"]
    return "\n\n".join(parts)
