"""Coverage-guided fuzzing of every reader, with libFuzzer's options: `python -m tests.fuzzing [options] FOLDER`."""

import sys

import atheris

with atheris.instrument_imports(include=["newscrawl", "feedparser"]):
    from tests.test_fuzz import readings


def once(data: bytes) -> None:
    """Refusals are the readers' own; whatever else they raise is a find."""
    for _ in readings(data):
        pass


if __name__ == "__main__":
    atheris.Setup(sys.argv, once)
    atheris.Fuzz()
