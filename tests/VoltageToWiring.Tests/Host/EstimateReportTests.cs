using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Running;
using VoltageToWiring.Inference.Significance;

namespace VoltageToWiring.Tests.Host;

/// <summary>Figures that a report gives without making an estimate are those of the estimate.</summary>
public class EstimateReportTests
{
    [Theory]
    [InlineData("sta: { surrogates: 19 }, online: { score: both, surrogates: 39, correction: none, report_every: 1 s }")]
    [InlineData("sta: { scheme: blocks, surrogates: 19, report_every: 1 s }, online: { score: sta, horizon: 6 s }")]
    [InlineData("sta: { surrogates: 19, report_every: 1 s }")]
    public async Task Figures_OfEveryPairAtEveryReport_AreThoseOfItsEstimate(string inference)
    {
        ResolvedPipeline pipeline = LoadedPipeline.FromText(
            $$"""
            name: figures
            random: streams
            source:
              simulate:
                duration: 6 s
                targets: 3
                trains: { count: 5, rate: 40 Hz, inhibitory: 0.4 }
                synapses: { excitatory: { strength: 2 nS }, inhibitory: { strength: 4 nS } }
                imaging: { frame_rate: 1 kHz }
            inference: { {{inference}} }
            """, "figures.yaml", [], "/").Resolved;
        using var run = new RecordingRun(pipeline, TimeProvider.System);
        var reports = new List<EstimateReport>();
        using IDisposable watching = run.Estimates.Subscribe(reports.Add);
        await run.RunAsync(TestContext.Current.CancellationToken);
        Assert.InRange(reports.Count, 5, 7);
        foreach (EstimateReport report in reports)
        {
            ConnectionEstimate[] all = [.. report.Connections];
            Assert.Equal(all.Any(pair => pair.Deciding is not null), report.Decides);
            foreach (ConnectionState state in Enum.GetValues<ConnectionState>())
                Assert.Equal(all.Count(pair => pair.Deciding?.State == state), report.CountOf(state));
            for (int pair = 0; pair < all.Length; pair++)
            {
                OnlineEstimate? deciding = all[pair].Deciding;
                Assert.Equal(all[pair].OneLook, report.OneLookOf(pair));
                Assert.Equal(deciding?.State ?? ConnectionState.Insufficient, report.StateOf(pair));
                Assert.Equal(deciding?.Log10EvidenceMax ?? 0, report.LargestEvidenceOf(pair));
                Assert.Equal(deciding?.Log10Evidence ?? 0, report.EvidenceOf(pair));
                Assert.Equal(deciding?.Warnings ?? ConnectionWarnings.None, report.WarningsOf(pair));
            }
        }
    }
}
