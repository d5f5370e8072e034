"""The files of the public record: twelve meetings in twelve regions, a source for every fact, no name of a person."""

import re
from collections import Counter
from copy import deepcopy
from datetime import date

import pytest
import yaml

from jisr.centres.choices import PUBLICS, THEMES
from jisr.common import yaml_text
from jisr.exchange.forum_record import reading
from jisr.exchange.forum_record.reading import DATA, BrokenRecord, read
from jisr.forum.choices import DateCertainty, Kind, Manner, SpeakerRole, Urgency
from jisr.territory import sources

TOUR = "strategie-pole-social-2021-2026"
# titles before a name in press reports; a page's own title may bear one, our sentences never do
TITLES = re.compile(r"السيدة|السيد |Mme|M\. |حيار|Hayar")


@pytest.fixture(scope="module")
def record():
    """What the files say."""
    return read()


@pytest.fixture
def edited(tmp_path):
    """Reads one file of the record after a change to its content."""

    def read_with(change):
        content = yaml_text.read((DATA / "strategy_2021_2026.yaml").read_text("utf-8"))
        changed = deepcopy(content)
        change(changed)
        (tmp_path / "one.yaml").write_text(yaml.safe_dump(changed, allow_unicode=True), "utf-8")
        return read(tmp_path)

    return read_with


def tour(record):
    """The meetings of the twelve consultations."""
    waves = {row["id"]: row["code"] for row in record.waves}
    return [row for row in record.meetings if waves[row["wave_id"]] == TOUR]


def test_there_are_twelve_meetings_in_twelve_regions(record):
    """One each, in the order of their days, from 18 December 2021 to 4 February 2022."""
    meetings = tour(record)
    days = [row["held_on"] for row in meetings]

    assert {row["region_id"] for row in meetings} == {f"{number:02}" for number in range(1, 13)}
    assert len(meetings) == 12
    assert days == sorted(days)
    assert (days[0], days[-1]) == (date(2021, 12, 18), date(2022, 2, 4))


def test_days_that_were_worked_out_say_how(record):
    """Dakhla, Guelmim, Fès and Rabat; and the minutes show the reasoning in both languages."""
    inferred = [row for row in tour(record) if row["date_certainty"] == DateCertainty.INFERRED]

    assert {row["region_id"] for row in inferred} == {"12", "10", "03", "04"}
    for row in inferred:
        assert "التاريخ مستنتج:" in row["minutes_ar"]
        assert "Date déduite :" in row["minutes_fr"]


def test_the_week_days_are_those_of_the_sources(record):
    """A day copied wrongly would fall on another day of the week."""
    saturday, monday, wednesday, friday = 5, 0, 2, 4
    said = {
        "12": saturday, "11": monday, "08": wednesday, "07": wednesday, "09": friday, "02": wednesday, "10": saturday,
        "05": friday, "03": friday, "06": monday, "01": friday,
    }  # fmt: skip

    days = {row["region_id"]: row["held_on"].weekday() for row in tour(record)}

    assert {region: days[region] for region in said} == said


def test_every_row_names_where_it_was_read(record):
    """Title, address or nothing, month of reading; and each sentence of the minutes names its outlet."""
    for rows in (record.waves, record.meetings, record.contributions, record.commitments):
        for row in rows:
            assert row["sources"]
            for source in row["sources"]:
                assert source["title"]
                assert source["url"] == "" or source["url"].startswith("https://")
                assert source["read_on"] == "2026-11"
    for row in record.meetings:
        for paragraph in filter(None, row["minutes_fr"].split("\n\n")):
            assert paragraph.startswith("Date déduite") or paragraph.endswith(")")


def test_nothing_is_said_of_what_no_page_records(record):
    """The manner of four meetings alone was published; Casablanca's place was not."""
    manners = Counter(row.get("manner", "") for row in tour(record))
    casablanca = next(row for row in tour(record) if row["region_id"] == "06")

    assert manners == {"hybrid": 4, "": 8}
    assert "place_ar" not in casablanca
    assert "chair_ar" not in casablanca


def test_demands_are_marked_as_our_words_in_both_languages(record):
    """A paraphrase that could be taken for a quotation would put words in somebody's mouth."""
    for row in record.contributions:
        arabic, french = row["text"].split("\n\n")
        assert arabic.startswith(reading.PARAPHRASE_AR)
        assert french.startswith(reading.PARAPHRASE_FR)
        assert "«" not in arabic.removeprefix(reading.PARAPHRASE_AR)


def test_questions_have_the_days_of_their_answers_and_no_other(record):
    """Two pages give a day, and no words; the others are left without a word about it."""
    questions = {row["id"]: row["code"] for row in record.contributions if row["code"].startswith("question-")}
    answered = {questions[row["contribution_id"]]: row["answered_on"] for row in record.answers}

    assert len(questions) == 7
    assert answered == {"question-550": date(2023, 3, 13), "question-3701": date(2024, 10, 16)}
    assert {row["kind"] for row in record.answers} == {"not_stated"}
    assert all("nous n’en avons pas lu le texte" in row["what"] for row in record.answers)


def test_a_day_that_was_not_published_is_said_to_be_unknown(record):
    """What stands in its place is the latest that it can be, and the text says so."""
    unknown = [row for row in record.contributions if row["said_certainty"] == "unknown"]

    assert len(unknown) == 11
    assert all("Jour non publié" in row["text"] for row in unknown)


def test_codes_are_of_the_closed_lists_and_places_exist(record):
    """Regions, provinces and communes by the codes of the territory, each inside the other."""
    shipped = sources.shipped()
    provinces = {row["code"]: row["region_id"] for row in shipped.provinces}
    communes = {row["code"]: row["province_id"] for row in shipped.communes}
    for row in [*record.meetings, *record.contributions]:
        province = row.get("province_id")
        assert province is None or provinces[province] == row["region_id"]
        assert row.get("commune_id") is None or communes[row["commune_id"]] == province
        assert row.get("manner", "") in {"", *Manner.values}
    for row in record.contributions:
        assert row["kind"] in Kind.values
        assert row["theme"] in {"", *THEMES}
        assert row["public"] in {"", *PUBLICS}
        assert row["urgency"] in {"", *Urgency.values}
        assert row["speaker_role"] in {"", *SpeakerRole.values}


def test_no_person_is_named(record):
    """Offices and institutions only."""
    for row in [*record.meetings, *record.contributions, *record.commitments]:
        said = " ".join(str(value) for name, value in row.items() if name != "sources")
        assert not TITLES.search(said), row.get("code")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda file: file["meetings"][1].pop("sources"), "no source"),
        (lambda file: file["meetings"][1].update(sources=["nowhere"]), "no such source: nowhere"),
        (lambda file: file["meetings"][1]["minutes"][0].pop("sources"), "no source"),
        (lambda file: file["meetings"][1]["date"].update(day="20 décembre"), "day is not a day"),
        (lambda file: file["meetings"][0]["date"].pop("why_fr"), "why"),
        (lambda file: file["meetings"][1].update(place_fr=""), "place_ar without place_fr"),
        (lambda file: file["meetings"][1].update(chairman="?"), "nobody reads chairman"),
        (lambda file: file["contributions"].append(file["contributions"][0]), "stands twice"),
        (lambda file: file["contributions"][0].pop("meeting"), "either said_on, or said_by"),
    ],
)
def test_a_file_that_is_wrong_is_refused_with_what_is_wrong(edited, change, said):
    """Whoever adds a meeting is told which line to mend."""
    with pytest.raises(BrokenRecord, match=said):
        edited(change)
