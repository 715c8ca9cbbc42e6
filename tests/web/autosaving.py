"""The themes of a record on its page, and writing into them as the page does."""

import re

from tests.web.meeting import address


def autosave(page, scene, one, text, version):
    data = {f"text-{one}": text, f"version-{one}": version}
    return page.post(address(scene, f"/minutes/{one}"), data, htmx=True)


def themes(text):
    return re.findall(r'<textarea[^>]* name="text-(\w+)"', text)
