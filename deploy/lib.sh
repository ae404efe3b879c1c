# Shared by install, demo and Tests/run. Sourced by bash, never run.
set -euo pipefail

deploy_dir=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
top_dir=$(dirname "$deploy_dir")

say() { printf '%s\n' "$*"; }
warn() { printf '%s: %s\n' "$(basename "$0")" "$*" >&2; }
die() {
    warn "$*"
    exit 1
}

# --- packages ---------------------------------------------------------------------------------------------------

# What the toolchain needs to build the package.
build_packages="binutils ca-certificates g++ git libc6-dev libcurl4-openssl-dev libfcgi-dev libpcre2-dev libsqlite3-dev \
libxml2-dev pkg-config tzdata zlib1g-dev"

# as_root COMMAND…: runs it as root, through sudo if need be; 1 if that is impossible
as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        return 1
    fi
}

missing_packages() {
    local package
    for package in "$@"; do
        dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q ' installed$' || printf '%s ' "$package"
    done
}

# package_unless COMMAND PACKAGE: prints PACKAGE unless there is COMMAND, from wherever
package_unless() { PATH=$PATH:/usr/sbin command -v "$1" >/dev/null || echo "$2"; }

# need_packages PACKAGE…: installs those that are missing. No service is started on the way: Debian asks
# /usr/sbin/policy-rc.d, and ours says no for as long as apt-get runs.
need_packages() {
    local missing
    if ! command -v apt-get >/dev/null; then
        warn "no apt-get here; taking it that these are installed: $*"
        return 0
    fi
    missing=$(missing_packages "$@")
    [ -n "$missing" ] || return 0
    say "installing $missing"
    # shellcheck disable=SC2016,SC2086 -- expanded by the inner shell; one word per package
    as_root sh -c '
        policy=/usr/sbin/policy-rc.d saved=
        restore() {
            rm -f "$policy"
            if [ -n "$saved" ]; then mv "$saved" "$policy"; fi
        }
        if [ -e "$policy" ] || [ -L "$policy" ]; then saved=$policy.saved-by-ztpserver.$$; mv "$policy" "$saved" || exit 1; fi
        trap restore EXIT
        trap "exit 130" INT TERM HUP
        printf "#!/bin/sh\nexit 101\n" > "$policy" && chmod 755 "$policy" || exit 1
        export DEBIAN_FRONTEND=noninteractive
        install() { apt-get install -y -q --no-install-recommends "$@" < /dev/null; }
        { apt-get update -q < /dev/null && install "$@"; } > "${TMPDIR:-/tmp}/ztpserver-apt.$$.log" 2>&1
        status=$?
        if [ $status -ne 0 ]; then tail -n 20 "${TMPDIR:-/tmp}/ztpserver-apt.$$.log" >&2; fi
        rm -f "${TMPDIR:-/tmp}/ztpserver-apt.$$.log"
        exit $status
    ' sh $missing || {
        warn "could not install: $missing"
        return 1
    }
}

# --- building ---------------------------------------------------------------------------------------------------

# find_swift: puts the toolchain on PATH
find_swift() {
    if ! command -v swift >/dev/null && [ -x /opt/swift/usr/bin/swift ]; then
        PATH=/opt/swift/usr/bin:$PATH
    fi
    command -v swift >/dev/null || die "no swift on PATH nor in /opt/swift/usr/bin: install a Swift 6.2 toolchain or later"
}

# build_release: a release build with the Swift runtime inside, as install and demo both use it; its directory in $binaries
build_release() {
    local product flags=(--package-path "$top_dir" -c release --static-swift-stdlib)
    find_swift
    for product in ztpserver-fcgi ztps; do
        say "building $product (release; the first time takes some minutes)"
        swift build "${flags[@]}" --product "$product" || die "the build failed"
    done
    binaries=$(swift build "${flags[@]}" --show-bin-path)
}

# use_binaries DIR: takes ready ones; the absolute path in $binaries
use_binaries() {
    binaries=$(cd "$1" 2>/dev/null && pwd) || die "no such directory: $1"
    local product
    for product in ztpserver-fcgi ztps; do
        [ -x "$binaries/$product" ] || die "no executable $product in $1"
    done
}

# --- private servers, on a free port, as whoever runs this ---------------------------------------------------------

# free_port: one that nothing on this machine answers at, below the ports that the system hands out itself
free_port() {
    local port tries
    for tries in $(seq 1 100); do
        port=$((18000 + (RANDOM + tries) % 12000))
        if ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
            echo "$port"
            return
        fi
    done
    die "no free port"
}

nginx_program() { PATH=$PATH:/usr/sbin command -v nginx; }

apache_program() { PATH=$PATH:/usr/sbin command -v apache2 || PATH=$PATH:/usr/sbin command -v httpd; }

# The user that the workers of a private web server run as: Apache refuses to serve as root.
web_user() {
    local user
    if [ "$(id -u)" != 0 ]; then
        id -un
        return
    fi
    for user in www-data nginx apache nobody; do
        if id "$user" >/dev/null 2>&1; then
            echo "$user"
            return
        fi
    done
}

# private_nginx DIR SITE: the least around a rendered site file to run it from DIR, in DIR/nginx.conf
private_nginx() {
    local dir=$1 site=$2 user=
    mkdir -p "$dir/tmp"
    if [ "$(id -u)" = 0 ]; then
        user="user $(web_user) $(id -gn "$(web_user)");"
        chown "$(web_user)" "$dir/tmp"
    fi
    cat > "$dir/nginx.conf" <<END
$user
worker_processes 2;
daemon off;
pid $dir/nginx.pid;
error_log $dir/nginx.log;
events { worker_connections 512; }
http {
    client_body_temp_path $dir/tmp/body;
    fastcgi_temp_path $dir/tmp/fastcgi;
    proxy_temp_path $dir/tmp/proxy;
    scgi_temp_path $dir/tmp/scgi;
    uwsgi_temp_path $dir/tmp/uwsgi;
    include $site;
}
END
}

# private_apache DIR SITE: the same for Apache, in DIR/apache.conf
private_apache() {
    local dir=$1 site=$2 modules module
    mkdir -p "$dir/tmp"
    for modules in /usr/lib/apache2/modules /usr/lib64/httpd/modules ''; do
        [ ! -d "$modules" ] || break
    done
    {
        printf '%s\n' "ServerRoot \"$dir\"" "DefaultRuntimeDir \"$dir/tmp\"" "PidFile \"$dir/apache.pid\"" \
            "ErrorLog \"$dir/apache.log\"" "ServerName localhost" "DocumentRoot \"$dir/tmp\""
        for module in mpm_event authz_core unixd log_config alias env cgid proxy proxy_fcgi fcgid; do
            if [ -f "$modules/mod_$module.so" ]; then
                echo "LoadModule ${module}_module $modules/mod_$module.so"
            fi
        done
        printf '%s\n' "FcgidIPCDir \"$dir/tmp\"" "FcgidProcessTableFile \"$dir/tmp/fcgid_shm\"" "ScriptSock \"$dir/tmp/cgid.sock\""
        if [ "$(id -u)" = 0 ]; then
            chown "$(web_user)" "$dir/tmp"
            printf '%s\n' "User $(web_user)" "Group $(id -gn "$(web_user)")"
        fi
        # As distributions have it: nothing is open unless the site file opens it.
        printf '%s\n' "<Directory />" "    Require all denied" "</Directory>" \
            "<Directory /var/www>" "    Require all granted" "</Directory>" "Include \"$site\""
    } > "$dir/apache.conf"
}

# Starts a command in the background and remembers it for stop_all.
pids=()
start() {
    local log=$1
    shift
    "$@" < /dev/null > "$log" 2>&1 &
    pids+=("$!")
}

# stop_all: TERM to what start started, in reverse, and waits; KILL after five seconds
stop_all() {
    local index pid tries
    for ((index = ${#pids[@]} - 1; index >= 0; index--)); do
        pid=${pids[index]}
        kill -TERM "$pid" 2>/dev/null || continue
        for tries in $(seq 1 50); do
            kill -0 "$pid" 2>/dev/null || break
            sleep 0.1
        done
        kill -KILL "$pid" 2>/dev/null || true
        wait "$pid" 2>/dev/null || true
    done
    pids=()
}

# wait_for SECONDS COMMAND…: until the command succeeds
wait_for() {
    local tries=$(($1 * 10))
    shift
    while ! "$@" >/dev/null 2>&1; do
        tries=$((tries - 1))
        [ "$tries" -gt 0 ] || return 1
        sleep 0.1
    done
}
