"""The demonstration's children, by authority: where each story stands today. All of them are invented."""

from core.cli import demo_aldermere as aldermere
from core.cli import demo_brackwater as brackwater
from core.cli import demo_caldwick as caldwick
from core.cli import demo_confided as confided
from core.cli import demo_configuration as configuration
from core.cli import demo_dunmoor as dunmoor
from core.cli import demo_early as early
from core.cli import demo_eastholme as eastholme
from core.cli import demo_kept as kept
from core.cli.demo_circulated import callum
from core.cli.demo_scenes import Story

STORIES: dict[str, tuple[Story, ...]] = {
    "aldermere": (aldermere.leo, aldermere.elin, callum, aldermere.noah_and_maisie, early.aldermere, kept.aldermere),
    "brackwater": (brackwater.isla, brackwater.jude, confided.brackwater),
    "caldwick": (caldwick.tegan, caldwick.finlay, caldwick.ruby, configuration.caldwick),
    "dunmoor": (dunmoor.rory, dunmoor.ada, dunmoor.isaac, dunmoor.month),
    "eastholme": (eastholme.tomasz, eastholme.nina, eastholme.settled, early.eastholme),
}
