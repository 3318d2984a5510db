using System.Globalization;
using VoltageToWiring.Host.PipelineFiles;

namespace VoltageToWiring.Host.Studies;

/// <summary>The keys whose largest values can be searched, and which values they can have.</summary>
internal static class CapacityKeys
{
    private const string Pairs = "pairs";
    private const string Targets = "source.simulate.targets";
    private const string Trains = "source.simulate.trains.count";
    private const string FrameRate = "source.simulate.imaging.frame_rate";
    private const double FewestStepsPerSecond = 10_000;
    private const decimal MicrosecondsPerSecond = 1e6m;

    // Two values of a count that are nearer to each other than this are not told apart: neither does the machine, from one run to the next.
    private const double Resolution = 1.05;

    /// <summary>The keys.</summary>
    public static IReadOnlyList<string> Names { get; } = [Pairs, Targets, Trains, FrameRate];

    /// <summary>What a value of a key counts.</summary>
    /// <param name="key">One of <see cref="Names"/>.</param>
    public static string UnitOf(string key) => key switch
    {
        Pairs => "pairs",
        Targets => "targets",
        Trains => "trains",
        _ => "Hz",
    };

    /// <summary>What is asked for a key, as the beginning of a line.</summary>
    /// <param name="key">One of <see cref="Names"/>.</param>
    public static string AskedOf(string key) => key == FrameRate ? "the highest frame rate" : $"the largest number of {UnitOf(key)}";

    /// <summary>The values that are tried, ascending: each at least 5 % above the one before it.</summary>
    /// <param name="key">One of <see cref="Names"/>.</param>
    /// <param name="from">The smallest.</param>
    /// <param name="to">The largest.</param>
    public static IReadOnlyList<int> Ladder(string key, int from, int to)
    {
        IEnumerable<int> all = key switch
        {
            FrameRate => Rates(to),
            Pairs => Counts((int)Math.Ceiling(Math.Sqrt(from)), (int)Math.Sqrt(to), Math.Sqrt(Resolution)).Select(side => side * side),
            _ => Counts(from, to, Resolution),
        };
        return [.. all.Where(value => value >= from && value <= to).Distinct().Order()];
    }

    /// <summary>Why there is nothing between two values to try, and what is allowed.</summary>
    /// <param name="key">One of <see cref="Names"/> whose ladder is empty.</param>
    /// <param name="from">The smallest.</param>
    /// <param name="to">The largest.</param>
    public static string WhyEmpty(string key, int from, int to) => key == Pairs
        ? $"no number of pairs from {from} to {to} is a square, and a search for pairs has as many trains as targets; allowed is a range that holds a square, such as 100"
        : $"no frame rate from {from} to {to} Hz has a period that is a finite decimal; allowed is a range that holds one, such as 1000";

    /// <summary>What is set to try a value.</summary>
    /// <param name="key">One of <see cref="Names"/>.</param>
    /// <param name="value">A value of its ladder.</param>
    /// <param name="resolve">Resolves the pipeline that they are set in, as it is without them.</param>
    public static IEnumerable<PipelineSetting> Settings(string key, int value, Func<ResolvedPipeline> resolve) => key switch
    {
        Pairs => [Set(Trains, Side(value)), Set(Targets, Side(value))],
        FrameRate => RateSettings(value, resolve()),
        _ => [Set(key, value)],
    };

    // A batch and a report for every frame, or estimates would be late by design; and a window of whole frames, no shorter than it was.
    private static IEnumerable<PipelineSetting> RateSettings(int rateHz, ResolvedPipeline pipeline)
    {
        double window = pipeline.Sta.WindowFrames * pipeline.Simulation.FrameClock.PeriodSeconds;
        // One cadence under two names, the second of which would bring online inference along.
        string[] reports = pipeline.Online is null ? ["inference.sta.report_every"] : ["inference.sta.report_every", "inference.online.report_every"];
        return
        [
            new PipelineSetting(string.Create(CultureInfo.InvariantCulture, $"{FrameRate}={rateHz} Hz"), FrameRate),
            // A pipeline has one of both.
            new PipelineSetting("source.simulate.step_rate=null", FrameRate),
            new PipelineSetting($"source.simulate.timestep={Time(rateHz, 1m / StepsOf(rateHz))}", FrameRate),
            new PipelineSetting($"inference.sta.window={Time(rateHz, (decimal)Math.Ceiling(Math.Round(window * rateHz, 6)))}", FrameRate),
            .. reports.Append("batch").Select(path => new PipelineSetting($"{path}={Time(rateHz, 1)}", FrameRate)),
        ];
    }

    private static PipelineSetting Set(string key, int value) => new(string.Create(CultureInfo.InvariantCulture, $"{key}={value}"), key);

    private static int Side(int pairs) => (int)Math.Max(1, Math.Round(Math.Sqrt(pairs)));

    private static IEnumerable<int> Counts(int from, int to, double resolution)
    {
        for (double value = from; value < to; value = Math.Max(value + 1, value * resolution))
            yield return (int)value;
        yield return to;
    }

    // Rates whose periods are finite decimals, so that steps and frames fit each other exactly.
    private static IEnumerable<int> Rates(int to)
    {
        for (long fives = 1; fives <= to; fives *= 5)
        {
            for (long rate = fives; rate <= to; rate *= 2)
                yield return (int)rate;
        }
    }

    // A step for each frame, or as many as it takes for none to be longer than a tenth of a millisecond.
    private static int StepsOf(int rateHz) => Rates(1 << 20).Order().First(count => count * (double)rateHz >= FewestStepsPerSecond);

    private static string Time(int rateHz, decimal frames)
        => string.Create(CultureInfo.InvariantCulture, $"{MicrosecondsPerSecond / rateHz * frames:0.############} us");
}
