# shellcheck shell=bash
# `./dev live`: three words through the real OpenRouter, for at most five cents. Sourced by ./dev;
# no other command and no CI ever calls it.

live() {
  local key=${HANJI_LIVE_KEY-} model=${HANJI_LIVE_MODEL:-google/gemini-2.5-flash-lite}
  if [[ -z $key ]]; then
    echo 'Set HANJI_LIVE_KEY to a key of OpenRouter; at most five cents of its credit are spent.' >&2
    exit 2
  fi
  need_rust
  cargo build -q -p cli --bin hanji
  folder=$(mktemp -d)
  trap 'rm -rf "$folder"' EXIT
  printf '%s\n' 학교 먹다 예쁘다 >"$folder/words.txt"
  unset HANJI_LIVE_KEY
  export OPENROUTER_API_KEY=$key HANJI_DATA_DIR=$folder/data
  local hanji=("$CARGO_TARGET_DIR/debug/hanji") base=()
  [[ -z ${HANJI_LIVE_URL-} ]] || base=(--base-url "$HANJI_LIVE_URL")
  "${hanji[@]}" doctor --model "$model" "${base[@]}"
  "${hanji[@]}" estimate "$folder/words.txt" --model "$model" "${base[@]}"
  "${hanji[@]}" deck "$folder/words.txt" -o "$folder/live.apkg" --model "$model" \
    --max-cost 0.05 --json "${base[@]}"
}
