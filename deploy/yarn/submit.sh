#!/usr/bin/env bash
# Hands a job to YARN: executors with a GPU each, natives from an archive in the cluster's storage.
#
# usage: deploy/yarn/submit.sh JOB.yaml [spark-submit options] [-- assay options]
#
#   SPARK_HOME        a Spark that has its YARN module
#   HADOOP_CONF_DIR   the cluster's settings
#   NATIVES_ARCHIVE   a zip of target/natives that executors can read, such as
#                     hdfs:///assay/natives.zip; made by: (cd target/natives && zip -0 natives.zip *)
#   SPARK_CONF        other settings than deploy/yarn/spark-yarn.conf
#
# The driver runs here (client mode), so the exit status is Assay's, as of jobs/submit.
set -euo pipefail

root="$(cd "$(dirname "$(readlink -f "$0")")/../.." && pwd)"
fail() {
  echo "submit: $1" >&2
  exit 64
}
case "${1:-}" in
  '' | -h | --help)
    sed -n '2,/^set /{/^set /d;s/^# \{0,1\}//;p}' "$0"
    [ -n "${1:-}" ] && exit 0 || exit 64
    ;;
esac
[ -n "${HADOOP_CONF_DIR:-}" ] || fail "HADOOP_CONF_DIR is not set; it names the folder of the cluster's settings"
[ -n "${NATIVES_ARCHIVE:-}" ] || fail "NATIVES_ARCHIVE is not set; it names a zip of target/natives that executors can read"
job="$1"
shift

# The driver takes the natives from here, the executors from the archive.
none="$(mktemp -d)"
trap 'rmdir "$none"' EXIT
MASTER=yarn SPARK_CONF="${SPARK_CONF:-$root/deploy/yarn/spark-yarn.conf}" NATIVES="$none" \
  "$root/jobs/submit" "$job" \
  --deploy-mode client \
  --files "$root/deploy/gpu-discovery.sh" \
  --archives "$NATIVES_ARCHIVE#natives" \
  --driver-class-path "$root/target/natives/*" \
  "$@"
