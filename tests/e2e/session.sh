#!/usr/bin/env bash
# One test's private session, run under dbus-run-session: a display with a window manager and an
# unlocked keyring. Says where they are, stays until its input is closed, which happens however the
# test ends, and takes with it everything in its process group.
set -euo pipefail

answer=$(mktemp)
Xvfb -displayfd 3 -screen 0 1400x1000x24 -nolisten tcp 3>"$answer" 2>/dev/null &
display=$!

# Politely first: the display removes its lock, the desktop's services unmount what they mounted.
end_group() {
  set +e
  rm -f "$answer"
  pgrep -g 0 | grep -vxF -e $$ -e $PPID | xargs -r kill 2>/dev/null
  wait "$display"
  local tries=30
  while ((tries-- > 0)) && mountpoint -q "$XDG_RUNTIME_DIR/doc"; do sleep 0.1; done
  kill -KILL 0
}
trap end_group EXIT

complain() {
  echo "$1" >&2
  exit 1
}

wait_for() {
  local tries=150
  until "$@"; do
    ((tries-- > 0)) || complain "waited too long for: $*"
    sleep 0.1
  done
}

keyring_serves() {
  dbus-send --session --print-reply --dest=org.freedesktop.DBus /org/freedesktop/DBus \
    org.freedesktop.DBus.NameHasOwner string:org.freedesktop.secrets 2>/dev/null | grep -q 'boolean true'
}

window_manager_serves() { xprop -root _NET_SUPPORTING_WM_CHECK 2>/dev/null | grep -q 'window id'; }

gnome-keyring-daemon --foreground --unlock --components=secrets <<<'a test keyring' >/dev/null 2>&1 &
wait_for test -s "$answer"
DISPLAY=:$(<"$answer")
export DISPLAY
openbox >/dev/null 2>&1 &
wait_for window_manager_serves
wait_for keyring_serves

printf '%s\n' "DISPLAY=$DISPLAY" "DBUS_SESSION_BUS_ADDRESS=$DBUS_SESSION_BUS_ADDRESS" ready
cat >/dev/null
