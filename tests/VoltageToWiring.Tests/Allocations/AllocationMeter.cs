using Microsoft.Extensions.Time.Testing;
using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Running;
using VoltageToWiring.Inference.Significance;

namespace VoltageToWiring.Tests.Allocations;

/// <summary>Tests of what the whole process allocates: nothing runs beside them.</summary>
[CollectionDefinition(nameof(AllocationMeter), DisableParallelization = true)]
public sealed class AllocationMeter
{
    /// <summary>Runs a pipeline and notes what the process had allocated at each report. Time stands still, so that no progress is shown.</summary>
    /// <param name="pipeline">The pipeline, YAML.</param>
    /// <param name="settings">Keys to set.</param>
    /// <returns>Bytes, by report.</returns>
    public static async Task<long[]> AtReportsAsync(string pipeline, params string[] settings)
    {
        LoadedPipeline loaded = LoadedPipeline.FromText(
            pipeline, "the test's pipeline", settings.Select(setting => new PipelineSetting(setting)), Path.GetTempPath());
        using var run = new RecordingRun(loaded.Resolved, new FakeTimeProvider());
        var marks = new Marks(1000);
        using IDisposable subscription = run.Estimates.Subscribe(marks);
        RunResult result = await run.RunAsync(TestContext.Current.CancellationToken);
        Assert.Null(result.Problem);
        return [.. marks.Bytes];
    }

    /// <summary>Notes what the process has allocated, without allocating.</summary>
    public sealed class Marks(int most) : IObserver<EstimateReport>
    {
        private readonly long[] _bytes = new long[most];
        private int _count;

        public ReadOnlySpan<long> Bytes => _bytes.AsSpan(0, _count);

        public void Mark() => _bytes[_count++] = GC.GetTotalAllocatedBytes(precise: true);

        public void OnNext(EstimateReport value) => Mark();

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }
    }
}
