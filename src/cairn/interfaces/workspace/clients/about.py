"""The core questions about a person, each with its own codes for not asked, not known, refused and withheld."""

from collections.abc import Mapping
from typing import Any

from django import forms

from cairn.definitions import registry
from cairn.interfaces.workspace import codes
from cairn.interfaces.workspace.codes import code_field
from cairn.people.rules import is_missing
from cairn.web.formfields import CodeField, DateField, VersionField

MISSING = ("not_asked", "not_known", "refused", "withheld")
GROUPS = ("white", "mixed", "asian", "black", "other")
BIRTH, AGE, BAND, HELD = "birth_date", "age_years", "age_band", "held"
AGE_WAYS = [(BIRTH, "Date of birth"), (AGE, "Age in years"), (BAND, "Age band"), *codes.choices("age_band")[-4:]]
POSTCODE_STATES = [
    (HELD, "We have it, whole or its first half"),
    *codes.choices("postcode_state", ("known", "part", "not_collected")),
]


def _detail(group: str) -> CodeField:
    entries = [entry for entry in registry.get("codes", "ethnicity").entries if entry.group == group]
    return CodeField(label="Which of these?", required=False, choices=[(entry.code, entry.label) for entry in entries])


class AboutForm(forms.Form):
    """Gender and same-as-at-birth are two questions; ethnicity is two steps; age comes in any one of three ways."""

    gender = code_field("gender", required=False)
    gender_described = forms.CharField(label="In their words", required=False)
    same_as_birth = code_field("same_as_birth", required=False)
    age_way = CodeField(label="What do we know of their age?", choices=AGE_WAYS, apart=MISSING, required=False)
    birth_date = DateField(label="Date of birth", required=False, not_future=True)
    age_years = forms.IntegerField(
        label="Age in years",
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-3"}),
    )
    age_band = CodeField(label="Age band", choices=codes.choices("age_band", MISSING), required=False)
    condition = code_field("condition", required=False)
    condition_limits = code_field("activity_restriction", required=False, leave_out=("not_applicable",))
    ethnicity_group = code_field("ethnicity_group", required=False)
    ethnicity_white, ethnicity_mixed = _detail("white"), _detail("mixed")
    ethnicity_asian, ethnicity_black, ethnicity_other = _detail("asian"), _detail("black"), _detail("other")
    postcode_state = CodeField(
        label="What do we know of their postcode?",
        choices=POSTCODE_STATES,
        apart=MISSING,
        required=False,
        help_text="Kept here only. Reports use the area that it lies in, never the postcode.",
    )
    postcode = forms.CharField(
        label="Postcode",
        required=False,
        help_text="Such as B29 6QJ, or only B29.",
        widget=forms.TextInput(
            attrs={"class": "govuk-input--width-10", "autocomplete": "off", "autocapitalize": "characters"}
        ),
    )
    version = VersionField()

    reveals = {
        ("gender", "self_described"): ("gender_described",),
        ("age_way", BIRTH): ("birth_date",),
        ("age_way", AGE): ("age_years",),
        ("age_way", BAND): ("age_band",),
        ("condition", "yes"): ("condition_limits",),
        **{("ethnicity_group", group): (f"ethnicity_{group}",) for group in GROUPS},
        ("postcode_state", HELD): ("postcode",),
    }

    def __init__(self, *args: Any, asks_postcode: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asks_postcode = asks_postcode
        for field in self.fields.values():
            if isinstance(field, CodeField):
                field.widget.attrs["class"] = codes.SMALL
        if not asks_postcode:
            del self.fields["postcode_state"], self.fields["postcode"]
            self.reveals = {key: value for key, value in self.reveals.items() if key[0] != "postcode_state"}

    def clean(self) -> dict[str, Any]:
        """Add `answers`: what was said, as `people.rules.Answers` takes it."""
        said = super().clean() or self.cleaned_data
        said["answers"] = answers(said, self.asks_postcode)
        for field, words in unanswered(said).items():
            if field not in self.errors:
                self.add_error(field, words)
        return said


def unanswered(said: Mapping[str, Any]) -> dict[str, str]:
    """What was chosen and then left blank, by the field where it is missing."""
    way = _age_way(said)
    found: dict[str, str] = {}
    if way in (BIRTH, AGE, BAND) and said.get(way) in (None, ""):
        found[way] = {
            BIRTH: "Enter the day, month and year, or say that the date of birth is not known.",
            AGE: "Enter the age in years, or say that it is not known.",
            BAND: "Choose an age band, or say that the age is not known.",
        }[way]
    if said.get("postcode_state") == HELD and not said.get("postcode"):
        found["postcode"] = "Enter the postcode or its first half, or say why there is none."
    return found


def _age_way(said: Mapping[str, Any]) -> str:
    """The way that was chosen; without a choice (no JavaScript, all shown), the one that was filled in."""
    filled = [way for way in (BIRTH, AGE, BAND) if said.get(way) not in (None, "")]
    return said.get("age_way") or (filled[0] if len(filled) == 1 else "not_asked")


def answers(said: Mapping[str, Any], asks_postcode: bool) -> dict[str, Any]:
    """The form's answers by the names of `people.rules.Answers`. What was hidden under another choice does not count."""
    way = _age_way(said)
    condition = said.get("condition") or "not_asked"
    limits = said.get("condition_limits") or "not_asked"
    gender = said.get("gender") or "not_asked"
    return {
        "gender": gender,
        "gender_described": said.get("gender_described", "") if gender == "self_described" else "",
        "same_as_birth": said.get("same_as_birth") or "not_asked",
        "birth_date": said.get(BIRTH) if way == BIRTH else None,
        "age_years": said.get(AGE) if way == AGE else None,
        "age_on_date": None,
        "age_band": said.get(BAND) or "not_asked" if way == BAND else way if way in MISSING else "not_asked",
        "condition": condition,
        "condition_limits": limits if condition == "yes" else "not_asked",
        **_ethnicity(said),
        **(_postcode(said) if asks_postcode else {"postcode": "", "postcode_state": "not_collected"}),
    }


def _ethnicity(said: Mapping[str, Any]) -> dict[str, str]:
    group = said.get("ethnicity_group") or ""
    ticked = [said[f"ethnicity_{one}"] for one in GROUPS if said.get(f"ethnicity_{one}")]
    if not group:
        return {"ethnicity_group": "not_asked", "ethnicity": ticked[0] if len(ticked) == 1 else "not_asked"}
    detail = said.get(f"ethnicity_{group}") or (group if is_missing("ethnicity_group", group) else "not_asked")
    return {"ethnicity_group": group, "ethnicity": detail}


def _postcode(said: Mapping[str, Any]) -> dict[str, str]:
    state, text = said.get("postcode_state") or "not_asked", said.get("postcode", "")
    if state == HELD or (state == "not_asked" and text):
        return {"postcode": text, "postcode_state": "not_asked"}
    return {"postcode": "", "postcode_state": state}


def initial(stored: Mapping[str, Any]) -> dict[str, Any]:
    """What is recorded, as the form shows it."""
    band = stored["age_band"]
    way = (
        BIRTH if stored["birth_date"] else AGE if stored["age_years"] is not None else band if band in MISSING else BAND
    )
    group, detail = stored["ethnicity_group"], stored["ethnicity"]
    held = stored["postcode_state"] in ("known", "part")
    same = ("gender", "gender_described", "same_as_birth", "birth_date", "age_years", "condition", "condition_limits")
    return {
        **{name: stored[name] for name in same},
        "age_way": way,
        "age_band": band if way == BAND else None,
        "ethnicity_group": group,
        **({f"ethnicity_{group}": detail} if group in GROUPS and detail not in MISSING else {}),
        "postcode": stored["postcode"],
        "postcode_state": HELD if held else stored["postcode_state"],
    }
