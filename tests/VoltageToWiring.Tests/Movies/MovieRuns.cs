using System.Text;
using VoltageToWiring.Files.Recordings;
using VoltageToWiring.Files.Recordings.Rois;
using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Recorded;
using VoltageToWiring.Host.Sources;
using VoltageToWiring.Tests.Host.Sources;

namespace VoltageToWiring.Tests.Movies;

/// <summary>A simulated recording, and the movie that shows it.</summary>
internal sealed class MovieRuns : IDisposable
{
    private const string Inference = """
        report: none
        inference:
          sta: { window: 60 ms, scheme: none }
          online: { score: joint, report_every: 500 ms, minimum_amplitude: 0.4 % of spike height }
        """;

    private readonly TemporaryFolder _folder = new();

    /// <summary>Two neurons, six trains, six seconds.</summary>
    public static async Task<MovieRuns> MakeAsync()
    {
        var runs = new MovieRuns();
        string rig = LiveRuns.Rig.Replace(", nan: 0.001, gaps: [{ at: 2 s, for: 60 ms }]", ", spike_snr: 20", StringComparison.Ordinal);
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        OpenPipeline open = await LiveRuns.Load(rig + "\n" + Inference).OpenAsync(_ => { }, TimeProvider.System, cancellation);
        await using (IRecording recording = open.Recording)
            await new RecordingSession(runs.File("traces.npz"), TimeProvider.System).RunAsync(recording, null, open.Resolved.Pace, cancellation);
        var table = new StringBuilder("roi,x,y\n");
        foreach ((int x, int y) in Enumerable.Range(0, 30).Select(i => (i % 6, i / 6)))
            table.Append(System.Globalization.CultureInfo.InvariantCulture, $"0,{x + 3},{y + 2}\n1,{x + 20},{y + 7}\n");
        System.IO.File.WriteAllText(runs.File("rois.csv"), table.ToString());
        using IRecordingFile traces = RecordingFiles.Open(runs.File("traces.npz"), cancellation: cancellation);
        new RecordingConversion(traces, runs.File("movie.tif"), TimeProvider.System) { Rois = RoiFile.Read(runs.File("rois.csv")) }.Run(cancellation);
        return runs;
    }

    public string Path => _folder.Path;

    public string File(string name) => _folder.File(name);

    /// <summary>A pipeline whose source is a map.</summary>
    public LoadedPipeline Pipeline(string source, params string[] settings)
        => LoadedPipeline.FromText($"name: rig\nseed: 3\nsource: {source}\n{Inference}", "test.yaml", settings.Select(setting => new PipelineSetting(setting)), Path);

    public void Dispose() => _folder.Dispose();
}
