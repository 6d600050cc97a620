# shellcheck shell=bash
# `./dev fuzz [TARGET…] [--seconds N]`: libFuzzer on the readers of files, one target after another.
# What it learns is kept in the build directory; what breaks is kept there too, and said at the end.
# Sourced by ./dev.

fuzz() {
  local seconds=60 targets=() target broken='' work
  while [[ $# -gt 0 ]]; do
    case $1 in
      --seconds) seconds=${2:?--seconds wants a number} && shift 2 ;;
      *) targets+=("$1") && shift ;;
    esac
  done
  [[ ${#targets[@]} -gt 0 ]] || mapfile -t targets < <(fuzz_targets)
  need_fuzzing
  work=$CARGO_TARGET_DIR/fuzz
  for target in "${targets[@]}"; do
    fuzz_targets | grep -qx -e "$target" || fail "There is no target '$target'; there are:" "$(fuzz_targets)"
    fuzz_target "$target" || broken="$broken $target"
  done
  [[ -z $broken ]] || fail "Something broke:$broken. What broke it is in $work/found; keep it as fuzz/seeds/TARGET/found-WHAT."
}

fuzz_targets() { sed -n 's/^name = "\([a-z]*\)"$/\1/p' fuzz/libfuzzer/Cargo.toml; }

need_fuzzing() {
  need_rust
  rustup toolchain list 2>/dev/null | grep -q '^nightly' ||
    fail 'Fuzzing wants a nightly compiler: rustup toolchain install nightly --profile minimal'
  have cargo-fuzz || fail 'Fuzzing wants cargo-fuzz: cargo install cargo-fuzz --locked'
}

# No sanitizer: our code has nothing unsafe, and without one four times as much is tried.
fuzz_target() {
  local seeds=fuzz/seeds/$1 learnt=$work/corpus/$1 found=$work/found/$1/ log=$work/logs/$1.log
  local messy=../shared/data/inputs/files
  mkdir -p "$learnt" "$found" "$work/logs"
  local folders=("$learnt" "$seeds")
  if [[ -d $messy && $1 =~ ^(decode|kindle|archive)$ ]]; then folders+=("$messy"); fi
  say "Fuzzing $1 for $seconds s"
  cargo +nightly fuzz run --fuzz-dir fuzz/libfuzzer -s none --target-dir "$work/target" "$1" "${folders[@]}" -- \
    -max_total_time="$seconds" -timeout=5 -rss_limit_mb=512 -max_len=16384 -print_final_stats=1 \
    -dict=fuzz/pieces.dict -artifact_prefix="$found" >"$log" 2>&1
  local status=$?
  fuzz_figures "$log"
  ((status == 0)) || grep -m 3 -E 'panicked at|^ERROR|SUMMARY|Test unit written' -A 1 "$log"
  return "$status"
}

fuzz_figures() {
  local coverage
  coverage=$(grep -oE 'cov: [0-9]+ ft: [0-9]+ corp: [0-9]+' "$1" | tail -n 1)
  printf '%s executions, %s\n' "$(sed -n 's/^stat::number_of_executed_units: *//p' "$1")" "$coverage"
}
