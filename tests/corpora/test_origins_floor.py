"""Whether what a copy credits becomes its origin; the whole table is `scripts/bench origins`."""

from tests.bench.origins import invented

FAMILIES, SHARE = 40, 0.95


def test_the_credited_article_is_the_origin() -> None:
    figures = invented(FAMILIES)
    print(*(f"{language}: {row}" for language, row in figures.items()), sep="\n")
    assert {language: row["share"] for language, row in figures.items() if row["share"] < SHARE} == {}
    assert all(row["credited copies"] == 4 * FAMILIES for row in figures.values())
