#!/usr/bin/env python3
"""Runs the reference pipeline and holds it against golden.json and the figures printed in the notebook.

    python3 tests/check_golden.py handful      a few runs and the notebook's table
    python3 tests/check_golden.py golden       all 70 runs of golden.json, and the table
    python3 tests/check_golden.py notebook     the above by v2w sweep pipelines/notebook.yaml, and the printed array of false positive rates

Needs the built v2w (bash tests/run.sh builds it, or dotnet build -c Release). Python's standard library is enough.
"""
import csv
import json
import pathlib
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
V2W = ROOT / "src/VoltageToWiring.Cli/bin/Release/net10.0/v2w"
RATIOS = [0.5, 1, 2, 4, 8, 16, 32]
# As printed: np.mean(FPR, axis=-1), a value for each ratio.
PRINTED_FPR = [0.04444, 0.06111, 0.07778, 0.03889, 0.07222, 0.05, 0.05556]
# As printed: p, =/<, relative height of each train.
PRINTED_TABLE = """
0.01 < 1.946213|0.01 < 2.115577|0.01 < 2.096411|0.01 < 2.029915|0.99 = 0.843468|0.88 = 0.897993|0.01 < 2.721153|0.01 < 3.138538
0.01 < 2.724142|0.01 < 3.210947|0.01 < 2.833998|0.01 < 3.325955|0.01 < 2.849604|0.01 < 3.031652|0.01 < 2.975779|0.01 < 3.274779
0.01 < 2.737663|0.01 < 3.190077|0.01 < 2.983896|0.01 < 3.080062|0.01 < 3.150776|0.01 < 2.667729|0.01 < 3.062099|0.28 = 1.049534
0.72 = 0.935894|0.03 = 1.174938|0.91 = 0.900700|0.03 = 1.215529|0.52 = 0.986098|0.67 = 0.953430
""".strip().replace("\n", "|").split("|")


def run(*settings):
    with tempfile.TemporaryDirectory() as folder:
        command = [str(V2W), "run", str(ROOT / "pipelines/reference.yaml"), "--quiet", "--out", folder + "/results"]
        for setting in settings:
            command += ["--set", setting]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        return json.loads(pathlib.Path(folder, "results/results.json").read_text())


def run_cell(ratio, seed, *more):
    strength = f"source.simulate.synapses.inhibitory.strength={round(0.4 * ratio, 10):g} nS"
    return run(f"seed={seed}", strength, *more)


def sweep():
    """The notebook's 140 runs: by ratio and seed, the results of each, and its row in runs.csv; and the means in summary.csv."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([str(V2W), "sweep", str(ROOT / "pipelines/notebook.yaml"), "--out", folder], check=True)
        manifest = json.loads(pathlib.Path(folder, "sweep.json").read_text())
        with open(folder + "/runs.csv", newline="") as file:
            rows = list(csv.DictReader(file))
        with open(folder + "/summary.csv", newline="") as file:
            means = [float(row["mean"]) for row in csv.DictReader(file) if row["field"] == "evaluation.sta.fpr"]
        cells = {}
        for cell, row in zip(manifest["cells"], rows):
            ratio, seed = round(float(cell["values"][0].removesuffix(" nS")) / 0.4, 10), int(cell["values"][1])
            results = json.loads(pathlib.Path(folder, cell["folder"], "results.json").read_text())
            cells[ratio, seed] = results, row
    return cells, means


def row_differences(row, golden):
    """What a row of runs.csv says otherwise than the golden run, in words."""
    ours = [int(row["output.spikes"]), [int(step) for step in row["output.first_spikes"].split()], float(row["output.rate_hz"])]
    theirs = [golden["nspk"], golden["first_spk"], golden["rate"]]
    for name in ("tpr_exc", "tpr_inh", "fpr", "auc", "auc_exc", "auc_inh"):
        ours.append(float(row["evaluation.sta." + name]))
        theirs.append(golden[name.upper().replace("_EXC", "_exc").replace("_INH", "_inh")])
    return [] if ours == theirs else [f"runs.csv: {ours} is not {theirs}"]


def differences(results, golden):
    """What differs, in words; nothing where all agrees."""
    output, evaluation = results["output"][0], results["evaluation"]["sta"]
    stas = [c["sta"] for c in results["connections"]]
    exact = [
        ("output spikes", output["spikes"], golden["nspk"]),
        ("first output spikes", output["first_spikes"], golden["first_spk"]),
        ("exceedances", [s["exceedances"] for s in stas], [row[1] for row in golden["rows"]]),
        ("p", [s["p_reference"] for s in stas], [row[0] for row in golden["rows"]]),
        ("TPR_exc", evaluation["tpr_exc"], golden["TPR_exc"]),
        ("TPR_inh", evaluation["tpr_inh"], golden["TPR_inh"]),
        ("FPR", evaluation["fpr"], golden["FPR"]),
        ("AUC", evaluation["auc"], golden["AUC"]),
        ("AUC_exc", evaluation["auc_exc"], golden["AUC_exc"]),
        ("AUC_inh", evaluation["auc_inh"], golden["AUC_inh"]),
    ]
    if "train_lens" in golden:
        exact.append(("spikes", [c["spikes"] for c in results["connections"]], golden["train_lens"]))
    found = [f"{name}: {ours} is not {theirs}" for name, ours, theirs in exact if ours != theirs]
    for name, column in (("relative_height", 2), ("height", 3)):
        worst = max(abs(s[name] / row[column] - 1) for s, row in zip(stas, golden["rows"]))
        if not worst <= 1e-6:
            found.append(f"{name}: off by {worst:.2g} relative")
    return found


def printed_row(sta):
    p = max(sta["exceedances"], 1) / sta["surrogates"]
    return f"{p:.2f} {'=' if sta['exceedances'] else '<'} {sta['relative_height']:.6f}"


def main(extent):
    golden = json.loads((ROOT / "tests/golden/golden.json").read_text())
    cells = {(r["ratio"], r["seed"]): r for r in golden["runs"]}
    start, passed, failed, swept, means = time.monotonic(), 0, 0, {}, []
    if extent == "notebook":
        swept, means = sweep()
        chosen = [key for key in swept if key in cells]
    elif extent == "handful":
        chosen = [(0.5, 0), (1, 3), (4, 0), (32, 9)]
    else:
        chosen = list(cells)
    for ratio, seed in chosen:
        golden_run = cells[ratio, seed]
        if swept:
            results, row = swept[ratio, seed]
            problems = differences(results, golden_run) + row_differences(row, golden_run)
        else:
            problems = differences(run_cell(ratio, seed), golden_run)
        passed, failed = passed + (not problems), failed + bool(problems)
        print(f"ratio {ratio:g}, seed {seed}:", "; ".join(problems) or "equal", flush=True)
    table = run_cell(2, 0, "source.simulate.synapses.inhibitory.reversal=-70 mV")
    problems = differences(table, golden["notebook_table"])
    problems += [
        f"row {i}: {printed_row(c['sta'])} is not {printed}"
        for i, (c, printed) in enumerate(zip(table["connections"], PRINTED_TABLE))
        if printed_row(c["sta"]) != printed
    ]
    passed, failed = passed + (not problems), failed + bool(problems)
    print("the notebook's table:", "; ".join(problems) or "equal")
    if swept:
        from_rows = [sum(float(swept[ratio, seed][1]["evaluation.sta.fpr"]) for seed in range(20)) / 20 for ratio in RATIOS]
        fpr = [[round(mean, 5) for mean in means_of] for means_of in (from_rows, means)]
        fine = len(swept) == 140 and len(chosen) == 70 and fpr == [PRINTED_FPR, PRINTED_FPR]
        passed, failed = passed + fine, failed + (not fine)
        print("mean FPR over 20 seeds:", fpr[0], "as printed" if fine else f"or {fpr[1]} is not {PRINTED_FPR}")
    print(f"{len(swept or chosen) + 1} runs in {time.monotonic() - start:.0f} s")
    print(f"{passed} passed, {failed} failed, 0 skipped")
    return failed > 0


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in ("handful", "golden", "notebook"):
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
