"""Write down what submitted data was used for outside this program: a report, a publication, a decision."""

from collections.abc import Sequence
from datetime import date

from cairn.access.actors import Actor
from cairn.access.deeds import deed
from cairn.access.permissions import Permission
from cairn.access.queries import NotFound
from cairn.contracts import parties
from cairn.contracts.rules import text
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem, refuse_if, too_long
from cairn.returns import totals, uses
from cairn.returns.inbox import Filter
from cairn.returns.models import DataUse
from cairn.services.rules_directory import is_web_address

KINDS = ("decision", "publication", "report", "dashboard")
MOST, MOST_WHERE, MOST_LINK = 300, 200, 500


def tell(
    *, by: Actor, kind: str, words: str, used_date: date, round_key: str, area: str = "", contract: str = "",
    measures: Sequence[str] = (), where: str = "", link: str = "", uid: str = "",
) -> Done[DataUse]:  # fmt: skip
    """As the commissioner: it drew on every accepted return of a round (of one area, of one contract by its uid, or of all),
    with these measures or with all. Each provider reads it beside its figures. A publication says `where` it stands; anything
    may, and may have a `link`. `uid` may be the client's own, so that a form sent twice writes one. Raises Refused."""
    by.require(Permission.REVIEW_RETURNS)
    accepted = totals.accepted_rows(by, Filter(area=area, round=round_key, contract=contract))
    refuse_if(_problems(kind, words, used_date, round_key, accepted.exists()) + _place_problems(kind, where, link))
    if uid and (there := DataUse.objects.filter(uid=uid, organisation_id=by.organisation_id).first()):
        return Done((there,))
    use = uses.told_now(by, kind, "told", words.strip(), measures, uid)
    use.used_date = used_date
    use.where, use.link = where.strip(), link.strip()
    with deed("returns.use_told", by=by) as this:
        parties.once(this, [use])
        drawn = uses.drawn_on(by, use, accepted)
        refuse_if([] if drawn else [_NONE])  # the last of them may just have been opened again
        parties.make(this, by, drawn)
    return Done((use,), (), this.uid)


def take_back(*, by: Actor, use_uid: str) -> Done[DataUse]:
    """What was written down wrongly: no provider reads it any longer. Raises NotFound."""
    by.require(Permission.REVIEW_RETURNS)
    mine = DataUse.objects.filter(organisation_id=by.organisation_id, place="told", withdrawn_date=None)
    row = mine.filter(uid=use_uid).first()
    if row is None:
        raise NotFound(use_uid)
    with deed("returns.use_taken_back", by=by) as this:
        this.update(row, withdrawn_date=clock.today())
    return Done((row,), (), this.uid)


def _problems(kind: str, words: str, used_date: date, round_key: str, is_any: bool) -> list[Problem]:
    wrong = text(None, "words", "description", words, MOST)
    if kind not in KINDS:
        wrong.append(Problem("use.kind", "That is no kind of use.", "Choose one of the list.", field="kind"))
    if used_date > clock.today():
        fix = "Give the day on which it was done."
        wrong.append(Problem("use.future", "This lies in the future.", fix, field="used_date"))
    if not round_key or not is_any:
        wrong.append(_NONE)
    return wrong


_NONE = Problem(
    "use.round", "No accepted return is meant.", "Choose a round of which returns are accepted.", field="round"
)


def _place_problems(kind: str, where: str, link: str) -> list[Problem]:
    """Of anything where it stands, if it is said; of a publication it must be."""
    wrong = too_long(where.strip(), MOST_WHERE, "where") + too_long(link.strip(), MOST_LINK, "link")
    if kind == "publication" and not where.strip():
        fix = "Write where it stands: a web page, a report, a paper."
        wrong.append(Problem("use.where", "A publication can be read somewhere.", fix, field="where"))
    if link.strip() and not is_web_address(link.strip()):
        fix = "Write an address that begins with https:// or http://, or leave it blank."
        wrong.append(Problem("use.link", "That is no web address.", fix, field="link"))
    return wrong
