#!/usr/bin/env python3
"""Measures the reference pipeline as a whole process against yardsticks of the same machine.

    python3 tests/reference_speed.py [RUNS] [V2W]      RUNS processes, 5 where it is not said

One yardstick is a C loop over the same additions (gcc -O3, double, window by window, one thread; a twentieth of the rows is timed and scaled
up). The other is what two cores could add at most, in single precision from their first cache level. Prints wall and processor time and
ratios; says nothing about what they should be. Needs gcc and the built v2w. A shared machine is noisy: the least of several runs counts.
"""
import pathlib
import resource
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
ROWS = 3030
TIMED_ROWS = 150


def compiled(folder, name, *options):
    program = pathlib.Path(folder, name)
    subprocess.run(["gcc", "-O3", *options, str(ROOT / f"tests/yardstick/{name}.c"), "-o", str(program)], check=True)
    return program


def seconds_and_additions(program, argument):
    """The fastest of three."""
    runs = [subprocess.run([program, str(argument)], check=True, capture_output=True, text=True).stdout.split() for _ in range(3)]
    return min((float(run[0]), float(run[1])) for run in runs)


def process_seconds(v2w, *options):
    """Wall and processor time of one run, from the start of the process to its end."""
    with tempfile.TemporaryDirectory() as folder:
        before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
        subprocess.run(
            [v2w, "run", str(ROOT / "pipelines/reference.yaml"), "--quiet", *options, "--out", folder + "/results"],
            check=True, stdout=subprocess.DEVNULL)
        wall, after = time.monotonic() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main(runs, v2w):
    with tempfile.TemporaryDirectory() as folder:
        adds, peak = compiled(folder, "adds"), compiled(folder, "peak", "-march=native", "-pthread")
        loop, timed = seconds_and_additions(adds, TIMED_ROWS)
        additions = timed * ROWS / TIMED_ROWS
        loop *= ROWS / TIMED_ROWS
        print(f"C loop, one thread, double: {loop:.2f} s for {additions:.3g} additions (from {TIMED_ROWS} of {ROWS} rows)")
        taken, done = seconds_and_additions(peak, 2)
        ceiling = additions / (done / taken)
        print(f"two cores at their peak, single: {done / taken:.3g} additions/s, {ceiling:.3f} s for as many; 1.8 times that, {1.8 * ceiling:.3f} s")
        # With and without the page of figures, in turn.
        pairs = [(process_seconds(v2w, "--no-report"), process_seconds(v2w)) for _ in range(runs)]
        # Again after the runs: what else the machine does may have changed.
        loop = min(loop, seconds_and_additions(adds, TIMED_ROWS)[0] * ROWS / TIMED_ROWS)
    for name, measured in zip(("without its report", "with it"), zip(*pairs)):
        walls, processors = zip(*measured)
        print(f"v2w run pipelines/reference.yaml {name}, whole process, {runs} times: least {min(walls):.2f} s, "
              f"median {statistics.median(walls):.2f} s, processor time at least {min(processors):.2f} s")
        print(f"C loop / v2w: {loop / min(walls):.1f} (least), {loop / statistics.median(walls):.1f} (median); "
              f"v2w / (1.8 x peak): {min(walls) / (1.8 * ceiling):.2f}")


if __name__ == "__main__":
    if len(sys.argv) > 3 or (len(sys.argv) > 1 and not sys.argv[1].isdigit()):
        sys.exit(__doc__)
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5,
         sys.argv[2] if len(sys.argv) > 2 else str(ROOT / "src/VoltageToWiring.Cli/bin/Release/net10.0/v2w"))
