"""Whether a plugin's settings survive the form: shown, sent back as words, and each choice tried."""

from collections.abc import Iterator

from core.domain.compiling import CannotCompile
from core.services.contract.remarks import Remark
from core.services.contract.subject import Subject


def settings_faults(subject: Subject) -> Iterator[Remark]:
    """What the form would lose, settings that nobody could fill, and choices with which nothing compiles."""
    try:
        yield from _form(subject)
    except Exception as fault:  # somebody else's schema: said here, and the other checks go on
        said = f"The settings could not be sent through the form: {type(fault).__name__}: {fault}"
        yield Remark(sentence=said, spot=subject.sources.of_error(fault))
    yield from dict.fromkeys(_undeclared(subject))
    for question in subject.found.questions:
        for value, _ in question.choices:
            given = [value] if question.kind == "choices" else value
            try:
                list(subject.procedures(**{question.key: given}))
            except CannotCompile as refused:
                yield from subject.refused(refused, f"With {question.key} = '{value}': ")


def _form(subject: Subject) -> Iterator[Remark]:
    schema, settings, find = subject.found.schema(), subject.settings, subject.sources
    loaded = schema.load(dict(settings))
    its_class = find.of_word(subject.found.schema.__name__)
    if schema.load(schema.dump(loaded)) != loaded:
        yield Remark(sentence="The settings do not survive being shown on the form and sent back.", spot=its_class)
    posted = {key: "" if value is None else str(value) for key, value in loaded.items() if not isinstance(value, list)}
    if schema.load({**loaded, **posted}) != loaded:
        yield Remark(sentence="The settings differ once a form has sent them back as words.", spot=its_class)
    if not schema.validate({**settings, "a_setting_nobody_declared": "x"}):
        said = "A setting that nobody declared is accepted; build the schema on ConfigSchema."
        yield Remark(sentence=said, spot=its_class)
    for question in subject.found.questions:
        if not question.label:
            yield Remark(sentence=f"The setting {question.key} has no label.", spot=find.of_word(question.key))


def _undeclared(subject: Subject) -> Iterator[Remark]:
    """Settings that a silence or a gap names and the form does not have, so that nobody could ever fill it."""
    known = {question.key for question in subject.found.questions}
    for procedure in subject.procedures():
        for kind in procedure.kinds.values():
            named = {setting for _, setting in kind.silent_on if setting} | {gap.setting for gap in kind.blocked_by}
            for one in sorted(named - known):
                yield subject.about(kind, f"{kind.key} names the setting '{one}', which is not declared.", one)
