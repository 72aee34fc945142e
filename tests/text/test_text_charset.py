"""From bytes to text, with declarations that are right, missing or wrong."""

import pytest

from newscrawl.text import decode

AR = "عقد مجلس الوزراء اجتماعا في العاصمة أمس، وناقش خطة الطرق الجديدة"
TR = "Bakanlar Kurulu dün başkentte toplandı, yeni yol projesini görüştü ve İçişleri çalıştı"

DECODED = [
    (TR, "utf-8", "utf-8", "utf-8", "content", "as declared"),
    (TR, "utf-8", "ISO-8859-9", "utf-8", "content", "UTF-8 whatever is declared"),
    (AR, "utf-8", "windows-1256", "utf-8", "content", "UTF-8 whatever is declared"),
    (TR, "cp1254", "ISO-8859-9", "windows-1254", "declared", "the label browsers widen"),
    (TR, "cp1254", "windows-1254", "windows-1254", "declared", "as declared"),
    (TR, "cp1254", None, "windows-1254", "detected", "not declared"),
    (TR, "cp1254", "utf-8", "windows-1254", "detected", "declared UTF-8"),
    (TR, "cp1254", "iso-8859-1", "windows-1254", "detected", "declared Latin-1"),
    (TR, "cp1254", "windows-1256", "windows-1254", "detected", "declared Arabic"),
    (AR, "cp1256", "windows-1256", "windows-1256", "declared", "as declared"),
    (AR, "cp1256", "cp1256", "windows-1256", "declared", "another name of the same"),
    (AR, "cp1256", None, "windows-1256", "detected", "not declared"),
    (AR, "cp1256", "utf-8", "windows-1256", "detected", "declared UTF-8"),
    (AR, "cp1256", "windows-1252", "windows-1256", "detected", "declared western"),
    (AR, "cp1256", "iso-8859-6", "windows-1256", "detected", "declared the other Arabic table"),
    (AR, "iso-8859-6", "iso-8859-6", "iso-8859-6", "declared", "as declared"),
    (AR, "iso-8859-6", None, "iso-8859-6", "detected", "not declared"),
    (AR, "iso-8859-6", "windows-1256", "iso-8859-6", "detected", "declared the other Arabic table"),
    ("Café à Genève", "cp1252", "iso-8859-1", "windows-1252", "declared", "western stays western"),
    ("Новости", "koi8-r", "koi8-r", "koi8-r", "declared", "a label nobody declares by mistake"),
    ("haber", "ascii", None, "utf-8", "default", "plain ASCII"),
    ("haber", "ascii", "windows-1254", "windows-1254", "declared", "plain ASCII, declared"),
    (TR, "cp1254", "no-such-table", "windows-1254", "detected", "an unknown label"),
    (TR, "cp1254", "unicode_escape", "windows-1254", "detected", "a label that would run the page's text"),
]


@pytest.mark.parametrize("case", DECODED, ids=[f"{case[1]}-{case[2]}" for case in DECODED])
def test_decode(case: tuple[str, str, str | None, str, str, str]) -> None:
    text, written, declared, encoding, source, why = case
    decoded = decode(text.encode(written), declared=declared)
    assert (decoded.text, decoded.encoding, decoded.source, decoded.replaced) == (
        text,
        encoding,
        source,
        0,
    ), why


@pytest.mark.parametrize(
    ("head", "why"),
    [
        ('<meta charset="windows-1254">', "HTML 5"),
        ("<META http-equiv=Content-Type content='text/html; charset=iso-8859-9'>", "HTML 4"),
        ('<?xml version="1.0" encoding="windows-1254"?>', "a feed"),
    ],
)
def test_declaration_in_the_page(head: str, why: str) -> None:
    decoded = decode((head + TR).encode("cp1254"), declared=None)
    assert decoded.text == head + TR
    assert (decoded.encoding, decoded.source) == ("windows-1254", "meta"), why


def test_server_before_page() -> None:
    body = ('<meta charset="windows-1252">' + TR).encode("cp1254")
    assert decode(body, declared="windows-1254").source == "declared"


def test_page_where_the_server_is_wrong() -> None:
    body = ('<meta charset="windows-1256">' + AR).encode("cp1256")
    decoded = decode(body, declared="utf-8")
    assert (decoded.encoding, decoded.source) == ("windows-1256", "meta")


def test_override_ends_the_question() -> None:
    decoded = decode(TR.encode("cp1254"), declared="utf-8", override="iso-8859-9")
    assert (decoded.text, decoded.source) == (TR, "override")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_byte_order_mark(encoding: str) -> None:
    decoded = decode(AR.encode(encoding), declared="windows-1256")
    assert (decoded.text, decoded.source) == (AR, "bom")


def test_a_few_broken_bytes_do_not_make_utf8_something_else() -> None:
    decoded = decode((AR * 5).encode() + b"\xd8", declared=None)
    assert (decoded.encoding, decoded.replaced) == ("utf-8", 1)
    assert decoded.text == AR * 5 + "\ufffd"


def test_unreadable_bytes_are_counted() -> None:
    assert decode(b"\x81\x8d" + TR.encode("cp1254"), declared="windows-1254").replaced == 2


def test_nothing() -> None:
    assert decode(b"", declared=None).text == ""
