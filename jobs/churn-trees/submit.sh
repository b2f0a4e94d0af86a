#!/usr/bin/env bash
# Runs this job with spark-submit; usage: ../submit --help
# What is given here can be given again on the command line, and then that counts.
set -euo pipefail
here="$(cd "$(dirname "$(readlink -f "$0")")" && pwd)"
exec "$here/../submit" "$here/job.yaml" \
  --conf spark.executor.cores=2 \
  --conf spark.executor.memory=1g \
  --conf spark.executor.memoryOverhead=1g \
  "$@"
