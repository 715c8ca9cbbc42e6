"""What both of authority B's meetings share: purposes, themes, and what is recorded before one is requested."""

from core.api import AgendaItem, Ask

PURPOSES = (
    "Find what mattered in leading to the ending",
    "Hear the child and the family on why, as they understand it",
    "Make room to share feelings and information",
    "Learn about the child for future plans",
    "Look at preparation, matching and support",
    "Show where practice can grow",
    "Agree an action plan for the child",
)
THEMES = (
    ("factors", "What led to the ending"),
    ("child_and_family", "In the child's and the family's words"),
    ("feelings", "Feelings and information shared"),
    ("child", "What we know about the child"),
    ("preparation", "Preparation, matching and support"),
    ("practice", "Where practice can grow"),
    ("action_plan", "Action plan for the child"),
)
PREREQUISITES = (
    Ask(
        key="sustaining",
        label="What was tried to sustain the placement",
        kind="text",
        required=True,
        clause="B02",
    ),
)


def themes(part: str | None = None) -> tuple[AgendaItem, ...]:
    """The themes of the record; the first opens with the reminder that nobody is blamed."""
    opening = AgendaItem(
        key="understanding" if part is None else f"{part}_understanding",
        title="Why it ended, without blame",
        clause="B03b",
        part=part,
    )
    items = tuple(
        AgendaItem(key=key if part is None else f"{part}_{key}", title=title, clause="B04a", part=part)
        for key, title in THEMES
    )
    return (opening, *items)
