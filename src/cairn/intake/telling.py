"""The public side of a tiny group's page: what it shows, what is kept of it, and what becomes of it when it is sent.

This is no action: whoever holds the link acts as its group, which may do nothing else anywhere."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction

from cairn.access import scope
from cairn.access.actors import Actor
from cairn.access.deeds import Conflict, deed
from cairn.access.queries import group as acting
from cairn.contracts import group_telling, rules_groups, told
from cairn.contracts.models import GroupLink, GroupReport
from cairn.contracts.rules_groups import Telling
from cairn.contracts.told import ReportView
from cairn.definitions import registry
from cairn.desk import filetypes, pictures, received, sounds
from cairn.desk.models import Upload
from cairn.intake import group_links, rules_telling
from cairn.intake.rules_telling import PHOTO, VOICE, Heard
from cairn.kernel import clock
from cairn.kernel.problems import Problem, Refused, refuse_if
from cairn.returns import group_stories


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that the page shows. `given` is what was typed so far, `sent` what stands as sent (`stood`, as a form holds it),
    `setting` how it is read. `begun_on` is what stood when the typing began ("" for nothing): where something else stands now,
    somebody sent it in the `meantime`."""

    organisation: str
    is_demonstration: bool
    group: str
    from_date: dt.date
    to_date: dt.date
    until: dt.datetime
    language: str
    given: Mapping[str, Any]
    files: tuple[Mapping[str, str], ...]
    sent: ReportView | None
    setting: Mapping[str, str]
    helps: tuple[str, ...]
    is_on_the_way: bool
    stood: Mapping[str, Any]
    begun_on: str

    @property
    def meantime(self) -> bool:
        return self.is_on_the_way and self.sent is not None and self.sent.uid != self.begun_on

    @property
    def differs(self) -> tuple[str, ...]:
        """The questions to which what was sent and what was typed give different answers; of files their kinds."""
        names = [name for name in self.stood if self.given.get(name) != self.stood[name]]
        kept = {kind: [one for one in self.files if one["kind"] == kind] for kind in (PHOTO, VOICE)}
        held = self.sent.files if self.sent else ()
        return (*names, *(kind for kind, mine in kept.items() if mine != [one for one in held if one["kind"] == kind]))

    @property
    def until_date(self) -> dt.date:
        return clock.london_date(self.until)


def helps() -> tuple[str, ...]:
    """What a group may tick that would help it."""
    return registry.get("codes", "group_help").codes


def sheet(row: GroupLink) -> Sheet:
    """What a live link (`group_links`) shows now."""
    anchor: Any = row.provider
    with scope.of(_actor(row)):
        sent = told.standing(row.group, row.from_date, row.to_date)
        view = told.view(sent) if sent else None
    setting = row.answers.get("set", {})
    stands, held = _as_given(view), list(view.files if view else ())
    given, files = row.answers.get("given", stands), list(row.answers.get("files", held))
    return Sheet(
        anchor.name, anchor.is_demonstration, row.group.name, row.from_date, row.to_date, row.expires_at,
        setting.get("lang", row.language), given, tuple(files), view, setting, helps(),
        (given, files) != (stands, held), stands, row.answers.get("on", view.uid if view else ""),
    )  # fmt: skip


def _as_given(view: ReportView | None) -> dict[str, Any]:
    """What was sent, as the form that changes it begins."""
    if view is None:
        return {}
    numbers = {name: getattr(view, name) for name in rules_telling.NUMBERS}
    said = {name: "" if number is None else str(number) for name, number in numbers.items()}
    words = {name: getattr(view, name) for name in (*rules_telling.TEXTS, *rules_telling.CHOSEN)}
    return {**said, **words, "is_sample": view.is_sample, "help_wanted": list(view.help_wanted)}


def keep(
    row: GroupLink, heard: Heard | None, *, setting: Mapping[str, str] | None = None, on: str | None = None
) -> None:
    """Keep what was typed; what is on its way is no deed. `on` names what stood when its typing began; None: what stands now.
    Raises NotFound when the link has ended."""
    with scope.of(_actor(row)), transaction.atomic():
        fresh = group_links.again(row)
        answers = dict(fresh.answers)
        if heard is not None:
            stands = told.standing(row.group, row.from_date, row.to_date) if on is None else None
            answers |= {"given": dict(heard.given), "on": (str(stands.uid) if stands else "") if on is None else on}
        if setting:
            answers["set"] = {**answers.get("set", {}), **setting}
        _put(fresh, answers)
        row.answers = answers


def bring(row: GroupLink, kind: str, name: str, data: bytes) -> list[Problem]:
    """Keep a photo or a voice note with what is on its way; it takes the place of the one before. What is wrong with it, else
    nothing. A photo is drawn anew, so that no place stands in it; of a sound goes what its program
    told beside it."""
    try:
        kept = _checked(kind, name, data)
    except Refused as refused:
        return list(refused.problems)
    by = _actor(row)
    until = clock.today() + dt.timedelta(days=rules_telling.FILES_DAYS)
    with scope.of(by):
        made = received.put(by=by, kind=group_telling.FILES, name=kept["name"], data=kept.pop("data"), kept_until=until)
        with transaction.atomic():
            fresh = group_links.again(row)
            others = [one for one in _files(fresh) if one["kind"] != kind]
            answers = {**fresh.answers, "files": [*others, {**kept, "kind": kind, "uid": str(made.uid)}]}
            _put(fresh, answers)
            row.answers = answers
    return []


def drop(row: GroupLink, kind: str) -> None:
    """Take back a photo or a voice note before it is sent."""
    with scope.of(_actor(row)), transaction.atomic():
        fresh = group_links.again(row)
        answers = {**fresh.answers, "files": [one for one in _files(fresh) if one["kind"] != kind]}
        _put(fresh, answers)
        row.answers = answers


def leave(row: GroupLink) -> None:
    """What was sent stays, and what was typed beside it is let go, as somebody chose who saw both."""
    with scope.of(_actor(row)), transaction.atomic():
        fresh = group_links.again(row)
        row.answers = _settings(fresh)
        _put(fresh, row.answers)


def _settings(row: GroupLink) -> dict[str, Any]:
    """What stays of a link once nothing is on its way."""
    return {"set": row.answers["set"]} if "set" in row.answers else {}


def _files(row: GroupLink) -> list[dict[str, str]]:
    """Those on their way; of a link where nothing is, those that were sent."""
    if "files" in row.answers:
        return list(row.answers["files"])
    sent = told.standing(row.group, row.from_date, row.to_date)
    return [dict(one) for one in sent.files] if sent else []


def _checked(kind: str, name: str, data: bytes) -> dict[str, Any]:
    """The file as it is kept. Raises Refused."""
    if len(data) > rules_telling.MOST_FILE:
        most = rules_telling.MOST_FILE // 1024 // 1024
        fix = "Send a smaller one, or a shorter note."
        raise Refused([Problem("telling.large", f"At most {most} MB can be sent.", fix, field=kind)])
    if kind == PHOTO:
        try:
            anew = pictures.drawn_anew(data)
        except pictures.NoPicture:
            fix = "Choose a photo (JPEG, PNG or WebP)."
            raise Refused([Problem("telling.photo", "That is no photo that can be read.", fix, field=kind)]) from None
        return {"name": f"photo{pictures.ENDING}", "type": pictures.MEDIA_TYPE, "data": anew}
    found = next((one for one in filetypes.KINDS if one.media_type in rules_telling.SOUNDS and one.is_it(data)), None)
    if found is None:
        fix = "Choose a recording (M4A, MP3, Ogg or WAV)."
        raise Refused([Problem("telling.voice", "That is no recording that can be played.", fix, field=kind)])
    return {"name": f"voice{found.endings[0]}", "type": found.media_type, "data": sounds.bare(data)}


class _Sent(Exception):
    """It stands already, word for word: of two taps at once the other has sent it, or its answer never reached the phone."""


def send(row: GroupLink) -> ReportView:
    """Send what was kept. What was sent before is replaced, and stays with its anchor. Raises Refused with everything that is
    wrong, Conflict when somebody else sent since the typing began, and NotFound when the link has ended meanwhile."""
    try:
        return _sent(row)
    except _Sent:
        with scope.of(_actor(row)), transaction.atomic():
            fresh = GroupLink.objects.select_for_update().get(pk=row.pk)
            standing = told.standing(row.group, row.from_date, row.to_date)
            assert standing is not None
            if "given" in fresh.answers and _is_same(standing, _said(fresh).said):
                fresh.answers = _settings(fresh)
                _put(fresh, fresh.answers)
            row.answers = fresh.answers
            return told.view(standing)


def _sent(row: GroupLink) -> ReportView:
    by = _actor(row)
    with scope.of(by), deed("contracts.group_told", by=by) as this:
        fresh = group_links.again(row)
        before = told.standing(row.group, row.from_date, row.to_date)
        heard = _said(fresh)
        if before is not None:
            _meantime(before, fresh, heard.said)
        refuse_if([*heard.problems, *rules_groups.telling_problems(heard.said)])
        same = {"from_date": row.from_date, "to_date": row.to_date, "said": heard.said, "link": fresh}
        made = group_telling.write(this, by, row.group, **same)  # type: ignore[arg-type]
        if before is not None and made.story_consent != rules_groups.TOLD:
            group_stories.forget(this, by, row.group, row.from_date, row.to_date, but=made)
        answers = _settings(fresh)
        GroupLink.objects.filter(pk=row.pk).update(answers=answers, opened_at=fresh.opened_at or clock.now())
        row.answers = answers
        made.group = row.group
        return told.view(made)


def _said(fresh: GroupLink) -> Heard:
    return rules_telling.meant(fresh.answers.get("given", {}), _files(fresh))


def _meantime(before: GroupReport, fresh: GroupLink, said: Telling) -> None:
    """Whoever typed must have seen what they would replace. Raises Conflict, or _Sent where it stands already."""
    if not fresh.answers.keys() & {"given", "files"}:
        raise _Sent
    if str(before.uid) == fresh.answers.get("on", ""):
        return
    if _is_same(before, said):
        raise _Sent
    fix = "Look at both, then choose."
    raise Conflict([Problem("telling.meantime", "Somebody sent this page meanwhile.", fix, field="heads")])


def _is_same(before: GroupReport, said: Telling) -> bool:
    stood = rules_telling.meant(_as_given(told.view(before))).said
    plain = replace(said, files=(), story_consent=said.story_consent if said.story else "")
    return stood == plain and _prints(before.files) == _prints(said.files)


def _prints(files: Iterable[Mapping[str, str]]) -> set[tuple[str, str]]:
    """By kind what is in them: the same photo sent twice is two uploads."""
    kinds = {one["uid"]: one["kind"] for one in files}
    rows = Upload.objects.filter(kind=group_telling.FILES, uid__in=list(kinds)).values_list("uid", "sha256")
    return {(kinds[str(uid)], print_) for uid, print_ in rows}


def problems(row: GroupLink) -> list[Problem]:
    """What is wrong with what was kept, writing nothing."""
    heard = rules_telling.meant(row.answers.get("given", {}), row.answers.get("files", ()))
    return [*heard.problems, *rules_groups.telling_problems(heard.said)]


def _put(row: GroupLink, answers: dict[str, Any]) -> None:
    opened = row.opened_at or clock.now()
    GroupLink.objects.filter(pk=row.pk).update(answers=answers, opened_at=opened)


def _actor(row: GroupLink) -> Actor:
    return acting(row.provider)


__all__ = ["PHOTO", "VOICE", "Sheet", "bring", "drop", "helps", "keep", "leave", "problems", "send", "sheet"]
