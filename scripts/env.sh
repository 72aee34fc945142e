# Sourced by the scripts beside it: makes .venv at the project's root ($root) and installs a requirements file into it.
# A second call is quick: a file is installed again only when it, or one that it includes, has changed.

newscrawl_fail() {
    printf 'newscrawl: %s\n' "$1" >&2
    exit 78
}

newscrawl_python() {
    for candidate in python3 python3.13 python3.12 python3.11 python3.14 python; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            printf '%s\n' "$candidate"
            return
        fi
    done
    newscrawl_fail "no Python 3.11 or later on PATH; install one from https://www.python.org/downloads/"
}

# Two calls at once take turns; a lock that a killed call left behind is taken over after ten minutes.
newscrawl_lock() {
    waited=0
    until mkdir "$root/.venv.lock" 2>/dev/null; do
        [ "$waited" -gt 0 ] || printf 'newscrawl: waiting for another set-up in %s\n' "$root" >&2
        waited=$((waited + 1))
        if [ "$waited" -gt 600 ]; then
            rmdir "$root/.venv.lock" 2>/dev/null || newscrawl_fail "cannot remove $root/.venv.lock; remove it by hand"
        fi
        sleep 1
    done
    trap 'rmdir "$root/.venv.lock" 2>/dev/null' EXIT
    trap 'exit 130' INT TERM
}

newscrawl_install() {
    if [ ! -x "$root/.venv/bin/python" ] || ! "$root/.venv/bin/python" -m pip --version >/dev/null 2>&1; then
        printf 'newscrawl: making %s/.venv\n' "$root" >&2
        rm -rf "$root/.venv"
        found=$(newscrawl_python)
        "$found" -m venv "$root/.venv" || newscrawl_fail "cannot make a virtual environment; on Debian: apt install python3-venv"
    fi
    printf 'newscrawl: installing %s (a minute or two, once)\n' "$1" >&2
    if ! "$root/.venv/bin/python" -m pip install --quiet --disable-pip-version-check -r "$root/$1" >"$root/.venv/install.log" 2>&1; then
        tail -n 15 "$root/.venv/install.log" >&2
        newscrawl_fail "pip could not install $1; the whole of it is in .venv/install.log"
    fi
    printf '%s\n' "$wanted" >"$stamp"
}

# newscrawl_env FILE: the environment with FILE's requirements installed.
newscrawl_env() {
    stamp="$root/.venv/$1.stamp"
    wanted=$(cat "$root"/requirements*.txt | cksum)
    if [ -x "$root/.venv/bin/python" ] && [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ]; then
        return
    fi
    newscrawl_lock
    newscrawl_install "$1"
    rmdir "$root/.venv.lock" 2>/dev/null || true
    trap - EXIT INT TERM
}

# Whether there is one; what to do about it, on standard error, where there is none.
newscrawl_find_chromium() {
    (cd "$root" && .venv/bin/python -m newscrawl.chromium >/dev/null)
}

newscrawl_install_chromium() {
    printf 'newscrawl: installing Chromium, for the tests that need a browser (a minute or two, once)\n' >&2
    # Ubuntu's package of that name is a wrapper for another packaging system.
    if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null && grep -qx 'ID=debian' /etc/os-release; then
        apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends chromium
    else
        "$root/.venv/bin/playwright" install chromium
    fi >"$root/.venv/chromium.log" 2>&1 </dev/null
}

# newscrawl_chromium: a browser for the tests. Where none can be had, those that need one are skipped, and this says so.
newscrawl_chromium() {
    newscrawl_find_chromium 2>/dev/null && return
    newscrawl_install_chromium || true
    newscrawl_find_chromium || printf 'newscrawl: tests that need a browser are skipped (see .venv/chromium.log)\n' >&2
}

# newscrawl_tools: what checks the files of ops/. Where they cannot be had, those tests are skipped, and say so.
newscrawl_tools() {
    missing=""
    command -v promtool >/dev/null 2>&1 || missing="$missing prometheus"
    command -v logrotate >/dev/null 2>&1 || missing="$missing logrotate"
    command -v crontab >/dev/null 2>&1 || missing="$missing cron"
    if [ -n "$missing" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        printf 'newscrawl: installing%s for the tests of ops/\n' "$missing" >&2
        # Debian starts Prometheus and cron when they are installed; only promtool and crontab are wanted.
        { apt-get update -qq && RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $missing; } \
            >"$root/.venv/tools.log" 2>&1 </dev/null || true
    fi
}

# newscrawl_mongosh: the shell that the cookbook's examples are executed in. Where it cannot be had, they are skipped.
newscrawl_mongosh() {
    place="$root/.venv/mongosh"
    if [ -n "${NEWSCRAWL_MONGOSH:-}" ] || command -v mongosh >/dev/null 2>&1 || [ -d "$place" ]; then
        return
    fi
    command -v npm >/dev/null 2>&1 || return 0
    printf 'newscrawl: installing mongosh, for the examples of docs/cookbook.md (half a minute, once)\n' >&2
    # It runs without what its packages would compile. Made even if that fails: it is not tried at every run.
    mkdir -p "$place"
    printf '{"private": true}\n' >"$place/package.json"
    # Of a registry that is hard to reach npm does not despair for minutes.
    bounded=$(command -v timeout) && bounded="$bounded 90" || bounded=
    # From within: with --prefix npm leaves out the machine's own settings, such as whose certificates it trusts.
    (cd "$place" && $bounded npm install --ignore-scripts --no-audit --no-fund --fetch-retries=1 --fetch-timeout=30000 \
        mongosh@2.12.0) >"$root/.venv/mongosh.log" 2>&1 </dev/null &&
        "$place/node_modules/.bin/mongosh" --version >/dev/null 2>&1 ||
        { rm -rf "$place/node_modules"; printf 'newscrawl: tests that need mongosh are skipped (see .venv/mongosh.log)\n' >&2; }
}
