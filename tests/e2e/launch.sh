#!/bin/sh
# Starts the window under test for WebDriver, leaving its process id and its log where tests look.
echo $$ >"$HOME/hanji.pid"
exec "$HANJI_UNDER_TEST" "$@" 2>>"$HOME/hanji.log"
