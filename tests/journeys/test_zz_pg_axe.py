import pytest
from core.cli.demo_people import AUTHORITIES

NARROW, WIDE = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
PEOPLE = {a.slug: next(p for p in a.people if p.signs_in and {"social_worker", "team_manager", "iro"} & set(p.roles)) for a in AUTHORITIES if a.plugin}

@pytest.mark.parametrize("slug", list(PEOPLE))
def test_axe(slug, live, visitor, axe):
    someone = visitor(slug, viewport=NARROW).sign_in(PEOPLE[slug].name)
    page, said = someone.page, []
    page.goto(f"{someone.live.url}/{slug}/procedure")
    for size in (NARROW, WIDE):
        page.set_viewport_size(size)
        width = page.evaluate("document.documentElement.scrollWidth")
        said += [f"{width} at {size}"] if width > size["width"] else []
        said += axe(page)
    if slug == "eastholme":
        page.screenshot(path="/tmp/pg/wide.png", full_page=False)
        page.locator("#kind-disruption").screenshot(path="/tmp/pg/kind.png")
    assert said == [] and "Clauses" in page.content()
