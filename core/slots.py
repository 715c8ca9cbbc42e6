"""The templates with which a plugin fills slots of core pages: where they stand, and whether they compile."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, TemplateError, TemplateSyntaxError

from core.discovery import Found
from core.domain.fault import Fault
from core.domain.lasting import Slot


def folder_of(one: Found) -> Path | None:
    """The folder `templates/<name>` beside a plugin's module; None where it has none."""
    folder = Path(one.module.__file__).parent / "templates" / one.name if one.module and one.module.__file__ else None
    return folder if folder and folder.is_dir() else None


def template_faults(one: Found, slots: Iterable[Slot], environment: Environment | None) -> Iterator[str]:
    """A sentence for every slot without its template, and for every template of the plugin that does not compile.

    Without the pages' own `environment` the filters and tests that a template uses are not known, only its syntax.
    """
    folder = folder_of(one)
    loader = FileSystemLoader(folder or ())
    there = [f"{one.name}/{name}" for name in loader.list_templates()]
    for slot in slots:
        if slot.template not in there:
            yield Fault(
                f"The slot '{slot.place}' names the template '{slot.template}', "
                f"which is not in templates/{one.name} beside its module.",
                slot,
            )
    for name in there:
        try:
            source, file, _ = loader.get_source(environment or Environment(), name.removeprefix(f"{one.name}/"))
            if environment is not None:
                environment.compile(source, name, file)
            else:
                Environment().parse(source, name, file)
        except TemplateSyntaxError as fault:
            yield f"The template '{name}', line {fault.lineno}, does not compile: {fault.message}"
        except (TemplateError, OSError, ValueError) as fault:
            yield f"The template '{name}' could not be read: {type(fault).__name__}"
