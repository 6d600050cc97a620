# shellcheck shell=bash
# Brings a machine to where the project builds and its tests run. Each step looks first and does
# only what is missing, so that a second run costs next to nothing. Sourced by ./dev.

build_packages=(
  build-essential pkg-config file
  libwebkit2gtk-4.1-dev libgtk-3-dev libsoup-3.0-dev libjavascriptcoregtk-4.1-dev librsvg2-dev
  libdbus-1-dev
)
display_packages=(xvfb xauth openbox dbus xdotool imagemagick fonts-noto-cjk)
test_packages=(
  x11-utils webkit2gtk-driver gnome-keyring libsecret-tools
  python3-gi gir1.2-gtk-3.0 desktop-file-utils
)

# What `run`, `app` and `bindings` need: the libraries, the tools, the packages, the built pages.
set_up_window() {
  need_rust
  need_node
  if has_display; then need_system build; else need_system build display; fi
  npm_packages
  front_end
}

set_up_tests() {
  need_rust
  need_node
  need_system build display test
  npm_packages
  front_end
  anki_library
}

has_display() { [[ $(uname) == Darwin || -n ${DISPLAY-}${WAYLAND_DISPLAY-} ]]; }

need_rust() {
  command -v cargo >/dev/null && return
  fail 'Rust is not installed. Get it with rustup (https://rustup.rs), then run this again.'
}

need_node() {
  local version
  version=$(node --version 2>/dev/null || true)
  if [[ $version =~ ^v([0-9]+)\.([0-9]+) ]]; then
    ((BASH_REMATCH[1] * 100 + BASH_REMATCH[2] >= 2019)) && return
  fi
  fail "Node.js 20.19 or newer is needed; found: ${version:-none}." \
    'Get it from your system or from https://nodejs.org, then run this again.'
}

# need_system SET…: the system packages of the sets `build`, `display`, `test`.
need_system() {
  if [[ $(uname) == Darwin ]]; then
    xcode-select -p >/dev/null 2>&1 || fail 'Run this first: xcode-select --install'
  elif command -v dpkg-query >/dev/null; then
    debian_packages "$@"
  else
    other_packages "$@"
  fi
}

debian_packages() {
  local wanted=() missing
  wanted_packages "$@"
  missing=$(missing_packages "${wanted[@]}")
  [[ -z $missing ]] && return
  say "Installing system packages: $missing"
  if [[ $EUID -ne 0 ]] && ! command -v sudo >/dev/null; then
    fail 'This wants root. As root, run:' "  apt-get update && apt-get install -y $missing"
  fi
  as_root apt-get update -q
  # shellcheck disable=SC2086 # one word for each package
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q $missing
}

# Fills `wanted` of the caller.
wanted_packages() {
  local set
  for set in "$@"; do
    case $set in
      build) wanted+=("${build_packages[@]}") ;;
      display) wanted+=("${display_packages[@]}") ;;
      test) wanted+=("${test_packages[@]}") && conditional_test_packages ;;
    esac
  done
}

# Ubuntu's chromium is a snap, which apt cannot give; there the browser tests say that they are skipped.
conditional_test_packages() {
  if grep -q '^ID=debian$' /etc/os-release; then wanted+=(chromium); fi
  if ! python3 -c 'import ensurepip' 2>/dev/null; then wanted+=(python3 python3-venv); fi
}

missing_packages() {
  local present
  present=$(dpkg-query -W -f '${Package} ${db:Status-Status}\n' "$@" 2>/dev/null || true)
  printf '%s installed\n' "$@" | { grep -vxF -e "$present" || true; } | sed 's/ installed$//' | xargs
}

as_root() { if [[ $EUID -eq 0 ]]; then "$@"; else sudo "$@"; fi; }

# Where packages have other names we do not install: we look for what they bring, and say the command.
other_packages() {
  local set missing=''
  for set in "$@"; do
    case $set in
      build) pkg-config --exists webkit2gtk-4.1 gtk+-3.0 librsvg-2.0 dbus-1 2>/dev/null || missing=yes ;;
      display) have Xvfb openbox dbus-run-session xdotool import || missing=yes ;;
      test) have WebKitWebDriver gnome-keyring-daemon secret-tool python3 || missing=yes ;;
    esac
  done
  [[ -z $missing ]] || fail 'System packages are missing. Install them, then run this again:' "  $(install_command)"
}

have() {
  local name
  for name in "$@"; do command -v "$name" >/dev/null || return 1; done
}

install_command() {
  if have dnf; then
    echo "sudo dnf install gcc gcc-c++ make 'pkgconfig(webkit2gtk-4.1)' 'pkgconfig(gtk+-3.0)' 'pkgconfig(librsvg-2.0)' 'pkgconfig(dbus-1)' /usr/bin/{Xvfb,openbox,dbus-run-session,xdotool,import,WebKitWebDriver,gnome-keyring-daemon,secret-tool,python3}"
  elif have pacman; then
    echo 'sudo pacman -S --needed base-devel webkit2gtk-4.1 gtk3 librsvg dbus xorg-server-xvfb openbox xdotool imagemagick noto-fonts-cjk gnome-keyring libsecret python python-gobject'
  else
    echo "by your system's means: a C compiler, pkg-config, the development files of webkit2gtk-4.1, gtk3, librsvg and dbus; for tests Xvfb, openbox, xdotool, ImageMagick, WebKitWebDriver, gnome-keyring, secret-tool, Python 3 with gi"
  fi
}

# once STAMP SUM COMMAND…: runs COMMAND unless STAMP says that it was done for SUM.
once() {
  local stamp=$1 sum=$2
  shift 2
  [[ -f $stamp && $(<"$stamp") == "$sum" ]] && return
  "$@" || return
  mkdir -p "$(dirname "$stamp")"
  printf '%s' "$sum" >"$stamp"
}

# The stamps live in what they speak of, so that they go when it goes.
npm_packages() { once node_modules/.hanji/packages "$(cksum <package-lock.json)" install_npm_packages; }

# No package's own script runs: none of ours needs one.
install_npm_packages() {
  say 'Installing npm packages'
  npm ci --ignore-scripts --no-audit --no-fund
}

front_end() {
  local sum
  sum=$(front_end_files | xargs -0 cksum | cksum)
  [[ -f ui/dist/index.html ]] || sum="$sum, not built"
  once node_modules/.hanji/front-end "$sum" build_front_end
}

front_end_files() {
  find package.json package-lock.json ui \
    \( -path ui/dist -o -path ui/tests -o -name node_modules \) -prune -o -type f -print0 | LC_ALL=C sort -z
}

build_front_end() {
  say 'Building the front end'
  npm run -s build -- --logLevel error
}

# The outside judge of the client's manners. Where it cannot be had, its part of the tests is skipped.
llmock() { once .venv-llmock/.hanji-requirements "$(cksum <tests/llmock/requirements.txt)" install_llmock; }

install_llmock() {
  say 'Installing llmock for the tests'
  python3 -m venv .venv-llmock &&
    .venv-llmock/bin/pip install -q --disable-pip-version-check -r tests/llmock/requirements.txt
}

# The real Anki, as a library: only the tests use it.
anki_library() { once .venv/.hanji-requirements "$(cksum <tests/anki/requirements.txt)" install_anki_library; }

install_anki_library() {
  say 'Installing the Anki library for the tests'
  python3 -m venv .venv &&
    .venv/bin/pip install -q --disable-pip-version-check -r tests/anki/requirements.txt
}
