#!/usr/bin/env bash
# Tells Spark which GPUs this host or container has: {"name": "gpu", "addresses": ["0", "1"]}.
# Name it, by an absolute path that every worker has, in spark.executor.resource.gpu.discoveryScript
# (on a standalone worker spark.worker.resource.gpu.discoveryScript).
#
# An address is a GPU's number, or the UUID of each of its slices if it is cut into some (MIG). Where
# CUDA_VISIBLE_DEVICES is set, what it lists is what there is. Without a driver, or with one that
# does not answer, the list is empty, stderr says why, and Spark says that the executor lacks GPUs.
set -euo pipefail

patience="${GPU_DISCOVERY_SECONDS:-20}" # a broken driver lets nvidia-smi hang for ever

print_addresses() { # of the lines of stdin; what would break the JSON is left out
  local list
  list=$(sed -n 's|^\([A-Za-z0-9._:/-]\{1,\}\)$|"\1"|p' | paste -sd, - | sed 's/,/, /g')
  echo "{\"name\": \"gpu\", \"addresses\": [$list]}"
}

if ! gpus=$(timeout "$patience" nvidia-smi -L 2>/dev/null); then
  echo "gpu-discovery: nvidia-smi -L failed or is not there: no GPUs" >&2
  gpus=
fi
if [ -n "$gpus" ] && [ -n "${CUDA_VISIBLE_DEVICES+set}" ]; then
  # CUDA hides what follows an entry that is negative or empty.
  tr ',' '\n' <<<"$CUDA_VISIBLE_DEVICES" | sed 's/^ *//;s/ *$//' | sed '/^$/,$d;/^-/,$d' | print_addresses
else
  # GPU 0: NVIDIA A100-SXM4-40GB (UUID: GPU-...)
  #   MIG 1g.5gb      Device  0: (UUID: MIG-...)
  awk '
    function flush() { if (gpu != "" && !slices) print gpu }
    /^GPU [0-9]+:/ { flush(); gpu = $2; sub(/:.*/, "", gpu); slices = 0 }
    /^ +MIG / && match($0, /MIG-[^)]+/) { print substr($0, RSTART, RLENGTH); slices++ }
    END { flush() }
  ' <<<"$gpus" | print_addresses
fi
