"""What a password must be: long, not made of its owner's name or address, and not the same thing again and again.

No list of common passwords: twelve characters leave few of them, and a list that nobody renews only looks like a rule.
"""

LEAST, MOST = 12, 1000
FEWEST = 5
NAMED = 4
"""Parts of a name this long count; shorter ones turn up in any text."""


def objection(password: str, *, name: str, email: str) -> str:
    """What to put right about a new password, as a sentence; "" where nothing is."""
    if len(password) < LEAST:
        return f"Choose at least {LEAST} characters. Three or four words that do not belong together are easy to keep."
    if len(password) > MOST:
        return f"Choose at most {MOST} characters."
    plain = password.casefold()
    if len(set(plain)) < FEWEST or _repeats(plain):
        return "This repeats the same few characters. Choose something less regular."
    if any(part in plain for part in _own(name, email)):
        return "Leave your own name and address out of it: they are the first thing that is tried."
    return ""


def _repeats(text: str) -> bool:
    """Whether the text is one shorter text again and again, perhaps cut off at the end."""
    return any(text == (text[:size] * len(text))[: len(text)] for size in range(1, len(text) // 2 + 1))


def _own(name: str, email: str) -> set[str]:
    local, _, host = email.casefold().partition("@")
    parts = {*name.casefold().split(), *local.replace("_", ".").replace("-", ".").split("."), host.partition(".")[0]}
    return {part for part in parts if len(part) >= NAMED}
