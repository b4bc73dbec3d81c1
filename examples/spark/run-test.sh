#!/usr/bin/env bash
# Tests nutgraf on Spark, on this machine: a virtual environment with pyspark under target/ (made once, about 850 MB),
# then test_spark.py with it. Arguments go to the test, as in: run-test.sh Local
#
# NUTGRAF_BINARY   the binary to test; without it one is built
# SPARK_TEST_VENV  where the environment is
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
target=$(realpath -m "${CARGO_TARGET_DIR:-$root/target}")

if [ -z "${NUTGRAF_BINARY:-}" ]; then
    # As release, but quickly linked.
    (cd "$root" && cargo build --locked --profile fast --bin nutgraf)
    NUTGRAF_BINARY=$target/fast/nutgraf
fi
NUTGRAF_BINARY=$(realpath "$NUTGRAF_BINARY")
export NUTGRAF_BINARY

java=java
[ -z "${JAVA_HOME:-}" ] || java=$JAVA_HOME/bin/java
if ! command -v "$java" >/dev/null && [ "$(id -u)" -eq 0 ]; then
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends openjdk-17-jre-headless >/dev/null
    unset JAVA_HOME
    java=java
fi
version=$("$java" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p' || true)
if [ "${version:-0}" -lt 17 ]; then
    echo "run-test.sh: Spark needs Java 17 or newer (openjdk-17-jre-headless); found ${version:-none}" >&2
    exit 2
fi

venv=$(realpath -m "${SPARK_TEST_VENV:-$target/spark-venv}")
# With this mark it is whole, and of these versions.
if ! cmp -s "$here/requirements.txt" "$venv/installed.txt"; then
    python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check -r "$here/requirements.txt"
    cp "$here/requirements.txt" "$venv/installed.txt"
fi

# Another Spark on this machine must not answer.
unset SPARK_HOME PYTHONPATH
export PYSPARK_PYTHON=$venv/bin/python PYSPARK_DRIVER_PYTHON=$venv/bin/python PYTHONDONTWRITEBYTECODE=1
export SPARK_LOCAL_IP=127.0.0.1 PYTHONWARNINGS=ignore
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"
SPARK_LOCAL_DIRS=$scratch "$venv/bin/python" "$here/test_spark.py" "$@"
