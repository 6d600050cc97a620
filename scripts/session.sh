# shellcheck shell=bash
# Surroundings for what we start: a display where there is none, a home where there should be none.
# What is started here is ended here, by its id. Sourced by ./dev.

# open_window BINARY SECONDS FILE…: on the display there is, or on a virtual one.
open_window() {
  if has_display; then
    on_this_display "$@"
  else
    echo 'There is no display: opening the window on a virtual one.'
    # what the desktop's own parts say is left out; show-window.sh speaks through 4 and 5
    with_display dbus-run-session -- \
      bash scripts/show-window.sh "$CARGO_TARGET_DIR/run/window.png" "$@" 4>&1 5>&2 >/dev/null 2>&1
  fi
}

on_this_display() {
  local binary=$1 seconds=$2
  shift 2
  say 'Opening the window'
  if [[ -z $seconds ]]; then exec "$binary" "$@"; fi
  # 124 is the end that was asked for
  timeout "$seconds" "$binary" "$@" || [[ $? -eq 124 ]]
}

# with_display COMMAND…: runs COMMAND on a virtual display with a window manager.
with_display() (
  answer=$(mktemp)
  Xvfb -displayfd 3 -screen 0 1400x1000x24 -nolisten tcp 3>"$answer" 2>/dev/null &
  display=$! manager=''
  trap 'end_each $manager $display; rm -f "$answer"' EXIT
  wait_for 10 test -s "$answer" || fail 'The virtual display did not start.'
  DISPLAY=":$(<"$answer")"
  export DISPLAY
  unset WAYLAND_DISPLAY
  openbox >/dev/null 2>&1 &
  manager=$!
  "$@"
)

# end_each ID…
end_each() {
  local id
  for id in "$@"; do
    kill "$id" 2>/dev/null && wait "$id" 2>/dev/null
  done
  return 0
}

# wait_for SECONDS COMMAND…: until COMMAND succeeds.
wait_for() {
  local tries=$(($1 * 10))
  shift
  until "$@"; do
    ((tries-- > 0)) || return 1
    sleep 0.1
  done
}

# in_empty_home COMMAND…: runs COMMAND with an empty home, no desktop and no key, so that a test can
# neither see nor change what is the learner's.
in_empty_home() (
  home=$(mktemp -d)
  trap 'rm -rf "$home"' EXIT
  # the tools' own folders stay where they are
  export CARGO_HOME=${CARGO_HOME:-$HOME/.cargo} RUSTUP_HOME=${RUSTUP_HOME:-$HOME/.rustup} HOME=$home
  unset XDG_CONFIG_HOME XDG_DATA_HOME XDG_CACHE_HOME XDG_STATE_HOME XDG_RUNTIME_DIR
  unset DISPLAY WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS
  unset OPENROUTER_API_KEY HANJI_BASE_URL HANJI_MODEL HANJI_DATA_DIR
  "$@"
)
