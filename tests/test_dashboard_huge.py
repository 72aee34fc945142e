"""No page waits, whatever the size of the archive: a million articles, each page within 300 ms."""

import pytest

from tests.bench.dashboard import main


@pytest.mark.long
def test_no_page_takes_longer_than_its_budget() -> None:
    with pytest.raises(SystemExit) as ended:
        main([])
    assert ended.value.code == 0
