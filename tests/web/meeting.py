"""A meeting's pages as the tests find their way there: addresses, the form after a heading, what is recorded."""

import re


def address(scene, tail=""):
    return f"/meetings/{scene.meeting_id}{tail}"


def form_after(text, words):
    found = re.search(re.escape(words) + r'.*?<form[^>]*action="([^"]+)"', text, re.S)
    assert found, words
    return found.group(1)


def records(text):
    return re.finditer(r'href="([^"]+/outputs/\w+)"', text)
