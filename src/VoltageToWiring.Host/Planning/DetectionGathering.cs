using VoltageToWiring.Figures.Style;
using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Reports;
using VoltageToWiring.Host.Results;
using VoltageToWiring.Host.Sweeps;
using VoltageToWiring.Inference.Significance;
using VoltageToWiring.Simulation;

namespace VoltageToWiring.Host.Planning;

/// <summary>Gathers times to detection from the folders of sweeps.</summary>
public static class DetectionGathering
{
    /// <summary>Gathers the connections of every finished cell, by setting.</summary>
    /// <param name="folders">Folders of sweeps whose cells differ in nothing but what a <see cref="DetectionSetting"/> knows, and seeds.</param>
    /// <exception cref="PipelineException">A folder is none of a sweep, or a cell has no deciding score, or trains of several rates.</exception>
    /// <exception cref="Files.FileFormatException">A table of a cell is damaged.</exception>
    public static async Task<IReadOnlyList<DetectionRow>> FromAsync(IEnumerable<string> folders)
    {
        ArgumentNullException.ThrowIfNull(folders);
        var found = new Dictionary<(DetectionSetting Setting, double Seconds), List<double?>>();
        foreach (string folder in folders)
        {
            foreach (SweptCell cell in SweepResults.Read(folder).Cells.Where(cell => cell.Folder is not null))
                await TakeAsync(cell.Folder!, found).ConfigureAwait(false);
        }
        // Settings that differ in the connection alone are of the same recordings.
        var recordings = new Dictionary<(DetectionSetting Setting, double Seconds), int>();
        return
        [
            .. found.Select(row =>
            {
                (DetectionSetting Setting, double Seconds) recording = (row.Key.Setting with { IsInhibitory = false, StrengthSiemens = 0 }, row.Key.Seconds);
                recordings.TryAdd(recording, recordings.Count);
                return new DetectionRow(recordings[recording], row.Key.Setting, row.Key.Seconds, row.Value);
            }),
        ];
    }

    private static async Task TakeAsync(string cell, Dictionary<(DetectionSetting Setting, double Seconds), List<double?>> found)
    {
        LoadedPipeline pipeline = LoadedPipeline.FromFile(Path.Combine(cell, "pipeline.yaml"), []);
        ResolvedPipeline resolved = pipeline.Resolved;
        SimulationOptions simulation = resolved.Simulation;
        OnlineOptions online = resolved.Online ?? throw new PipelineException($"{cell}: found a run without inference.online; allowed are runs that decide.");
        if (simulation.SpikeTimesSeconds is not null || simulation.RatesHz.Distinct().Count() != 1)
            throw new PipelineException($"{cell}: found trains of several rates; allowed is one rate for all.");
        var strengths = simulation.Wiring.Synapses.ToDictionary(synapse => (synapse.Source, synapse.Target), synapse => synapse.StrengthSiemens);
        string table = Path.Combine(cell, ConnectionsParquet.FileName);
        foreach (ReportedPair pair in await ParquetPairs.ReadAsync(table, OnlineNames.Of(online.Scores[0])).ConfigureAwait(false))
        {
            if (!strengths.TryGetValue((pair.Source, pair.Target), out double strength) || strength == 0)
                continue;
            var setting = new DetectionSetting
            {
                IsInhibitory = pair.Kind == ConnectionKind.Inhibitory,
                StrengthSiemens = strength,
                RateHz = simulation.RatesHz[0],
                FrameRateHz = simulation.FrameClock.RateHz,
                SpikeSnr = simulation.Camera.SpikeSnr,
                Trains = simulation.Recorded.Count,
                Level = PlanQuestion.LevelOf(online.Correction, online.Alpha, (long)simulation.Recorded.Count * simulation.Wiring.Targets, simulation.Wiring.Synapses.Count),
            };
            if (!found.TryGetValue((setting, simulation.DurationSeconds), out List<double?>? times))
                found[(setting, simulation.DurationSeconds)] = times = [];
            times.Add(pair.Found == pair.Kind && pair.FoundAtSeconds is > 0 and var at ? at : null);
        }
    }
}
