"""Dates as sites write them: every form, and every string that only looks like one."""

import re
import time
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.dates import Dated, find, find_all, parse

ISTANBUL, BEIRUT, TUNIS, DUBAI, CAIRO = map(
    ZoneInfo, ("Europe/Istanbul", "Asia/Beirut", "Africa/Tunis", "Asia/Dubai", "Africa/Cairo")
)
AUTUMN = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
SHORT = "a short year is one only at the end of a text or before a clock"
NOW = datetime(2026, 3, 10, 12, 0, 30, tzinfo=UTC)


def shown(dated: Dated | None) -> str | None:
    """A short form for the tables: the UTC moment and the first letter of its precision."""
    if dated is None:
        return None
    form = "%Y-%m-%d %H:%M:%S" if dated.precision == "second" else "%Y-%m-%d %H:%M"
    return f"{dated.value.strftime(form)} {dated.precision[0]}"


# Read in Istanbul, three hours east of Greenwich all year.
METADATA = [
    ("2025-04-05T14:09:42+03:00", "2025-04-05 11:09:42 s", "the form of the standards"),
    ("2025-04-05T14:09:42Z", "2025-04-05 14:09:42 s", "Z is Greenwich"),
    ("2025-04-05t14:09:42z", "2025-04-05 14:09:42 s", "small letters are allowed"),
    ("2025-04-05T14:09:42+0300", "2025-04-05 11:09:42 s", "an offset without a colon"),
    ("2025-04-05T14:09:42+04", "2025-04-05 10:09:42 s", "an offset of hours only"),
    ("2025-04-05T14:09+03:30", "2025-04-05 10:39 m", "half an hour, and no seconds"),
    ("2025-04-05T14:09:42-05:00", "2025-04-05 19:09:42 s", "west of Greenwich"),
    ("2025-04-05T14:09-05:00", "2025-04-05 19:09 m", "west, without seconds"),
    ("2025-04-05T14:09:42.5Z", "2025-04-05 14:09:42 s", "one place of a second"),
    ("2025-04-05T14:09:42.123+03:00", "2025-04-05 11:09:42 s", "milliseconds"),
    ("2025-04-05T14:09:42.123456789+03:00", "2025-04-05 11:09:42 s", "nanoseconds"),
    ("2025-04-05T14:09:42,123Z", "2025-04-05 14:09:42 s", "a decimal comma, as ISO prefers"),
    ("2025-04-05T14:09:42.123456789012345678901234567890Z", "2025-04-05 14:09:42 s", "fractions of any length"),
    ("2025-04-05 14:09:42", "2025-04-05 11:09:42 s", "no offset: the outlet's own time"),
    ("2025-04-05T14:09:42", "2025-04-05 11:09:42 s", "no offset with a T"),
    ("2025-04-05 14:09:42 +0300", "2025-04-05 11:09:42 s", "spaces around, as Ruby and PHP print"),
    ("2025-04-05 14:09:42 UTC", "2025-04-05 14:09:42 s", "UTC by name"),
    ("2025-04-05 14:09", "2025-04-05 11:09 m", "minutes only"),
    ("2025-04-05", "2025-04-04 21:00 d", "a day is its local midnight"),
    ("2025-4-5", "2025-04-04 21:00 d", "no leading zeros"),
    ("2025/04/05 14:09:42", "2025-04-05 11:09:42 s", "slashes, the year first"),
    ("2020/12/25 1:59", "2020-12-24 22:59 m", "one figure of an hour"),
    ("2025.04.05", "2025-04-04 21:00 d", "points, the year first"),
    ("٢٠٢٥-٠٤-٠٥T١٤:٠٩:٤٢+٠٣:٠٠", "2025-04-05 11:09:42 s", "Arabic-Indic digits in an ISO string"),
    ("۲۰۲۵-۰۴-۰۵T۱۴:۰۹:۴۲Z", "2025-04-05 14:09:42 s", "Persian digits in an ISO string"),
    ("\u200f2025-04-05\u200f T14:09:42", "2025-04-05 11:09:42 s", "marks of direction between the parts"),
    ("20250405", "2025-04-04 21:00 d", "the basic form of a day"),
    ("20250405T140942Z", "2025-04-05 14:09:42 s", "the basic form of a second"),
    ("20250405140942", "2025-04-05 11:09:42 s", "the basic form without a T"),
    ("1743851382", "2025-04-05 11:09:42 s", "seconds since 1970"),
    ("1743851382123", "2025-04-05 11:09:42 s", "milliseconds since 1970"),
    ("1743851382.5", "2025-04-05 11:09:42 s", "seconds since 1970 with a fraction"),
    ("Sat, 05 Apr 2025 14:09:42 +0300", "2025-04-05 11:09:42 s", "RFC 822, as feeds write it"),
    ("Sat, 05 Apr 2025 14:09:42 GMT", "2025-04-05 14:09:42 s", "RFC 822 in Greenwich"),
    ("Sat, 5 Apr 2025 14:09 +0400", "2025-04-05 10:09 m", "RFC 822 without seconds"),
    ("Sat, 05 Apr 25 14:09:42 GMT", "2025-04-05 14:09:42 s", "RFC 822 with the old short year"),
    ("Sat, 05 Apr 2025 14:09:42 EST", "2025-04-05 19:09:42 s", "a zone that RFC 822 names"),
    ("Sun, 05 Apr 2025 14:09:42 +0300", "2025-04-05 11:09:42 s", "a wrong weekday does not matter"),
    ("Cmt, 05 Nis 2025 14:09:42 +0300", "2025-04-05 11:09:42 s", "RFC 822 that PHP wrote in Turkish"),
    ("السبت, 05 أبريل 2025 14:09:42 +0400", "2025-04-05 10:09:42 s", "RFC 822 that a feed wrote in Arabic"),
    ("Sat Apr 05 2025 14:09:42 GMT+0300 (Arabian Standard Time)", "2025-04-05 11:09:42 s", "what JavaScript prints"),
    ("2025-04-05T14:09:42+03:00[Europe/Istanbul]", "2025-04-05 11:09:42 s", "what Java prints"),
    ("  2025-04-05\n", "2025-04-04 21:00 d", "white space around"),
    ("2016-12-27T18:57:00", "2016-12-27 15:57:00 s", "Turkey stays at +3 since the autumn of 2016"),
    ("2015-12-27T18:57:00", "2015-12-27 16:57:00 s", "and was at +2 in the winters before"),
    ("2015-07-27T18:57:00", "2015-07-27 15:57:00 s", "and at +3 in the summers"),
    ("2025-04-05T14:09:42+99:00", "2025-04-05 11:09:42 s", "an offset that no place has is none"),
]

TURKISH = [
    ("05.04.2025", "2025-04-04 21:00 d", "the fifth of April, never the fourth of May"),
    ("05/04/2025", "2025-04-04 21:00 d", "day first with slashes"),
    ("05-04-2025", "2025-04-04 21:00 d", "day first with hyphens"),
    ("5.4.2025", "2025-04-04 21:00 d", "no leading zeros"),
    ("27.12.2016 18:57", "2016-12-27 15:57 m", "a byline"),
    ("27.12.2016 - 18:57", "2016-12-27 15:57 m", "a hyphen between"),
    ("27.12.2016, 18:57:04", "2016-12-27 15:57:04 s", "a comma, and seconds"),
    ("27.12.2016 | 18:57", "2016-12-27 15:57 m", "a bar between"),
    ("27.12.2016 18.57", "2016-12-27 15:57 m", "a clock with a point"),
    ("27.12.2016\n\t\t  18:57", "2016-12-27 15:57 m", "a line break of the markup between"),
    ("18:57 27.12.2016", "2016-12-27 15:57 m", "the clock first"),
    ("18:57 - 27 Aralık 2016", "2016-12-27 15:57 m", "the clock first, the month by name"),
    ("27 / 12 / 2016", "2016-12-26 21:00 d", "spaced"),
    ("27.12.16 18:57", "2016-12-27 15:57 m", "a short year before a clock"),
    ("27.12.16", "2016-12-26 21:00 d", SHORT),
    ("27 Aralık 2016 - 12:48", "2016-12-27 09:48 m", "the month by name"),
    ("27 Aralık 2016 Salı 12:48", "2016-12-27 09:48 m", "the weekday between"),
    ("27 Aralık 2016, Salı - 12:48", "2016-12-27 09:48 m", "the weekday between, punctuated"),
    ("Salı, 27 Aralık 2016 saat 12:48", "2016-12-27 09:48 m", "the weekday first, the word for o'clock"),
    ("27 Aralık 2016 Saat: 12:48", "2016-12-27 09:48 m", "the word with a colon"),
    ("27 ARALIK 2016", "2016-12-26 21:00 d", "capitals without dots"),
    ("27 aralik 2016", "2016-12-26 21:00 d", "typed without Turkish letters"),
    ("1 Ocak 2025", "2024-12-31 21:00 d", "the first of January where it is written"),
    ("3 Şubat 2025", "2025-02-02 21:00 d", "February"),
    ("3 S\u0327ubat 2025", "2025-02-02 21:00 d", "a cedilla of its own, as macOS stores it"),
    ("14 Mart 2025", "2025-03-13 21:00 d", "March"),
    ("5 Nisan 2025", "2025-04-04 21:00 d", "April"),
    ("19 Mayıs 2025", "2025-05-18 21:00 d", "May"),
    ("7 HAZİRAN 2025", "2025-06-06 21:00 d", "June in capitals with a dot"),
    ("15 Temmuz 2025", "2025-07-14 21:00 d", "July"),
    ("30 Ağustos 2025", "2025-08-29 21:00 d", "August"),
    ("9 Eylül 2025", "2025-09-08 21:00 d", "September"),
    ("Ekim 02, 2026 22:20", "2026-10-02 19:20 m", "the month first, by name"),
    ("10 Kasım 2025 17:59", "2025-11-10 14:59 m", "November"),
    ("03 Tem 2024", "2024-07-02 21:00 d", "an abbreviation"),
    ("03 Ağu. 2024 18:24", "2024-08-03 15:24 m", "an abbreviation with a point"),
    ("15-Eki-19 06:30", "2019-10-15 03:30 m", "an abbreviation and a short year"),
    ("Giriş: 03.07.2024 - 18:24", "2024-07-03 15:24 m", "a label before it"),
    ("Oluşturulma Tarihi: Ekim 02, 2024 22:20", "2024-10-02 19:20 m", "a label of two words"),
    ("Güncelleme: 03.07.2024 - 18:57", "2024-07-03 15:57 m", "the label of an update"),
    ("Giriş: 03.07.2024 - 18:24, Güncelleme: 03.07.2024 - 18:57", "2024-07-03 15:24 m", "two dates: the first"),
    ("03.07.2024 10:00-12:00", "2024-07-03 07:00 m", "a span of hours, no offset of minus twelve"),
    ("03.07.2024 18:24 (TSİ)", "2024-07-03 15:24 m", "Turkish time by name"),
]

ARABIC = [
    ("تم نشره الجمعة 24 نيسان / أبريل 2020 09:22 مساءً", "2020-04-24 18:22 m", "two names of a month, evening"),
    ("الجمعة 24 نيسان/أبريل 2020", "2020-04-23 21:00 d", "two names without spaces"),
    ("24 أبريل/نيسان 2020", "2020-04-23 21:00 d", "two names in the other order"),
    ("5 أبريل (نيسان) 2024", "2024-04-04 21:00 d", "the second name in brackets"),
    ("5 أكتوبر/تشرين الأول 2024", "2024-10-04 21:00 d", "the second name of two words"),
    ("5 تشرين الأول / أكتوبر 2024 - 14:30", "2024-10-05 11:30 m", "the first name of two words"),
    ("15 كانون الثاني 2024", "2024-01-14 21:00 d", "Levantine January"),
    ("15 كانون ثاني 2024", "2024-01-14 21:00 d", "the same without the article"),
    ("15 شباط 2024", "2024-02-14 21:00 d", "Levantine February"),
    ("15 آذار 2024", "2024-03-14 21:00 d", "Levantine March"),
    ("15 اذار 2024", "2024-03-14 21:00 d", "the same without the madda"),
    ("15 أيار 2024", "2024-05-14 21:00 d", "Levantine May"),
    ("15 أيّار 2024", "2024-05-14 21:00 d", "the same with a shadda"),
    ("15 حزيران 2024", "2024-06-14 21:00 d", "Levantine June"),
    ("15 تموز 2024", "2024-07-14 21:00 d", "Levantine July"),
    ("11 آب 2024", "2024-08-10 21:00 d", "Levantine August, two letters"),
    ("15 أيلول 2024", "2024-09-14 21:00 d", "Levantine September"),
    ("15 تشرين الثاني 2024", "2024-11-14 21:00 d", "Levantine November"),
    ("15 كانون الأول 2024", "2024-12-14 21:00 d", "Levantine December"),
    ("15 كانون  الأول 2024", "2024-12-14 21:00 d", "the same with two spaces"),
    ("15 يناير 2024", "2024-01-14 21:00 d", "Egyptian January"),
    ("15 فبراير 2024", "2024-02-14 21:00 d", "Egyptian February"),
    ("15 مارس 2024", "2024-03-14 21:00 d", "Egyptian March"),
    ("15 إبريل 2024", "2024-04-14 21:00 d", "April with the hamza below"),
    ("15 مايو 2024", "2024-05-14 21:00 d", "Egyptian May"),
    ("15 يونية 2024", "2024-06-14 21:00 d", "June with ta marbuta"),
    ("15 يونيو 2024", "2024-06-14 21:00 d", "June with waw"),
    ("15 يوليه 2024", "2024-07-14 21:00 d", "July with ha"),
    ("15 يوليو 2024", "2024-07-14 21:00 d", "July with waw"),
    ("15 اغسطس 2024", "2024-08-14 21:00 d", "August without the hamza"),
    ("15 سبتمبر 2024", "2024-09-14 21:00 d", "Egyptian September"),
    ("15 ا\u0654كتوبر 2024", "2024-10-14 21:00 d", "a hamza of its own"),
    ("15 نوفمبر 2024", "2024-11-14 21:00 d", "Egyptian November"),
    ("15 ديسمبر 2024", "2024-12-14 21:00 d", "Egyptian December"),
    ("الجمعة 8 فيفري 2019", "2019-02-07 21:00 d", "Tunisian February"),
    ("8 فيفرى 2019", "2019-02-07 21:00 d", "the same with alef maksura"),
    ("8 جانفي 2019", "2019-01-07 21:00 d", "Tunisian January"),
    ("8 أفريل 2019", "2019-04-07 21:00 d", "Tunisian April"),
    ("8 ماي 2019", "2019-05-07 21:00 d", "Maghrebi May"),
    ("8 جوان 2019", "2019-06-07 21:00 d", "Tunisian June"),
    ("8 جويلية 2019", "2019-07-07 21:00 d", "Tunisian July"),
    ("8 أوت 2019", "2019-08-07 21:00 d", "Tunisian August"),
    ("8 يوليوز 2019", "2019-07-07 21:00 d", "Moroccan July"),
    ("8 غشت 2019", "2019-08-07 21:00 d", "Moroccan August"),
    ("8 شتنبر 2019", "2019-09-07 21:00 d", "Moroccan September"),
    ("8 نونبر 2019", "2019-11-07 21:00 d", "Moroccan November"),
    ("8 دجنبر 2019", "2019-12-07 21:00 d", "Moroccan December"),
    ("٢٤ نيسان ٢٠٢٠ ٠٩:٢٢ م", "2020-04-24 18:22 m", "Arabic-Indic digits and the short evening"),
    ("24/4/2020 9:22 ص", "2020-04-24 06:22 m", "the short morning"),
    ("24/4/2020 9:22 صباحاً", "2020-04-24 06:22 m", "the long morning"),
    ("24/4/2020 9:22 صباحا", "2020-04-24 06:22 m", "the same without tanwin"),
    ("24/4/2020 12:05 ص", "2020-04-23 21:05 m", "five past midnight"),
    ("24/4/2020 12:05 م", "2020-04-24 09:05 m", "five past noon"),
    ("24/4/2020 12:30 ظهراً", "2020-04-24 09:30 m", "noon"),
    ("24/4/2020 11:30 ظهرا", "2020-04-24 08:30 m", "noon by word, before it by the clock"),
    ("24/4/2020 1:30 ظهرا", "2020-04-24 10:30 m", "after noon"),
    ("24/4/2020 4:30 عصراً", "2020-04-24 13:30 m", "the afternoon prayer"),
    ("24/4/2020 4:30 فجرا", "2020-04-24 01:30 m", "dawn"),
    ("24/4/2020 11:30 ليلا", "2020-04-24 20:30 m", "late at night"),
    ("24/4/2020 1:30 ليلا", "2020-04-23 22:30 m", "after midnight"),
    ("24/4/2020 18:57 م", "2020-04-24 15:57 m", "evening said of a clock of 24 hours"),
    ("24 أبريل 2020 الساعة 09:22", "2020-04-24 06:22 m", "the word for o'clock"),
    ("24 أبريل 2020 في تمام الساعة 09:22", "2020-04-24 06:22 m", "three words between"),
    ("24 أبريل 2020 - الساعة : 09:22 مساء", "2020-04-24 18:22 m", "a colon after the word"),
    ("24 أبريل 2020 بتوقيت غرينتش", "2020-04-23 21:00 d", "a zone without a clock says nothing"),
    ("24 أبريل 2020 09:22 بتوقيت غرينتش", "2020-04-24 09:22 m", "Greenwich in Arabic"),
    ("24 أبريل 2020 09:22 ت.غ", "2020-04-24 09:22 m", "Greenwich, abbreviated"),
    ("24 أبريل 2020 09:22 GMT+4", "2020-04-24 05:22 m", "hours east of Greenwich"),
    ("09:22 مساءً - الجمعة 24 أبريل 2020", "2020-04-24 18:22 m", "the clock and the weekday first"),
    ("20:17-3 مارس 2024 م ـ 23 شعبان 1445 هـ", "2024-03-03 17:17 m", "the clock before, the Hijri day after"),
    ("السبت، 14 ديسمبر 2019 / 16 ربيع الثاني 1441", "2019-12-13 21:00 d", "a Hijri day behind"),
    ("السبت، 14 ديسمبر 2019 / 16 ربيع الثاني 1441 10:30", "2019-12-14 07:30 m", "a clock behind the Hijri day"),
    ("16 ربيع الثاني 1441 هـ الموافق 14 ديسمبر 2019", "2019-12-13 21:00 d", "a Hijri day before"),
    ("16/04/1441 - 14/12/2019", "2019-12-13 21:00 d", "both in figures"),
    ("14 ديسمبر 2019م", "2019-12-13 21:00 d", "the mark of the common era"),
    ("14 ديسمبر 2019 م 10:30 م", "2019-12-14 19:30 m", "the era and the evening share a letter"),
    ("14 من ديسمبر عام 2019", "2019-12-13 21:00 d", "in full words"),
    ("ديسمبر 14, 2019 - 3:15 م", "2019-12-14 12:15 m", "the month first, as English templates put it"),
    ("15-Oct-19 06:30 AM", "2019-10-15 03:30 m", "English inside an Arabic page"),
    ("آخر تحديث: 24 أبريل 2020", "2020-04-23 21:00 d", "a label of two words"),
    ("2020/12/25 ١:٥٩ ص", "2020-12-24 22:59 m", "two kinds of digits"),
]

ENGLISH = [
    ("April 24, 2020", "2020-04-23 21:00 d", "the month first is clear where it is named"),
    ("Apr 24, 2020 at 9:22 PM", "2020-04-24 18:22 m", "evening"),
    ("Apr. 24 2020 9:22 p.m.", "2020-04-24 18:22 m", "points everywhere"),
    ("24th April 2020", "2020-04-23 21:00 d", "an ordinal"),
    ("24 of April 2020", "2020-04-23 21:00 d", "of"),
    ("Friday, 24 April 2020, 12:00 am", "2020-04-23 21:00 m", "midnight by the clock is a minute"),
    ("Published 24 Sept 2020 10:30 BST", "2020-09-24 09:30 m", "London's summer"),
]

NOTHING = [
    ("", "nothing"),
    ("   ", "white space"),
    ("2024", "a year alone is no day, above all not 1 January"),
    ("May 2024", "nor is a month"),
    ("مارس 2024", "nor a month in Arabic"),
    ("05.2024", "nor a month in figures"),
    ("24 Nisan", "a day without a year"),
    ("24.04", "a day without a year in figures"),
    ("18:57", "a clock alone is not today"),
    ("الجمعة", "a weekday alone"),
    ("Bugün", "today without a clock to go by"),
    ("3 saat önce", "hours ago without a now"),
    ("منذ 3 ساعات", "the same in Arabic"),
    ("12/31/2020", "month first is never tried"),
    ("31.04.2025", "April has thirty days"),
    ("29.02.2023", "no leap year"),
    ("00.04.2025", "no such day"),
    ("2025-13-05", "no such month, and no swap"),
    ("1441/08/30", "Hijri, the year first"),
    ("30-08-1441", "Hijri, the day first"),
    ("16 ربيع الثاني 1441", "Hijri by name"),
    ("30-08-41 هـ", "a short Hijri year"),
    ("14.05.2020 هـ", "said to be Hijri"),
    ("01.01.1970", "the epoch is a default, not a date"),
    ("31.12.1989", "before there was a web"),
    ("9999-12-31T23:59:59-10:00", "a placeholder"),
    ("0001-01-01T00:00:00", "a placeholder of .NET"),
    ("0000-00-00 00:00:00", "a placeholder of MySQL"),
    ("5 مايو - يونيو 2020", "two months that differ are a span"),
    ("5 مايو/يونيو 2020", "so they are with a slash"),
    ("192.168.12.2020", "figures of an address"),
    ("1.24.04.2020", "figures of a version"),
    ("25022021", "figures that could be a day of a month of a year"),
    ("123456789012345", "an identifier"),
    ("5 Mart 20 kişi", "a number of people"),
    ("24 مارسيليا 2020", "a word that begins like a month"),
    ("The minister said on 5 March 2024 that the harbour would open again soon", "prose that names a date"),
    ("x" * 500 + " 05.04.2025", "too long to be a date"),
    ("null", "what templates print for none"),
    ("Invalid date", "what scripts print for none"),
]


@pytest.mark.parametrize(("text", "expected", "why"), METADATA + TURKISH + ARABIC + ENGLISH)
def test_a_string_that_is_a_date_is_read(text: str, expected: str, why: str) -> None:
    assert shown(parse(text, ISTANBUL)) == expected, why


@pytest.mark.parametrize(("text", "expected", "why"), TURKISH + ARABIC + ENGLISH)
def test_the_same_is_found_inside_running_text(text: str, expected: str, why: str) -> None:
    assert shown(find(f"Merhaba, {text}", ISTANBUL)) == expected, why
    assert shown(find(f"{text} tarihli haber", ISTANBUL)) == expected or why == SHORT, why


@pytest.mark.parametrize(("text", "why"), NOTHING)
def test_what_is_no_date_is_none(text: str, why: str) -> None:
    assert parse(text, ISTANBUL) is None, why


@pytest.mark.parametrize(
    ("text", "zone", "expected", "why"),
    [
        ("25.12.2020 01:59:50", CAIRO, "2020-12-24 23:59:50 s", "Cairo's winter"),
        ("25.07.2024 01:59", CAIRO, "2024-07-24 22:59 m", "Cairo's summer, back since 2023"),
        ("24.04.2020 21:22", BEIRUT, "2020-04-24 18:22 m", "Beirut's summer"),
        ("08.02.2019", TUNIS, "2019-02-07 23:00 d", "a day in Tunis begins at 23 h in Greenwich"),
        ("03.06.2020 03:01", DUBAI, "2020-06-02 23:01 m", "Dubai"),
        ("2020-06-03T03:01:00+03:00", DUBAI, "2020-06-03 00:01:00 s", "an offset in the text wins"),
        ("03.06.2020 03:01", UTC, "2020-06-03 03:01 m", "any tzinfo will do"),
    ],
)
def test_a_time_without_an_offset_is_the_outlets(text: str, zone: ZoneInfo, expected: str, why: str) -> None:
    assert shown(parse(text, zone)) == expected, why


@pytest.mark.parametrize(
    ("text", "expected", "why"),
    [
        ("منذ 3 دقائق", "2026-03-10 11:57 m", "minutes are minutes"),
        ("منذ ٥ دقائق", "2026-03-10 11:55 m", "in Arabic-Indic digits"),
        ("منذ دقيقتين", "2026-03-10 11:58 m", "a dual"),
        ("قبل دقيقة", "2026-03-10 11:59 m", "a singular"),
        ("15 dakika önce", "2026-03-10 11:45 m", "Turkish minutes"),
        ("10 minutes ago", "2026-03-10 11:50 m", "English minutes"),
        ("منذ 3 ساعات", "2026-03-10 09:00 m", "hours"),
        ("قبل ساعتين", "2026-03-10 10:00 m", "two hours in one word"),
        ("3 saat önce", "2026-03-10 09:00 m", "Turkish hours"),
        ("bir saat önce", "2026-03-10 11:00 m", "one, written out"),
        ("an hour ago", "2026-03-10 11:00 m", "English"),
        ("20 saat önce", "2026-03-09 16:00 m", "hours that reach into yesterday"),
        ("منذ يومين", "2026-03-07 21:00 d", "two days in one word"),
        ("3 gün önce", "2026-03-06 21:00 d", "Turkish days"),
        ("قبل أسبوع", "2026-03-02 21:00 d", "a week"),
        ("نشر منذ 3 أيام", "2026-03-06 21:00 d", "behind a label"),
        ("اليوم 10:30", "2026-03-10 07:30 m", "today with a clock"),
        ("Dün, 18:24", "2026-03-09 15:24 m", "yesterday with a clock"),
        ("Bugün", None, "today without a clock says no more than that the page was read"),
        ("أمس", None, "nor does yesterday"),
        ("منذ ساعات", None, "some hours ago"),
        ("2 ay önce", None, "months are too coarse for a day"),
        ("منذ 3 أشهر", None, "so they are in Arabic"),
        ("05.04.2025 منذ 3 أيام", "2025-04-04 21:00 d", "a date wins over what is said of it"),
        ("11.03.2026 14:00", "2026-03-11 11:00 m", "a clock may be wrong by a day"),
        ("12.03.2026 14:00", None, "but not by two"),
        ("05.04.2027", None, "the future is a misprint"),
        ("1893456000", None, "so it is in seconds"),
        ("Bugün 23:59", "2026-03-10 20:59 m", "later today is within a clock's error"),
    ],
)
def test_now_gives_sense_and_bounds(text: str, expected: str | None, why: str) -> None:
    assert shown(parse(text, ISTANBUL, now=NOW)) == expected, why


@pytest.mark.parametrize(
    ("text", "expected", "why"),
    [
        (
            "Giriş: 03.07.2024 - 18:24, Güncelleme: 03.07.2024 - 18:57",
            ["2024-07-03 15:24 m", "2024-07-03 15:57 m"],
            "each has its own clock",
        ),
        (
            "نشر في 24 أبريل 2020 09:22 ص وعدّل في 25 أبريل 2020 10:00 م",
            ["2020-04-24 06:22 m", "2020-04-25 19:00 m"],
            "so they do in Arabic",
        ),
        ("03.07.2024 18:24 04.07.2024", ["2024-07-03 15:24 m", "2024-07-03 21:00 d"], "a clock belongs to one date"),
        ("18:24 03.07.2024 18:57 04.07.2024", ["2024-07-03 15:57 m", "2024-07-03 21:00 d"], "the one behind it first"),
        ("Okul 31.04.2025 değil 01.05.2025 günü açıldı", ["2025-04-30 21:00 d"], "an impossible day is passed over"),
        ("10-12 Mayıs 2025", ["2025-05-11 21:00 d"], "of a span of days the last is whole"),
        ("16 ربيع الثاني 1441 هـ الموافق 14 ديسمبر 2019", ["2019-12-13 21:00 d"], "Hijri is passed over"),
        ("عام 2024 شهد 5 معارض", [], "a year and a number are no date"),
        ("5 Mart 2024'te ve 6 Mart 2024’te", ["2024-03-04 21:00 d", "2024-03-05 21:00 d"], "Turkish endings"),
        ("", [], "nothing in nothing"),
    ],
)
def test_all_dates_of_a_text_come_in_order(text: str, expected: list[str], why: str) -> None:
    assert [shown(each) for each in find_all(text, ISTANBUL)] == expected, why


def test_find_passes_over_the_future() -> None:
    text = "Etkinlik 05.04.2027, haber 05.03.2026"
    assert shown(find(text, ISTANBUL, now=NOW)) == "2026-03-04 21:00 d"
    assert shown(find(text, ISTANBUL)) == "2027-04-04 21:00 d"


@pytest.mark.parametrize(
    ("text", "raw", "zoned"),
    [
        ("نشر: 24 أبريـل \u200f2020 09:22 مساءً | سياسة", "24 أبريـل \u200f2020 09:22 مساء", False),
        ("Giriş: 03.07.2024 - 18:24 (güncel)", "03.07.2024 - 18:24", False),
        ("at 18:57 27.12.2016 .", "18:57 27.12.2016", False),
        ("Sat, 05 Apr 2025 14:09:42 +0300", "05 Apr 2025 14:09:42 +0300", True),
        ("2025-04-05T14:09:42Z", "2025-04-05T14:09:42Z", True),
        ("2025-04-05T14:09:42+99:00", "2025-04-05T14:09:42+99:00", False),
    ],
)
def test_the_raw_text_is_kept_as_it_stood(text: str, raw: str, zoned: bool) -> None:
    dated = find(text, ISTANBUL)
    assert dated is not None
    assert (dated.raw, dated.zoned) == (raw, zoned)
    assert raw in text


@pytest.mark.parametrize(
    "piece",
    ["1", "1 ", "1.", "1/", "12:30 ", "01.01.2020 ", "5 مارس ", "5 mart 2020 ", " ", "mart ", "(((", "2020-", "T",
     "5 كانون ", "\u064b", "1 آ", "24 أبريل 2020 في "],
)  # fmt: skip
def test_a_megabyte_of_anything_takes_linear_time(piece: str) -> None:
    text = piece * (1_000_000 // len(piece))
    begin = time.process_time()
    find_all(text, ISTANBUL)
    parse(text, ISTANBUL)
    assert time.process_time() - begin < 20


PIECES = [*"0123456789٠١٢ ./-:,TZ+مصه()\u200f", " مارس ", " Mart ", "2020", "24.04.", "هـ", "18:57"]


@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_nothing_makes_it_raise_and_every_date_can_be_believed(text: str) -> None:
    for dated in [*find_all(text, ISTANBUL, now=NOW), *filter(None, [parse(text, ISTANBUL, now=NOW)])]:
        assert dated.value.tzinfo is UTC
        assert datetime(1989, 12, 30, tzinfo=UTC) < dated.value <= NOW + timedelta(days=1)
        assert dated.raw


@given(st.lists(st.sampled_from([*PIECES, "Ocak ", "يناير ", "١٥", " 10:30", "اليوم", "Bugün"])).map("".join))
def test_every_day_and_year_is_one_that_is_written(text: str) -> None:
    for dated in find_all(text, ISTANBUL):
        numbers = {int(number) for number in re.findall(r"\d+", dated.raw)}
        around = [dated.value + timedelta(days=days) for days in (-1, 0, 1)]  # the text's own clock may be a day off
        assert any({day.day, day.year} <= numbers or {day.day, day.year % 100} <= numbers for day in around)


@given(st.text())
def test_no_text_makes_it_raise(text: str) -> None:
    find_all(text, ISTANBUL)
    parse(text, ISTANBUL, now=NOW)


@given(st.datetimes(datetime(1991, 1, 1), datetime(2090, 1, 1)))  # noqa: DTZ001 - the strategy makes naive times
def test_every_second_survives_the_way_to_iso_and_back(moment: datetime) -> None:
    written = moment.replace(microsecond=0, tzinfo=UTC).astimezone(DUBAI)
    dated = parse(written.isoformat(), ISTANBUL)
    assert dated is not None
    assert dated.value == written


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
    dated = parse(text, ISTANBUL, now=AUTUMN)
    assert dated is not None, why
    assert (f"{dated.value:%Y-%m-%dT%H:%M:%S}", dated.precision) == (expected, precision), why
    assert dated.value.utcoffset() == AUTUMN.utcoffset()


@pytest.mark.parametrize(("text", "why"), NOT_READ)
def test_what_is_no_date_is_unknown(text: str, why: str) -> None:
    assert parse(text, ISTANBUL, now=AUTUMN) is None, why


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
    dated = parse(text, ISTANBUL, now=AUTUMN)
    assert dated is not None
    assert f"{dated.value:%Y-%m-%dT%H:%M}" == expected
    assert parse(text, ISTANBUL) is None


def test_all_dates_of_a_line_are_found_in_order() -> None:
    line = "Giriş: 03.07.2024 - 18:24Güncelleme: 03.07.2024 - 18:57 (ilk: 1 Temmuz 2024)"
    assert [f"{each.value:%d %H:%M}" for each in find_all(line, ISTANBUL, now=AUTUMN)] == [
        "03 15:24",
        "03 15:57",
        "30 21:00",
    ]


def test_a_date_inside_a_sentence_is_found() -> None:
    dated = find("تم نشره الجمعة 24 نيسان / أبريل 2020 09:22 مساءً في عمان", ISTANBUL, now=AUTUMN)
    assert dated is not None
    assert f"{dated.value:%Y-%m-%d %H:%M}" == "2020-04-24 18:22"


@given(st.text(max_size=200))
def test_nothing_raises(text: str) -> None:
    parse(text, ISTANBUL, now=AUTUMN)
    find_all(text, ISTANBUL, now=AUTUMN)


@pytest.mark.parametrize("piece", ["1.", "24 نيسان / ", "2024-", "12:", "1 Ocak ", "٢٠٢٦-٠٤-", "a" * 50, "9" * 50])
def test_a_megabyte_of_one_phrase_ends_in_time(piece: str) -> None:
    began = time.process_time()
    find_all(piece * (1_000_000 // len(piece)), ISTANBUL, now=AUTUMN)
    assert time.process_time() - began < 20
