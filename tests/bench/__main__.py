"""`scripts/bench NAME [options]`."""

import sys
from importlib import import_module
from pkgutil import iter_modules

import tests.bench

NAMES = sorted(module.name for module in iter_modules(tests.bench.__path__) if not module.name.startswith("_"))

if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1] not in NAMES:
        sys.exit(f"usage: scripts/bench NAME [options]; NAME is one of: {', '.join(NAMES)}")
    import_module(f"tests.bench.{sys.argv[1]}").main(sys.argv[2:])
