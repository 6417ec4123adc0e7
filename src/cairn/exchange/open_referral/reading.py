"""The file: which services it holds, and what cannot be read, by the place in the file."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from cairn.kernel.problems import Problem, Refused

LARGEST = 25 * 1024 * 1024
MOST = 10_000
PAGES = ("contents", "content", "services", "items")
#: where a page or an envelope holds its services
Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Found:
    """The services of a file, each with its place (`contents[3]`, or `[3]` of an array)."""

    places: tuple[str, ...]
    records: tuple[Any, ...]
    is_page: bool


def read(data: bytes) -> Found:
    """The services of a file. Raises Refused for a file that is none."""
    if len(data) > LARGEST:
        most = LARGEST // 1024 // 1024
        raise refuse("large", f"The file is larger than {most} MB.", "Divide it, or ask for it in pages.")
    whole = _parsed(data)
    if isinstance(whole, dict):
        name = next((name for name in PAGES if isinstance(whole.get(name), list)), "")
        if name:
            return _found(whole[name], name, is_page=_is_part(whole))
        whole = [whole] if "id" in whole and "name" in whole else None
    if not isinstance(whole, list):
        fix = "It holds an array of services, or a page with its services under “contents”. See openreferraluk.org."
        raise refuse("shape", "This is JSON, but not a directory in Open Referral UK's form.", fix)
    return _found(whole, "", is_page=False)


def _found(rows: list[Any], name: str, *, is_page: bool) -> Found:
    if not rows:
        raise refuse("empty", "The file holds no service.", "Check that it is the right one.")
    if len(rows) > MOST:
        raise refuse("many", f"The file holds more than {MOST:,} services.", "Divide it into several files.")
    return Found(tuple(f"{name}[{at}]" for at in range(len(rows))), tuple(rows), is_page)


def _is_part(page: dict[str, Any]) -> bool:
    """Whether a page says that it is one of several: `total_pages` in 3.0, `totalPages` in 1.0."""
    said = page.get("total_pages", page.get("totalPages"))
    return isinstance(said, int) and said > 1


def _parsed(data: bytes) -> Any:
    try:
        return json.loads(data.decode("utf-8-sig"), parse_constant=_no_number)
    except UnicodeDecodeError:
        raise refuse("encoding", "The file is not text in UTF-8.", "Save it as JSON in UTF-8.") from None
    except RecursionError:
        raise refuse("deep", "The file is nested too deeply to be read.", "Check that it is the right one.") from None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, character {error.colno}"
        raise refuse("json", f"The file is not JSON: it cannot be read from {where}.", "Mend it there.") from None
    except ValueError:
        raise refuse("json", "The file is not JSON: a number in it is none.", "Ask whoever made it.") from None


def _no_number(word: str) -> Any:
    raise ValueError(word)


def refuse(rule: str, message: str, fix: str) -> Refused:
    return Refused([Problem(f"file.{rule}", message, fix, field="file")])


#: what is read of a service, and what each must be where it is there at all
TEXTS = ("description", "url", "email", "status", "fees", "fees_description", "eligibility_description", "assured_date")
LISTS = ("phones", "contacts", "cost_options", "service_at_locations", "attributes", "eligibilitys")


def problems_of(record: Any, place: str, row: int) -> list[Problem]:
    """What is wrong with the form of one service, each at its path."""
    if not isinstance(record, dict):
        fix = "Each service is an object with an id and a name."
        return [Problem("service.shape", "This is not a service.", fix, row=row, cell=place)]
    return list(_wrong(record, place, row))


def _wrong(record: Record, place: str, row: int) -> Iterator[Problem]:
    uid, name = record.get("id"), record.get("name")
    if not (isinstance(uid, str) and uid.strip()) and not (isinstance(uid, int) and not isinstance(uid, bool)):
        yield _at(
            "id.missing", "The service has no id.", "Every service has one; it stays the same.", f"{place}.id", row
        )
    elif len(str(uid)) > 100:
        yield _at("id.long", "The id is longer than 100 characters.", "Use a UUID.", f"{place}.id", row)
    if not isinstance(name, str) or not name.strip():
        yield _at("name.missing", "The service has no name.", "Write one.", f"{place}.name", row)
    for field in TEXTS:
        if not isinstance(record.get(field), (str, type(None))):
            yield _at("text.shape", "This is to be a text.", "Write it in quotes.", f"{place}.{field}", row)
    for field in LISTS:
        yield from _list_problems(record.get(field), f"{place}.{field}", row)
    if not isinstance(record.get("organization"), (dict, type(None))):
        yield _at("object.shape", "This is to be an object.", "Write { and }.", f"{place}.organization", row)


def _list_problems(value: Any, path: str, row: int) -> Iterator[Problem]:
    if value is None:
        return
    if not isinstance(value, list):
        yield _at("list.shape", "This is to be an array.", "Write [ and ].", path, row)
        return
    for at, item in enumerate(value):
        if not isinstance(item, dict):
            yield _at("object.shape", "This is to be an object.", "Write { and }.", f"{path}[{at}]", row)


def _at(rule: str, message: str, fix: str, path: str, row: int) -> Problem:
    return Problem(f"service.{rule}", message, fix, row=row, cell=path, field=path.rpartition(".")[2])
