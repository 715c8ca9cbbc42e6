"""Nothing but the list of where fixtures live: one file per noun in tests/fixtures."""

pytest_plugins = [
    "tests.fixtures.tidying",
    "tests.rows",
    "tests.fixtures.axe",
    "tests.fixtures.browser",
    "tests.fixtures.swift",
    "tests.fixtures.postgres",  # before those that import from it, so that pytest explains its assertions
    "tests.fixtures.database",
    "tests.fixtures.app",
    "tests.fixtures.page",
    "tests.fixtures.scenes",
    "tests.fixtures.panelling",
    "tests.drafting",
    "tests.fixtures.live",
    "tests.fixtures.visitor",
    "tests.fixtures.provider",
    "tests.fixtures.post",
]
