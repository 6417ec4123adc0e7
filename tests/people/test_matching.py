"""Who may be on record already: what is found, what is not, and in which order."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.access import scope
from cairn.people import likeness, matching
from cairn.people.actions import clients
from cairn.people.actions.clients import NewClient
from cairn.people.keys import described, keys_of, of_answers, ways
from cairn.people.likeness import Described, compare, distance
from cairn.people.sounding import sound, words_of
from tests.conftest import Party

BORN = date(1988, 3, 7)
ON_RECORD = (
    NewClient(name="Mohammed Hussain", birth_date=BORN, phone="07700 900123", postcode="B29 6QJ"),
    NewClient(name="Agnieszka Kowalska", birth_date=date(1979, 11, 30), email="aga@example.org"),
    NewClient(name="Keisha Campbell-Brown", known_as="Kay", birth_date=date(2001, 1, 1)),
    NewClient(name="Catherine O'Brien"),
    NewClient(name="Łukasz Wiśniewski", birth_date=date(1990, 6, 5)),
    NewClient(name="Anna Maria Santos", birth_date=date(1995, 2, 14)),
    NewClient(name="Madonna"),
    NewClient(name="Олена Шевченко", birth_date=date(1985, 8, 24)),
)


@pytest.fixture
def people(in_harbour: Party) -> Party:
    clients.add(by=in_harbour.support_worker, clients=ON_RECORD)
    return in_harbour


def names(party: Party, name: str, **more: object) -> list[str]:
    return [match.name for match in matching.likely(party.support_worker, name=name, **more)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("typed", "more", "who"),
    [
        ("Muhammad Hussein", {"birth_date": BORN}, "Mohammed Hussain"),
        ("Hussain Mohamed", {}, "Mohammed Hussain"),
        ("Mohamed Usain", {"birth_date": date(1988, 7, 3)}, "Mohammed Hussain"),
        ("M Hussain", {"phone": "+44 7700 900 123"}, "Mohammed Hussain"),
        ("Mohammed Khan", {"postcode": "b296qj", "phone": "07700900123"}, "Mohammed Hussain"),
        ("Agneiszka Kowalska", {"birth_date": date(1979, 11, 30)}, "Agnieszka Kowalska"),
        ("Aga Kowalski", {"email": "AGA@example.org"}, "Agnieszka Kowalska"),
        ("Keisha Brown", {"birth_date": date(2001, 1, 1)}, "Keisha Campbell-Brown"),
        ("Kay Campbell Brown", {}, "Keisha Campbell-Brown"),
        ("Katherine OBrien", {}, "Catherine O'Brien"),
        ("Mrs Kathryn O’Brien", {}, "Catherine O'Brien"),
        ("Lukasz Wisniewsky", {}, "Łukasz Wiśniewski"),
        ("Santos Annamaria", {"birth_date": date(1995, 2, 15)}, "Anna Maria Santos"),
        ("madonna", {}, "Madonna"),
        ("Олена Шевченко", {}, "Олена Шевченко"),
    ],
)  # fmt: skip
def test_who_is_written_down_a_second_time_is_found(
    people: Party, typed: str, more: dict[str, object], who: str
) -> None:
    assert names(people, typed, **more)[:1] == [who]


@pytest.mark.parametrize(
    ("typed", "more"),
    [
        ("Fatima Begum", {}),
        ("Mohammed Hussain", {"birth_date": date(1961, 12, 25)}),  # of that name there are many
        ("Jan Nowak", {"birth_date": BORN}),  # born on a day like many others
        ("Piotr Zielinski", {"postcode": "B29 6QJ"}),  # lives in the same street
        ("M", {}),
        ("", {}),
        ('"', {}),
        ("\x00 OR (", {}),
    ],
)
def test_who_only_shares_a_little_is_not(people: Party, typed: str, more: dict[str, object]) -> None:
    assert names(people, typed, **more) == []


def test_each_match_says_why(people: Party) -> None:
    (match,) = matching.likely(people.support_worker, name="Muhammad Hussein", birth_date=BORN, postcode="B29 6QJ")
    assert match.why == ("a name that sounds or is spelt alike", "the same date of birth", "the same postcode")
    assert (match.strength, match.points) == ("strong", 12)


def test_one_who_is_asked_about_is_no_answer(people: Party) -> None:
    (match,) = matching.likely(people.support_worker, name="Madonna")
    assert matching.likely(people.support_worker, name="Madonna", apart_from=match.client_uid) == []


def test_the_likeliest_comes_first_and_no_more_than_asked_for(people: Party) -> None:
    more = [NewClient(name="Mohammed Hussain", birth_date=date(1950, 1, year)) for year in range(1, 5)]
    clients.add(by=people.support_worker, clients=more)
    found = matching.likely(people.support_worker, name="Mohammed Hussain", birth_date=BORN, limit=1)
    assert [match.strength for match in found] == ["strong"]


def test_nobody_elses_people_are_ever_an_answer(people: Party, oakfield: Party) -> None:
    with scope.of(oakfield.system):
        assert names(oakfield, "Madonna") == []
    assert matching.likely(people.trustee, name="Madonna") == []


def test_a_change_of_name_is_found_by_the_new_one_alone(people: Party) -> None:
    (match,) = matching.likely(people.support_worker, name="Madonna")
    clients.change(by=people.support_worker, client_uid=match.client_uid, version=None, name="Louise Ciccone")
    assert names(people, "Madonna") == [] and names(people, "Luise Ciccone") == ["Louise Ciccone"]


@pytest.mark.parametrize(
    "spellings",
    [
        ("mohammed", "muhammad", "mohamed", "mohammad", "muhamed"),
        ("hussain", "hussein", "husain", "usain"),
        ("yusuf", "yousuf", "yousef", "jusuf"),
        ("catherine", "katherine", "kathryn", "catharine"),
        ("stephen", "stefan"),
        ("szymon", "shimon"),
        ("khalid", "kalid"),
        ("choudhury", "chowdhury", "chaudhary"),
        ("jamila", "djamila"),
        ("knight", "night", "nite"),
        ("wisniewski", "visnevsky"),
        ("isabel", "izabela"),
    ],
)
def test_spellings_of_one_name_sound_alike(spellings: tuple[str, ...]) -> None:
    assert all(likeness.words_alike(spellings[0], other) for other in spellings[1:])


@pytest.mark.parametrize(
    "pair", [("li", "lu"), ("ann", "bob"), ("smith", "jones"), ("amina", "maria"), ("khan", "hassan")]
)
def test_other_names_do_not(pair: tuple[str, str]) -> None:
    assert not likeness.words_alike(*pair)


WORDS = st.text("abcdefghijklmnopqrstuvwxyzłéñ -'", min_size=1, max_size=24)
DATES = st.none() | st.dates(date(1930, 1, 1), date(2020, 12, 31))
WHO = st.builds(
    described, WORDS, st.just("") | WORDS, DATES, st.sampled_from(["", "07700900123", "0121 496 0000"]),
    st.sampled_from(["", "a@b.org"]), st.sampled_from(["", "B29 6QJ"]),
)  # fmt: skip


@given(WHO, WHO)
def test_it_does_not_matter_which_of_two_comes_first(one: Described, other: Described) -> None:
    assert compare(one, other) == compare(other, one)


@given(WHO)
def test_the_same_person_written_the_same_is_always_found(who: Described) -> None:
    carried = set(keys_of(1, who).split())
    own = [[{f"{key[0]}1x{key[1:]}" for key in group} for group in way] for way in ways(who)]
    if words_of(who.name):
        assert compare(who, who).strength
        assert any(all(group & carried for group in way) for way in own)


@given(
    st.lists(st.sampled_from(["anna", "maria", "khan", "obrien", "li", "de", "wren"]), min_size=2, max_size=4),
    st.randoms(),
)
def test_the_order_of_names_does_not_matter(words: list[str], chance: object) -> None:
    turned = list(words)
    chance.shuffle(turned)  # type: ignore[attr-defined]
    assert compare(Described(" ".join(words)), Described(" ".join(turned))).name == "same"


SLIPS = ("drop", "double", "swap", "other")


@given(
    st.sampled_from(["margaret", "kowalska", "hussain", "campbell", "fatima"]),
    st.sampled_from(SLIPS),
    st.integers(0, 9),
)
def test_one_slip_of_the_hand_is_forgiven(word: str, slip: str, place: int) -> None:
    at = place % (len(word) - 1)
    typed = {
        "drop": word[:at] + word[at + 1 :],
        "double": word[: at + 1] + word[at:],
        "swap": word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        "other": word[:at] + "q" + word[at + 1 :],
    }[slip]
    assert distance(word, typed, 2) <= 1 and likeness.words_alike(word, typed)


def slow(one: str, other: str) -> int:
    """Damerau's distance, from its definition and not in a hurry."""
    if not one or not other:
        return len(one) + len(other)
    ways = [slow(one[1:], other) + 1, slow(one, other[1:]) + 1, slow(one[1:], other[1:]) + (one[0] != other[0])]
    if len(one) > 1 and len(other) > 1 and one[0] == other[1] and one[1] == other[0]:
        ways.append(slow(one[2:], other[2:]) + 1)
    return min(ways)


@given(st.text("abc", max_size=5), st.text("abc", max_size=5), st.integers(0, 3))
def test_the_distance_is_what_its_definition_says(one: str, other: str, most: int) -> None:
    assert distance(one, other, most) == min(slow(one, other), most + 1)


@pytest.mark.parametrize(
    ("one", "other", "how"),
    [
        (date(1990, 4, 3), date(1990, 4, 3), "same"),
        (date(1990, 4, 3), date(1990, 3, 4), "exchanged"),
        (date(1990, 4, 3), date(1990, 4, 8), "near"),
        (date(1990, 4, 12), date(1990, 4, 21), "near"),
        (date(1990, 4, 3), date(1978, 4, 21), "other"),
        (None, date(1990, 4, 3), ""),
    ],
)  # fmt: skip
def test_dates_of_birth(one: date | None, other: date, how: str) -> None:
    assert likeness.births(one, other) == how == likeness.births(other, one)


def test_a_sound_is_never_empty_and_other_scripts_keep_apart() -> None:
    assert all(sound(word) for word in ("h", "hey", "a", "x", "ng", "шевченко", "4you"))
    assert sound("шевченко") != sound("бондаренко")
    assert of_answers(ON_RECORD[0]).phone == "7700900123"
