# For the scripts in the root: builds a module when its sources are newer than its last build, and finds what to run it
# with. Sourced after `set -euo pipefail`; sets root and java.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java

fail() {
  printf '%s: %s\n' "$(basename "$0")" "$*" >&2
  exit 1
}

# is_newer FILE MODULE...: FILE is there and newer than every source.
is_newer() {
  local built=$1 module sources=("$root/pom.xml")
  shift
  [ -f "$built" ] || return 1
  for module in "$@"; do
    sources+=("$root/$module/pom.xml" "$root/$module/src/main")
  done
  [ -z "$(find "${sources[@]}" -newer "$built" -print -quit)" ]
}

# is_built FILE MODULE...: the last build is good when it is newer than every source and its jars are still there.
is_built() {
  is_newer "$@" || return 1
  local jar IFS=:
  for jar in $(<"$1"); do
    [ -e "$jar" ] || return 1
  done
}

# build MODULE WHAT: packages a module, which WHAT names to the one who waits, with all that it depends on.
build() {
  command -v mvn >/dev/null || fail "Maven is needed to build $2, and there is no mvn on the PATH"
  local log
  log=$(mktemp)
  printf 'Building %s; the first time takes a while ...\n' "$2" >&2
  if ! mvn -q -B -f "$root/pom.xml" -pl "$1" -am -Dmaven.test.skip=true \
    -Dmaven.javadoc.skip=true -Dmaven.source.skip=true package >"$log" 2>&1; then
    cat "$log" >&2
    rm -f "$log"
    fail 'the build failed, for the reasons above'
  fi
  rm -f "$log"
}

need_java() {
  command -v "$java" >/dev/null || fail 'a JDK 17 or later is needed, and there is no java in JAVA_HOME or on the PATH'
}

# class_path WHAT FILE MODULE...: prints what to run the last of the modules with; FILE in its target is where its build
# writes the rest of the class path. Builds it when needed.
class_path() {
  local what=$1 module=${!#} built
  built=$root/$module/target/$2
  shift 2
  need_java
  is_built "$built" "$@" || build "$module" "$what"
  printf '%s' "$root/$module/target/classes:$(<"$built")"
}

# runnable_jar WHAT MODULE...: prints the jar that the last of the modules is run from. Builds it when needed.
runnable_jar() {
  local what=$1 module=${!#} jar
  shift
  need_java
  jar=$(newest_jar "$module")
  if ! is_newer "$jar" "$@"; then
    build "$module" "$what"
    jar=$(newest_jar "$module")
  fi
  printf '%s' "$jar"
}

# newest_jar MODULE: prints the newest jar of a module that holds all it needs.
newest_jar() {
  ls -t "$root/$1/target"/*-all.jar 2>/dev/null | head -n 1
}
