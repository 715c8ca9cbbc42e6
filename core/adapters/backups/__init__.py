"""Copies of everything an installation keeps: taken in one moment, complete or not there, and compared when restored.

`census` says what a database holds, `postgresql` and `sqlite` copy one, `files` copies what lies beside it.
"""


class Unfit(Exception):
    """A copy that cannot be made or restored like this; the sentence says why and what to do."""
