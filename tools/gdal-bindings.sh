#!/usr/bin/env bash
# Builds GDAL's Java bindings (libgdalalljni.so) for the GDAL of a Debian system.
#
# Debian packages GDAL but not its Java library, and the jar on Maven Central holds only classes.
# The interface files come from Debian's own source package of the installed version, so that the
# library fits both.
set -euo pipefail

readonly CLASSES=3.6 # the version of org.gdal:gdal in pom.xml; its native calls fit no other
readonly PACKAGES="libgdal-dev swig g++ xz-utils"
readonly LIBRARY=libgdalalljni.so

usage() {
  cat <<USAGE
usage: tools/gdal-bindings.sh [--force] [--help]

Builds GDAL's Java bindings for the installed GDAL and puts them where Gramscape looks:
  ${XDG_DATA_HOME:-$HOME/.local/share}/gramscape/gdal/$LIBRARY

Installs the packages that it needs ($PACKAGES) when run as root or where
sudo asks for no password; otherwise says which to install. Needs a JDK 17 and Debian 12 (GDAL $CLASSES).
Does nothing if the bindings of this GDAL are there already.

  --force   build again
USAGE
}

say() { echo "gdal-bindings: $*" >&2; }
fail() {
  say "$*"
  exit 1
}

# Runs apt-get as root, or tells the person to.
install_packages() {
  local missing=() package as_root=()
  for package in $PACKAGES; do
    [[ $(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) == installed ]] ||
      missing+=("$package")
  done
  ((${#missing[@]})) || return 0
  if ((EUID != 0)); then
    sudo -n true 2>/dev/null ||
      fail "first install what is missing: sudo apt-get install ${missing[*]}"
    as_root=(sudo -n)
  fi
  say "installing ${missing[*]}"
  "${as_root[@]}" apt-get update -qq
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -qq --no-install-recommends "${missing[@]}" >"$work/apt.log" 2>&1 ||
    fail "apt-get could not install ${missing[*]} ($(grep '^E:' "$work/apt.log" | tail -n 1))"
}

jdk_home() {
  local home=${JAVA_HOME:-}
  if [[ ! -f $home/include/jni.h ]]; then
    home=$(command -v javac || true)
    [[ -n $home ]] && home=$(dirname "$(dirname "$(readlink -f "$home")")")
  fi
  [[ -f $home/include/jni.h ]] ||
    fail "no JDK found; install one (apt-get install openjdk-17-jdk-headless) or set JAVA_HOME"
  echo "$home"
}

# Fetches the installed version's interface files into $work/gdal. The machine's own package
# sources are asked, as source packages, in a private apt configuration: the system's stays as it is.
fetch_interfaces() {
  local version=$1 file
  mkdir -p "$work/apt/sources" "$work/apt/lists/partial" "$work/apt/cache/archives/partial"
  for file in /etc/apt/sources.list /etc/apt/sources.list.d/*; do
    case $file in
      *.list) sed -nE 's/^deb[[:space:]]/deb-src /p' "$file" ;;
      *.sources) sed -E 's/^Types:.*/Types: deb-src/' "$file" ;;
      *) continue ;;
    esac >"$work/apt/sources/$(basename "$file")" 2>/dev/null || true
  done
  local apt=(apt-get -qq
    -o Dir::Etc::sourcelist=/dev/null -o "Dir::Etc::sourceparts=$work/apt/sources"
    -o "Dir::State::lists=$work/apt/lists" -o "Dir::Cache=$work/apt/cache"
    -o "APT::Sandbox::User=$(id -un)")
  # A source without source packages may fail here; what matters is whether gdal is found next.
  "${apt[@]}" update >"$work/apt.log" 2>&1 || true
  (cd "$work" && "${apt[@]}" source --download-only "gdal=$version" >>"$work/apt.log" 2>&1) ||
    fail "no source of gdal $version in the package sources ($(grep '^E:' "$work/apt.log" | tail -n 1))"
  mkdir "$work/gdal"
  tar -xf "$work"/gdal_*.orig.tar.* -C "$work/gdal" --strip-components=1 --wildcards \
    '*/swig/include/*' '*/ogr/ogr_srs_api.h'
}

compile() {
  local jdk=$1 module package
  mkdir "$work/build"
  for module in gdalconst gdal ogr osr gnm; do
    package=org.gdal.$module
    mkdir -p "$work/java/${package//.//}"
    swig -java -c++ -w302,317,325,362,389,401,451,453,503,504,516,801,822 \
      -I"$work/gdal/swig/include" -I"$work/gdal/swig/include/java" \
      -package "$package" -outdir "$work/java/${package//.//}" \
      -o "$work/build/${module}_wrap.cpp" "$work/gdal/swig/include/$module.i" ||
      fail "swig could not translate $module.i"
  done
  # shellcheck disable=SC2046 # gdal-config prints several flags
  g++ -shared -fPIC -O2 -fno-strict-aliasing -w -I"$jdk/include" -I"$jdk/include/linux" \
    $(gdal-config --cflags) "$work"/build/*_wrap.cpp -o "$work/$LIBRARY" $(gdal-config --libs) ||
    fail "g++ could not compile the bindings"
}

# The library must load and know GDAL before it replaces an older one.
try_out() {
  local jdk=$1
  cat >"$work/TryOut.java" <<'JAVA'
public class TryOut {
  public static void main(String[] args) {
    System.load(args[0]);
  }
}
JAVA
  "$jdk/bin/java" "$work/TryOut.java" "$work/$LIBRARY" >&2 ||
    fail "the bindings were built but do not load"
}

main() {
  local force=
  case ${1-} in
    "") ;;
    --force) force=1 ;;
    -h | --help)
      usage
      exit
      ;;
    *)
      usage >&2
      exit 2
      ;;
  esac
  command -v apt-get >/dev/null && command -v dpkg-query >/dev/null ||
    fail "this works on Debian and its like; elsewhere Gramscape reads GeoTIFF without GDAL"

  local folder=${XDG_DATA_HOME:-$HOME/.local/share}/gramscape/gdal version jdk
  jdk=$(jdk_home)
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT

  install_packages
  version=$(dpkg-query -W -f '${source:Version}' libgdal-dev)
  [[ $version == "$CLASSES".* ]] ||
    fail "GDAL $version is installed; Gramscape's bindings are for GDAL $CLASSES (Debian 12)"
  if [[ -z $force && -f $folder/$LIBRARY && $(cat "$folder/version" 2>/dev/null) == "$version" ]]; then
    say "$folder/$LIBRARY is up to date (GDAL $version)"
    exit
  fi

  say "fetching the interface files of GDAL $version"
  fetch_interfaces "$version"
  say "compiling"
  compile "$jdk"
  try_out "$jdk"

  mkdir -p "$folder"
  mv "$work/$LIBRARY" "$folder/.$LIBRARY.$$"
  mv "$folder/.$LIBRARY.$$" "$folder/$LIBRARY"
  echo "$version" >"$folder/version"
  say "built $folder/$LIBRARY (GDAL $version)"
}

main "$@"
