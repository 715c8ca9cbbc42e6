"""Longer texts on a page. The only place that tells a template to trust what it is given, apart so that a test can say
so: the text has been cleaned before."""

from markupsafe import Markup

from core.adapters.prose import shown


def prose(text: str) -> Markup:
    """A longer text in paragraphs, lists and bold."""
    return Markup(shown(text))
