using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Studies;

namespace VoltageToWiring.Tests.Host.Studies;

/// <summary>A study of a pipeline that is as small as it can be.</summary>
internal static class TinyStudy
{
    public const string Pipeline = """
        name: tiny
        source:
          simulate:
            duration: 2 s
            targets: 2
            timestep: 1 ms
            trains: { count: 3, rate: 20 Hz }
            wiring: random
            imaging: { frame_rate: 1 kHz }
        pace: realtime
        batch: 1 ms
        workers: 1
        links: { between: none }
        inference:
          sta: { window: 50 ms, scheme: none }
          online: { score: pairwise, surrogates: 19, report_every: 1 ms }
        """;

    public static string Text(string more = "") => $"name: tiny-study\npipeline: tiny.yaml\n{more}\n";

    public static Study Read(string more = "", params string[] settings)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("tiny.yaml"), Pipeline);
        return Study.FromText(Text(more), "study.yaml", settings.Select(setting => new PipelineSetting(setting)), folder.Path);
    }

    /// <summary>Writes the study and its pipeline; gives the study's file.</summary>
    public static string Write(TemporaryFolder folder, string more)
    {
        File.WriteAllText(folder.File("tiny.yaml"), Pipeline);
        File.WriteAllText(folder.File("study.yaml"), Text(more));
        return folder.File("study.yaml");
    }
}
