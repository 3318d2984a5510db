#!/usr/bin/env bash
# Installs what the tests need and runs them all. The last line is "N passed, N failed, N skipped".
# Needs the .NET 10 SDK. Python with NumPy, h5py, tifffile, msgpack and pyzmq, for independent judges and for rigs, is installed where this may install Debian packages;
# where it may not, its part is skipped and says so.
set -uo pipefail
cd "$(dirname "$0")/.."
log=$(mktemp -d)
trap 'rm -rf "$log"' EXIT
passed=0 failed=0 skipped=0

count() { passed=$((passed + $1)) failed=$((failed + $2)) skipped=$((skipped + $3)); }

# Runs a part that ends with "N passed, N failed, N skipped"; one that ends otherwise has failed.
part() {
  local name=$1 line
  shift
  echo "== $name"
  "$@" 2>&1 | tee "$log/part"
  line=$(grep -E '^[0-9]+ passed, [0-9]+ failed, [0-9]+ skipped$' "$log/part" | tail -1)
  if [[ $line =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed,\ ([0-9]+)\ skipped$ ]]; then
    count "${BASH_REMATCH[1]}" "${BASH_REMATCH[2]}" "${BASH_REMATCH[3]}"
  else
    echo "$name did not come to its end"
    count 0 1 0
  fi
}

# Runs a command that passes when it exits with 0.
check() {
  local name=$1
  shift
  echo "== $name"
  if "$@"; then count 1 0 0; else echo "$name failed"; count 0 1 0; fi
}

skip() { echo "== $1: skipped, $2"; count 0 0 1; }

unit_tests() {
  dotnet test --solution VoltageToWiring.sln -c Release --no-build --no-progress > "$log/unit" 2>&1
  local exit=$?
  grep -vE '^\s+at (System|Xunit|CsCheck)\.' "$log/unit"
  local ran=0 broken=0 left=0
  ran=$(sed -nE 's/^ *succeeded: ([0-9]+).*/\1/p' "$log/unit" | tail -1)
  broken=$(sed -nE 's/^ *failed: ([0-9]+).*/\1/p' "$log/unit" | tail -1)
  left=$(sed -nE 's/^ *skipped: ([0-9]+).*/\1/p' "$log/unit" | tail -1)
  [ $exit -ne 0 ] && [ "${broken:-0}" -eq 0 ] && broken=1
  echo "${ran:-0} passed, ${broken:-1} failed, ${left:-0} skipped"
}

# A Python that has some modules; the Debian packages that follow are installed where none has.
python_with() {
  local modules=$1
  shift
  for python in /usr/bin/python3 python3; do
    "$python" -c "import $modules" 2> /dev/null && { echo "$python"; return; }
  done
  if [ "$(id -u)" -eq 0 ] && command -v apt-get > /dev/null; then
    { apt-get update && apt-get install -y --no-install-recommends "$@"; } > "$log/apt" 2>&1
    /usr/bin/python3 -c "import $modules" 2> /dev/null && echo /usr/bin/python3
  fi
}

# With this compiler v2w starts sooner; where it cannot be fetched, everything else works all the same.
dotnet restore src/VoltageToWiring.Cli/Ahead/AheadCompiler.csproj -v quiet > "$log/ahead" 2>&1 || echo "== not compiled ahead: the compiler cannot be fetched"
check "build" dotnet build VoltageToWiring.sln -c Release -v quiet
part "unit and streaming tests" unit_tests

with_numpy=$(python_with numpy python3-numpy)
python=${with_numpy:-$(command -v python3)}
if [ -n "$python" ]; then
  part "a few golden runs, and the table printed in the notebook" "$python" tests/check_golden.py handful
  part "Ctrl-C" "$python" tests/check_interrupt.py
else
  skip "golden runs and Ctrl-C" "there is no python3 and this user cannot install one"
fi
if [ -n "$with_numpy" ]; then
  part "other parameters, against an independent NumPy implementation" "$with_numpy" tests/reference_judge.py
else
  skip "the independent judge" "there is no Python with NumPy and this user cannot install one"
fi

with_h5py=$(python_with numpy,h5py,tifffile python3-numpy python3-h5py python3-tifffile)
if [ -n "$with_h5py" ]; then
  part "recordings in files, against h5py, NumPy and tifffile" "$with_h5py" tests/check_files.py
  check "an NWB file larger than the memory it takes" "$with_h5py" tests/large_nwb.py 0.25 200
else
  skip "recordings in files, against h5py, NumPy and tifffile" "there is no Python with h5py and tifffile and this user cannot install one"
fi

with_msgpack=$(python_with numpy,msgpack python3-numpy python3-msgpack)
if [ -n "$with_msgpack" ]; then
  part "recordings over TCP, sent by a rig in Python, disturbed, recorded and replayed" "$with_msgpack" tests/check_wire.py
  part "whoever means harm to a recording that comes over TCP" "$with_msgpack" tests/check_hostile.py
else
  skip "recordings over TCP" "there is no Python with NumPy and msgpack and this user cannot install one"
fi

with_zmq=$(python_with zmq,numpy,msgpack python3-zmq python3-numpy python3-msgpack)
if [ -n "$with_zmq" ]; then
  part "ZeroMQ and Open Ephys, against pyzmq" "$with_zmq" tests/check_zeromq.py
else
  skip "ZeroMQ and Open Ephys, against pyzmq" "there is no Python with zmq and msgpack and this user cannot install one"
fi

v2w=src/VoltageToWiring.Cli/bin/Release/net10.0/v2w
check "a short run of the live pipeline" "$v2w" run --pace max --until 5s --out "$log/live"
check "a look at its results" test -s "$log/live/results.json"
check "a short sweep" "$v2w" sweep pipelines/notebook.yaml --set seed=0 --set "source.simulate.duration=30 s" --out "$log/sweep"
check "a look at its tables" test -s "$log/sweep/runs.csv" -a -s "$log/sweep/connections.parquet"
check "its report again" cmp -s "$log/live/report.html" <("$v2w" report "$log/live" --out "$log/again" > /dev/null && cat "$log/again/report.html")
make_movie() {
  mkdir -p results
  "$v2w" record pipelines/live.yaml --set source.simulate.targets=4 --set pace=max --to results/movie.npz --force &&
    "$v2w" convert results/movie.npz results/movie.tif --rois pipelines/movie-rois.csv --force
}
check "the movie of pipelines/movie.yaml" make_movie
for pipeline in pipelines/*.yaml; do
  check "validate $pipeline" sh -c '"$0" validate "$1" > /dev/null' "$v2w" "$pipeline"
done
check "kernels against their plain forms" \
  dotnet run -c Release --no-build --project tests/VoltageToWiring.Benchmarks -- kernels --quick
for sample in samples/*/*.csproj; do
  check "sample $sample" dotnet run -c Release --no-build --project "$sample"
done

echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
