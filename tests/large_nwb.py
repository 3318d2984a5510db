#!/usr/bin/env python3
"""Writes an NWB file of some gigabytes with h5py, converts it, and prints the peak resident memory: by hand, `tests/large_nwb.py 4`."""
import pathlib
import resource
import subprocess
import sys
import tempfile

import h5py
import numpy as np

V2W = pathlib.Path(__file__).resolve().parent.parent / "src/VoltageToWiring.Cli/bin/Release/net10.0/v2w"
TARGETS, RATE = 100, 1000.0


def main(gigabytes):
    with tempfile.TemporaryDirectory() as folder:
        path, rows = pathlib.Path(folder, "large.nwb"), int(gigabytes * 2**30 / 4 / TARGETS)
        with h5py.File(path, "w") as file:
            file.attrs["nwb_version"] = "2.6.0"
            group = file.create_group("acquisition/imaging")
            group.attrs["neurodata_type"] = "TimeSeries"
            # h5py's own chunks, with gzip and shuffle.
            data = group.create_dataset("data", (rows, TARGETS), "f4", maxshape=(None, TARGETS), compression="gzip", compression_opts=1, shuffle=True)
            data.attrs["unit"] = "volts"
            group.create_dataset("starting_time", data=0.0).attrs["rate"] = np.float32(RATE)
            together, noise = data.chunks[0], np.random.default_rng(0).normal(size=(data.chunks[0], TARGETS)).round(1).astype("f4")
            for row in range(0, rows, together):
                data[row : row + together] = noise[: rows - row]
            print(f"{rows} x {TARGETS} float32, {rows * TARGETS * 4 / 2**30:.2f} GiB, chunks {data.chunks}, {path.stat().st_size / 2**30:.2f} GiB on disk", flush=True)
        out = pathlib.Path(folder, "large.v2wlog")
        subprocess.run([str(V2W), "convert", str(path), str(out), "--quiet"], check=True, stdout=subprocess.DEVNULL)
        print(f"converted to {out.stat().st_size / 2**30:.2f} GiB; peak resident memory {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024:.0f} MiB")


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 4.0)
