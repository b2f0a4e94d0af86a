#!/usr/bin/env bash
# Tells Spark which GPUs this host has: {"name": "gpu", "addresses": ["0", "1"]}.
# Name it, by an absolute path that every worker has, in spark.executor.resource.gpu.discoveryScript
# (on a standalone worker spark.worker.resource.gpu.discoveryScript). Without a driver the list is
# empty, and Spark says that the executor lacks GPUs.
set -euo pipefail
gpus=$(nvidia-smi --query-gpu=index --format=csv,noheader 2>/dev/null || true)
addresses=$(echo "$gpus" | sed '/^$/d;s/.*/"&"/' | paste -sd, -)
echo "{\"name\": \"gpu\", \"addresses\": [${addresses}]}"
