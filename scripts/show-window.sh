#!/usr/bin/env bash
# show-window.sh PICTURE BINARY SECONDS FILE…: opens the window on the display that is there, waits
# until it is painted, takes a picture of the screen, and keeps it open: until it is closed, for
# SECONDS, or not at all when nobody is at the keyboard. Speaks through file descriptors 4 and 5.
set -euo pipefail
exec >&4 2>&5

# shellcheck source=scripts/session.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/session.sh"
picture=$1 binary=$2 seconds=$3
shift 3

find_window() {
  kill -0 "$app" 2>/dev/null || return 0
  window=$(xdotool search --onlyvisible --name '^Hanji' 2>/dev/null | head -n 1)
  [[ -n $window ]]
}

# Text has many shades; a window that is not painted yet has a few. Twice the same: it has settled.
painted() {
  local before=${shades-0}
  shades=$(import -silent -window "$window" png:- 2>/dev/null | identify -format %k - 2>/dev/null || echo 0)
  ((shades > 24 && shades == before))
}

gone() { ! kill -0 "$app" 2>/dev/null; }

close_window() {
  xdotool windowactivate --sync "$window" key --clearmodifiers alt+F4 2>/dev/null || true
  wait_for 15 gone
}

complain() {
  echo "$1" >&2
  exit 1
}

window='' shades=0
"$binary" "$@" &
app=$!
trap 'end_each "$app"' EXIT

wait_for 60 find_window || complain 'No window appeared within a minute.'
gone && complain 'Hanji ended before its window appeared.'
wait_for 60 painted || complain 'The window was not painted within a minute.'
mkdir -p "$(dirname "$picture")"
import -silent -window root "$picture"
echo "A picture of the window: $picture"

if [[ -n $seconds ]]; then
  wait_for "$seconds" gone || true
elif [[ -t 0 ]]; then
  echo 'It stays open until you press Ctrl-C.'
  wait "$app" || true
fi
gone || close_window || complain 'Hanji did not close when it was asked to.'
