"""Dates as outlets write them, and what must never be read as one."""

import time
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.dates import find, find_all, parse

ISTANBUL = ZoneInfo("Europe/Istanbul")
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)

READ = [
    ("2026-04-20T14:09:42.493", "2026-04-20T11:09:42", "second", "ISO without an offset is local"),
    ("2026-04-20T14:09:42.4931234", "2026-04-20T11:09:42", "second", "a fraction of any length"),
    ("2026-04-20T14:09:42+03:00", "2026-04-20T11:09:42", "second", "an offset"),
    ("2026-04-20T14:09:42+0300", "2026-04-20T11:09:42", "second", "an offset without a colon"),
    ("2026-04-20T14:09+03", "2026-04-20T11:09:00", "minute", "an offset of hours"),
    ("2026-04-20T14:09:42Z", "2026-04-20T14:09:42", "second", "UTC"),
    ("2026-04-20 14:09:42", "2026-04-20T11:09:42", "second", "a space in place of the T"),
    ("2026-04-20T14:09:42-05:00", "2026-04-20T19:09:42", "second", "west of Greenwich"),
    ("2026-04-20", "2026-04-19T21:00:00", "day", "a day is its local midnight"),
    ("٢٠٢٦-٠٤-٢٠T١٤:٠٩", "2026-04-20T11:09:00", "minute", "Arabic-Indic digits in ISO"),
    ("۲۰۲۶/۰۴/۲۰", "2026-04-19T21:00:00", "day", "Persian digits, year first"),
    ("2020/12/25 1:59", "2020-12-24T22:59:00", "minute", "year first with slashes, one digit of the hour"),
    ("05.04.2025", "2025-04-04T21:00:00", "day", "the day comes before the month"),
    ("05/04/2025 09:30", "2025-04-05T06:30:00", "minute", "also with slashes"),
    ("5-4-2025 - 09:30", "2025-04-05T06:30:00", "minute", "also with dashes"),
    ("03.07.2024 - 18:24", "2024-07-03T15:24:00", "minute", "a dash before the clock"),
    ("27.12.2016\u00a018:57", "2016-12-27T15:57:00", "minute", "a no-break space before the clock"),
    ("27.12.2016 18.57", "2016-12-27T15:57:00", "minute", "a dotted clock"),
    ("27.12.2016 | 18:57", "2016-12-27T15:57:00", "minute", "a bar before the clock"),
    ("Mon, 02 Mar 2026 05:00:00 GMT", "2026-03-02T05:00:00", "second", "RFC 822"),
    ("Mon, 02 Mar 2026 05:00:00 +0300", "2026-03-02T02:00:00", "second", "RFC 822 with an offset"),
    ("1593528000", "2020-06-30T14:40:00", "second", "seconds of the epoch"),
    ("1593528000123", "2020-06-30T14:40:00", "second", "milliseconds of the epoch"),
    ("27 Aralık 2016 - 12:48", "2016-12-27T09:48:00", "minute", "a Turkish month"),
    ("27 ARALIK 2016", "2016-12-26T21:00:00", "day", "in capitals with a dotless I"),
    ("1 Şubat 2024 Perşembe 07:05", "2024-02-01T04:05:00", "minute", "a weekday between date and clock"),
    ("15 Ağu 2023, 10:00", "2023-08-15T07:00:00", "minute", "a Turkish abbreviation"),
    ("Oluşturulma Tarihi: Ekim 02, 2026 22:20", "2026-10-02T19:20:00", "minute", "month first, by name"),
    ("Güncelleme: 20 Nisan 2026", "2026-04-19T21:00:00", "day", "a label before it"),
    ("Pazartesi, 2 Mart 2026 Saat: 10:15", "2026-03-02T07:15:00", "minute", "a word before the clock"),
    ("24 نيسان / أبريل 2020 09:22 مساءً", "2020-04-24T18:22:00", "minute", "a dual name, evening"),
    ("الجمعة 24 نيسان 2020 09:22 صباحا", "2020-04-24T06:22:00", "minute", "a Levantine name, morning"),
    ("26 فبراير/ شباط 2024", "2024-02-25T21:00:00", "day", "a dual name, Egyptian first"),
    ("1 كانون الثاني 2024", "2023-12-31T21:00:00", "day", "a month of two words"),
    ("31 كانون الأول 2023", "2023-12-30T21:00:00", "day", "the other one"),
    ("5 تشرين الأول/أكتوبر 2023 12:15 ص", "2023-10-04T21:15:00", "minute", "after midnight"),
    ("5 تشرين الثاني 2023 12:15 م", "2023-11-05T09:15:00", "minute", "after noon"),
    ("5 آب 2024", "2024-08-04T21:00:00", "day", "the shortest month"),
    ("الجمعة 8 فيفري 2019", "2019-02-07T21:00:00", "day", "a Maghrebi name"),
    ("14 جويلية 2021", "2021-07-13T21:00:00", "day", "another"),
    ("3 غشت 2022 على الساعة 18:30", "2022-08-03T15:30:00", "minute", "a Moroccan one, words before the clock"),
    ("3 يونيو 2020م", "2020-06-02T21:00:00", "day", "the mark of the Christian era is no evening"),
    ("١٢ مارس ٢٠٢٤ - ١٠:٣٠ ص", "2024-03-12T07:30:00", "minute", "Arabic-Indic digits"),
    ("10:30 م، 5 مارس 2024", "2024-03-05T19:30:00", "minute", "the clock comes first"),
    ("السبت، 14 ديسمبر 2019 / 16 ربيع الثاني 1441", "2019-12-13T21:00:00", "day", "a Hijri date beside it"),
    ("11شوال1441هـ-03 يونيو 2020م", "2020-06-02T21:00:00", "day", "also when it comes first"),
    ("November 9, 2020", "2020-11-08T21:00:00", "day", "English, month first"),
    ("9th November 2020 at 14:05", "2020-11-09T11:05:00", "minute", "English, day first"),
    ("2020-11-09T18:34:47+00:00", "2020-11-09T18:34:47", "second", "UTC by its offset"),
    ("27 Aralık 2016 12:00", "2016-12-27T09:00:00", "minute", "Turkey keeps +03:00 in winter since 2016"),
    ("27 Aralık 2015 12:00", "2015-12-27T10:00:00", "minute", "and did not before"),
]  # fmt: skip
NOT_READ = [
    ("", "nothing"),
    ("2024", "a year"),
    ("May 2024", "a month"),
    ("مايو 2024", "a month in Arabic"),
    ("dün", "yesterday, of which day?"),
    ("1.234.567", "a number"),
    ("99.99.2024", "no such day"),
    ("31.02.2024", "no such day in February"),
    ("2027-03-01T00:00:00Z", "the future"),
    ("1980-01-01", "before there were pages"),
    ("16 ربيع الثاني 1441", "a Hijri date"),
    ("16.04.1441", "a Hijri date in figures"),
    ("0000-00-00 00:00:00", "a database's nothing"),
    ("10:30", "a clock"),
    ("192.168.1.20", "an address"),
]


@pytest.mark.parametrize(("text", "expected", "precision", "why"), READ)
def test_dates_are_read(text: str, expected: str, precision: str, why: str) -> None:
    dated = parse(text, ISTANBUL, now=NOW)
    assert dated is not None, why
    assert (f"{dated.value:%Y-%m-%dT%H:%M:%S}", dated.precision) == (expected, precision), why
    assert dated.value.utcoffset() == NOW.utcoffset()


@pytest.mark.parametrize(("text", "why"), NOT_READ)
def test_what_is_no_date_is_unknown(text: str, why: str) -> None:
    assert parse(text, ISTANBUL, now=NOW) is None, why


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("منذ 3 ساعات", "2026-11-24T09:00"),
        ("قبل 20 دقيقة", "2026-11-24T11:40"),
        ("3 saat önce", "2026-11-24T09:00"),
        ("15 dakika önce", "2026-11-24T11:45"),
    ],
)
def test_relative_times_need_a_now(text: str, expected: str) -> None:
    dated = parse(text, ISTANBUL, now=NOW)
    assert dated is not None
    assert f"{dated.value:%Y-%m-%dT%H:%M}" == expected
    assert parse(text, ISTANBUL) is None


def test_all_dates_of_a_line_are_found_in_order() -> None:
    line = "Giriş: 03.07.2024 - 18:24Güncelleme: 03.07.2024 - 18:57 (ilk: 1 Temmuz 2024)"
    assert [f"{each.value:%d %H:%M}" for each in find_all(line, ISTANBUL, now=NOW)] == [
        "03 15:24",
        "03 15:57",
        "30 21:00",
    ]


def test_a_date_inside_a_sentence_is_found() -> None:
    dated = find("تم نشره الجمعة 24 نيسان / أبريل 2020 09:22 مساءً في عمان", ISTANBUL, now=NOW)
    assert dated is not None
    assert f"{dated.value:%Y-%m-%d %H:%M}" == "2020-04-24 18:22"


@given(st.text(max_size=200))
def test_nothing_raises(text: str) -> None:
    parse(text, ISTANBUL, now=NOW)
    find_all(text, ISTANBUL, now=NOW)


@pytest.mark.parametrize("piece", ["1.", "24 نيسان / ", "2024-", "12:", "1 Ocak ", "٢٠٢٦-٠٤-", "a" * 50, "9" * 50])
def test_a_megabyte_of_one_phrase_ends_in_time(piece: str) -> None:
    began = time.process_time()
    find_all(piece * (1_000_000 // len(piece)), ISTANBUL, now=NOW)
    assert time.process_time() - began < 20
