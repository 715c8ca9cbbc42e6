"""The demonstration's children, by authority: where each story stands today. All of them are invented."""

from core.cli import demo_aldermere as aldermere
from core.cli import demo_brackwater as brackwater
from core.cli.demo_circulated import callum
from core.cli.demo_scenes import Story, plain

STORIES: dict[str, tuple[Story, ...]] = {
    "aldermere": (aldermere.leo, aldermere.elin, callum, aldermere.noah_and_maisie),
    "brackwater": (brackwater.isla, brackwater.jude),
    "caldwick": (plain("Imran Yates", "C-1188", "Tegan Moss"),),
    "dunmoor": (plain("Kirsty Lowe", "D-0452", "Rory Blane"),),
    "eastholme": (plain("Kemi Falade", "E-7310", "Tomasz Wilk"),),
}
