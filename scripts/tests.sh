# shellcheck shell=bash
# `./dev test` and `./dev check`: every part runs, whatever became of those before it, and what
# failed is said at the end. Sourced by ./dev.

run_tests() {
  local parts=("$@") part broken=''
  if [[ $# -eq 0 ]]; then
    parts=(ui rust sdk llmock anki)
    if has_doc_tests; then parts+=(docs); fi
  fi
  for part in "${parts[@]}"; do
    [[ $part =~ ^(ui|rust|sdk|llmock|anki|docs)$ ]] ||
      fail "There is no part '$part': ui, rust, sdk, llmock, anki or docs."
  done
  set_up_tests
  logs=$CARGO_TARGET_DIR/test-logs passed=0 failed=0
  mkdir -p "$logs"
  for part in "${parts[@]}"; do
    test_part "$part" || broken="$broken $part"
  done
  say_totals "${parts[@]}"
  [[ -z $broken ]] || fail "Did not pass:$broken."
}

test_part() {
  local part=$1 status=0
  say "Tests: $part"
  rm -f "$logs/$part.log"
  if [[ $part == llmock ]] && ! llmock; then
    echo 'Skipped: llmock cannot be installed here.'
    return
  fi
  "test_$part" 2>&1 | tee "$logs/$part.log" || status=$?
  count "$logs/$part.log" "$status"
}

test_ui() { NO_COLOR=1 npm test --silent; }

test_rust() {
  local runner
  choose_runner
  "${runner[@]}" --no-run && in_empty_home "${runner[@]}"
}

# Fills `runner` of the caller. nextest's configuration keeps window tests from crowding each other;
# without nextest everything runs one after another.
choose_runner() {
  if have cargo-nextest; then
    runner=(cargo nextest run --workspace "${embedded[@]}")
  else
    echo 'cargo-nextest is not installed: the tests run one after another.'
    export RUST_TEST_THREADS=1
    runner=(cargo test --workspace "${embedded[@]}" --no-fail-fast --lib --bins --tests --examples)
  fi
}

has_doc_tests() { grep -rqE '^ *//[/!] ```(rust|no_run|should_panic)?$' crates/*/src src-tauri/src; }

test_docs() { cargo test -q --doc --workspace "${embedded[@]}"; }

# The fake OpenRouter's answers and Hanji's requests, read by the official SDK's schemas.
test_sdk() {
  cargo build -q --workspace "${embedded[@]}" --bin fake-openrouter --bin hanji &&
    NO_COLOR=1 npm run -s test:sdk
}

# An outside judge of how refusals and outages are met.
test_llmock() {
  cargo build -q --workspace "${embedded[@]}" --bin hanji &&
    HANJI_COMMAND=$CARGO_TARGET_DIR/debug/hanji .venv-llmock/bin/python -m pytest -q tests/llmock
}

test_anki() {
  cargo build -q --workspace "${embedded[@]}" --example sample_deck &&
    HANJI_SAMPLE_DECK=$CARGO_TARGET_DIR/debug/examples/sample_deck \
      .venv/bin/python -m pytest -q tests/anki
}

# Adds a part's results to the totals; a part that broke off, or ran no test, counts as one failure.
count() {
  local good bad
  good=$(sum_of 'passed' "$1")
  bad=$(sum_of '(failed|timed out|exec failed|errors?)' "$1")
  if ((bad == 0 && ($2 != 0 || good == 0))); then bad=1; fi
  passed=$((passed + good)) failed=$((failed + bad))
  ((bad == 0))
}

# The closing lines of nextest, or else of cargo test, Vitest and pytest (nextest prints those of
# cargo test again for each failed test).
closing_lines() {
  local plain
  plain=$(sed $'s/\e\\[[0-9;]*m//g' "$1")
  grep -E '^ *Summary \[' <<<"$plain" ||
    grep -E '^test result: |^ +Tests  |[0-9]+ (passed|failed|errors?)\b.* in [0-9.]+s' <<<"$plain" || true
}

sum_of() {
  closing_lines "$2" | { grep -oE "[0-9]+ $1\b" || true; } | awk '{ sum += $1 } END { print sum + 0 }'
}

say_totals() {
  local part
  say 'Results'
  for part in "$@"; do
    [[ ! -f $logs/$part.log ]] || closing_lines "$logs/$part.log" | sed "s/^ */$part: /"
  done
  printf '\n%s passed, %s failed\n' "$passed" "$failed"
}

run_checks() {
  local broken=''
  [[ ${1-} != --deny ]] || install_deny
  set_up_window
  check 'Rust format' cargo fmt --all --check
  check 'Rust lints' cargo clippy -q --workspace --all-targets "${embedded[@]}" -- -D warnings
  check 'Front-end lints and format' npm run -s lint
  check 'Front-end types' npm run -s check
  check 'Bindings' current_bindings
  check 'Licences, bans and sources of crates' licences
  check 'Shell scripts' shell_scripts
  [[ -z $broken ]] || fail '' "Wants mending:$broken."
  printf '\nAll in order.\n'
}

# check NAME COMMAND…: notes NAME in `broken` of the caller when COMMAND fails.
check() {
  local name=$1
  shift
  say "$name"
  "$@" || broken="$broken${broken:+,} $name"
}

current_bindings() {
  print_bindings | diff ui/src/platform/bindings.ts - && return
  echo 'ui/src/platform/bindings.ts is out of date: ./dev bindings writes it anew.'
  return 1
}

install_deny() { have cargo-deny || cargo install cargo-deny --locked; }

licences() {
  if have cargo-deny; then
    cargo deny --offline --log-level error check licenses bans sources
  else
    echo 'Not checked: cargo-deny is not installed (./dev check --deny installs it, in some minutes).'
  fi
}

shell_scripts() {
  if have shellcheck; then
    shellcheck dev .ci/run scripts/show-window.sh
  else
    echo 'Not checked: shellcheck is not installed.'
  fi
}
