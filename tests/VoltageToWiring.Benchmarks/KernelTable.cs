using System.Globalization;
using System.Text;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using VoltageToWiring.Benchmarks.Kernels;

namespace VoltageToWiring.Benchmarks;

/// <summary>Every kernel against its plain form and against what the machine can do, measured in one run.</summary>
internal static class KernelTable
{
    private static readonly Type[] Kernels =
        [.. typeof(KernelTable).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(KernelBenchmark))).OrderBy(type => type.Name)];

    /// <summary>Measures and prints.</summary>
    /// <param name="quick">Short runs, and a failure where a kernel is slower than it may be.</param>
    /// <param name="only">Part of the names of those that are measured; null for all.</param>
    /// <param name="print">Receives the table.</param>
    /// <returns>Kernels that were slower than they may be.</returns>
    public static int Run(bool quick, string? only, TextWriter print)
    {
        Machine machine = Measure(quick);
        print.WriteLine($"One core: {Giga(machine.RegisterAdds)} G adds/s in registers, {Giga(machine.LoadedAdds)} G adds/s of loaded numbers, {Giga(machine.CopiedBytes)} GB/s copied.");
        print.WriteLine();
        print.WriteLine("| kernel | work | per second | times the plain form | of what bounds it |");
        print.WriteLine("|---|---|---|---|---|");
        int slow = 0;
        foreach (Type type in Kernels.Where(kernel => only is null || kernel.Name.Contains(only, StringComparison.OrdinalIgnoreCase)))
        {
            var kernel = (KernelBenchmark)Activator.CreateInstance(type)!;
            (double plain, double fast) = Times(type, quick);
            // A neighbour may have slowed one of the two down: what fails is measured again.
            if (quick && plain / fast < kernel.LeastSpeedup)
                (plain, fast) = Times(type, quick);
            bool tooSlow = plain / fast < kernel.LeastSpeedup;
            slow += tooSlow ? 1 : 0;
            double rate = kernel.Work / fast;
            string share = kernel.Roofline is { } bound ? Percent(rate / bound(machine)) : "";
            print.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {Words(type.Name)} | {kernel.Unit} | {Giga(rate)} G | {plain / fast:0.0}{(tooSlow ? $", at least {kernel.LeastSpeedup:0.0} expected" : "")} | {share} |"));
        }
        return slow;
    }

    private static Machine Measure(bool quick)
    {
        Summary summary = RunQuietly(typeof(MachineBenchmark), quick);
        return new Machine(
            MachineBenchmark.RegisterAddsPerCall / Seconds(summary, nameof(MachineBenchmark.RegisterAdds)),
            MachineBenchmark.LoadedAddsPerCall / Seconds(summary, nameof(MachineBenchmark.LoadedAdds)),
            MachineBenchmark.CopiedBytes / Seconds(summary, nameof(MachineBenchmark.Copy)));
    }

    private static (double Plain, double Fast) Times(Type kernel, bool quick)
    {
        Summary summary = RunQuietly(kernel, quick);
        return (Seconds(summary, nameof(KernelBenchmark.PlainForm)), Seconds(summary, nameof(KernelBenchmark.FastForm)));
    }

    private static Summary RunQuietly(Type type, bool quick)
    {
        Job job = (quick ? Job.ShortRun.WithIterationTime(Perfolizer.Horology.TimeInterval.FromMilliseconds(60)) : Job.MediumRun)
            .WithToolchain(InProcessEmitToolchain.Instance);
        IConfig config = ManualConfig.CreateEmpty()
            .AddJob(job)
            .AddLogger(NullLogger.Instance)
            .AddColumnProvider(BenchmarkDotNet.Columns.DefaultColumnProviders.Instance)
            .WithArtifactsPath(Path.Combine(Path.GetTempPath(), "voltage-to-wiring-benchmarks"));
        return BenchmarkRunner.Run(type, config);
    }

    // The least disturbed measurement of several.
    private static double Seconds(Summary summary, string method)
    {
        BenchmarkReport report = summary.Reports.Single(report => report.BenchmarkCase.Descriptor.WorkloadMethod.Name == method);
        return report.ResultStatistics!.Min * 1e-9;
    }

    private static string Giga(double value) => (value / 1e9).ToString(value < 1e10 ? "0.00" : "0", CultureInfo.InvariantCulture);

    private static string Percent(double value) => (100 * value).ToString("0", CultureInfo.InvariantCulture) + " %";

    private static string Words(string name)
    {
        var words = new StringBuilder();
        foreach (char c in name)
            words.Append(char.IsUpper(c) && words.Length > 0 ? " " + char.ToLowerInvariant(c) : c.ToString());
        return words.ToString();
    }
}
