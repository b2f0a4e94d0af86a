#!/usr/bin/env bash
# A real Spark cluster on this machine, from Maven's jars alone: a master and two workers on loopback.
#
# usage: deploy/standalone/cluster.sh home   puts a Spark home together in target/spark-home
#        deploy/standalone/cluster.sh start  starts master and workers, and waits until they are up
#        deploy/standalone/cluster.sh stop   stops them
#
# Then: SPARK_HOME=target/spark-home MASTER=spark://127.0.0.1:17077 jobs/breast-cancer/submit.sh
#
#   SPARK_HOME    another place for the home    CORES, MEMORY  of each worker, standard 2 and 2g
#   WORKER_OPTS   more -Dspark.worker... options
#   GPUS          GPUs of each worker, standard 0: the first worker has the host's first so many, the
#                 second the next; then submit with SPARK_CONF=conf/spark-gpu.conf and the discovery
#                 script of this repository, which the workers ask
set -euo pipefail

root="$(cd "$(dirname "$(readlink -f "$0")")/../.." && pwd)"
home="${SPARK_HOME:-$root/target/spark-home}"
run="$home/run"
host=127.0.0.1
port=17077
web=18081

make_home() {
  mkdir -p "$home/bin" "$home/conf" "$home/launcher/target/scala-2.13" "$run"
  # Spark's jars are those of our class path that are not ours.
  [ -d "$home/jars" ] || (cd "$root" &&
    mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies \
      -DoutputDirectory="$home/jars" -DincludeScope=compile \
      -DexcludeGroupIds=ai.djl,ai.djl.pytorch,info.picocli,org.snakeyaml,com.samskivert,net.java.dev.jna,org.jspecify >&2)
  cp "$root/conf/log4j2.properties" "$home/conf/"
  cat >"$home/bin/spark-class" <<'S'
#!/usr/bin/env bash
# What Spark's own script does: its launcher prints the command, parts ended by NUL, status last.
export SPARK_HOME="${SPARK_HOME:-$(cd "$(dirname "$(readlink -f "$0")")/.." && pwd)}"
export SPARK_SCALA_VERSION=2.13
parts=()
while IFS= read -r -d '' part; do
  parts+=("${part#$'\n'}")
done < <("${JAVA_HOME:+$JAVA_HOME/bin/}java" -Xmx128m -XX:TieredStopAtLevel=1 -XX:+UseSerialGC \
  -cp "$SPARK_HOME/jars/*" org.apache.spark.launcher.Main "$@"; printf '%d\0' $?)
status="${parts[-1]}"
[ "$status" = 0 ] || exit "$status"
command=()
for part in "${parts[@]:0:${#parts[@]}-1}"; do
  [ -z "$part" ] && [ ${#command[@]} -eq 0 ] || command+=("$part")
done
exec "${command[@]}"
S
  cat >"$home/bin/spark-submit" <<'S'
#!/usr/bin/env bash
exec "$(dirname "$(readlink -f "$0")")/spark-class" org.apache.spark.deploy.SparkSubmit "$@"
S
  chmod +x "$home"/bin/*
  echo "$home"
}

daemon() { # daemon NAME CLASS ARGUMENT...
  SPARK_HOME="$home" SPARK_LOCAL_IP="${address:-$host}" SPARK_DAEMON_MEMORY=256m OMP_NUM_THREADS=1 \
    "$home/bin/spark-class" "${@:2}" >"$run/$1.log" 2>&1 &
  echo $! >"$run/$1.pid"
}

gpu_options() {
  [ "${GPUS:-0}" = 0 ] ||
    echo "-Dspark.worker.resource.gpu.amount=$GPUS" \
      "-Dspark.worker.resource.gpu.discoveryScript=$root/deploy/gpu-discovery.sh"
}

with_gpus() { # with_gpus WORKER COMMAND...: what the worker and its executors see of the host's GPUs
  local worker="$1"
  shift
  if [ "${GPUS:-0}" = 0 ]; then
    "$@"
  else
    CUDA_DEVICE_ORDER=PCI_BUS_ID \
      CUDA_VISIBLE_DEVICES=$(seq -s, $(((worker - 1) * GPUS)) $((worker * GPUS - 1))) "$@"
  fi
}

wait_for() { # wait_for WHAT COMMAND...
  for _ in $(seq 200); do
    if "${@:2}"; then return; fi
    sleep 0.3
  done
  echo "cluster: no $1 after a minute; see $run" >&2
  exit 75
}

master_answers() { (exec 3<>"/dev/tcp/$host/$port") 2>/dev/null; }

both_workers() { # asks the master's web page, in plain bash
  exec 3<>"/dev/tcp/$host/$web" || return 1
  printf 'GET /json/ HTTP/1.0\r\n\r\n' >&3
  tr -d ' \n' <&3 | grep -q '"aliveworkers":2'
}

start() {
  [ -d "$home/jars" ] || make_home
  daemon master org.apache.spark.deploy.master.Master --host $host --port $port --webui-port $web
  wait_for master master_answers
  for worker in 1 2; do
    # An address of its own, as on a machine of its own: Spark runs no copy of a slow task beside it.
    local address="127.0.0.$worker"
    SPARK_WORKER_OPTS="${WORKER_OPTS:-} $(gpu_options)" with_gpus "$worker" daemon "worker$worker" \
      org.apache.spark.deploy.worker.Worker --host "$address" --webui-port $((web + worker)) \
      --cores "${CORES:-2}" --memory "${MEMORY:-2g}" --work-dir "$run/work$worker" \
      "spark://$host:$port"
  done
  wait_for workers both_workers
  echo "spark://$host:$port"
}

stop() {
  for pid in "$run"/*.pid; do
    [ -f "$pid" ] || continue
    kill "$(cat "$pid")" 2>/dev/null || true
    rm -f "$pid"
  done
}

case "${1:-}" in
  home) make_home ;;
  start) start ;;
  stop) stop ;;
  *)
    sed -n '2,/^set /{/^set /d;s/^# \{0,1\}//;p}' "$0"
    exit 64
    ;;
esac
