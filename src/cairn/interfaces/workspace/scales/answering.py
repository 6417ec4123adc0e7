"""The form of a scale as it is recorded, for trying its scoring and for practising: nothing of it is ever kept."""

from collections.abc import Sequence
from typing import Any

from cairn.definitions.shapes.scale import Scale
from cairn.interfaces.workspace.casework.assess_forms import ASSESS_REST, Asking, AssessForm
from cairn.kernel.problems import Refused
from cairn.scales.scoring import Scored, score
from cairn.web.forms import Field, add_problems


class AnswerForm(AssessForm):
    """The items of the real form, without when and by whom. `whole`: every scored item is answered; else one answer is
    enough, and blanks are blanks."""

    scored: Scored | None = None

    def __init__(self, *args: Any, scale: Scale, whole: bool, **kwargs: Any) -> None:
        super().__init__(*args, scale=scale, **kwargs)
        self.scale, self.whole = scale, whole
        for name in ASSESS_REST:
            self.fields.pop(name, None)

    def clean(self) -> dict[str, Any]:
        self.cleaned_data["with_blanks"] = not self.whole
        said = super().clean()
        answers = said["answers"]
        if not self.errors and all(one is None for one in answers[: len(self.scale.scored)]):
            self.add_error(None, "Answer at least one item.")
        if not self.errors:
            self._count(answers)
        return said

    def _count(self, answers: Sequence[int | str | None]) -> None:
        try:
            self.scored = score(self.scale, answers)
        except Refused as refused:
            add_problems(self, refused.problems)


def asking(form: AnswerForm, fields: Sequence[Field]) -> list[tuple[Asking, Field]]:
    """Each item, and how it is asked, with its question."""
    by_name = {field.name: field for field in fields}
    return [(one, by_name[one.item.id]) for one in form.asked]
