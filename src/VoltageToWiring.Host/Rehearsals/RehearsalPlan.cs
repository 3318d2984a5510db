using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Numerics.Scoring;

namespace VoltageToWiring.Host.Rehearsals;

/// <summary>
/// What is rehearsed in about a second: a little, which tells what a start costs; then one tile of targets, for longer and longer while there
/// is time; then several tiles, which tell by their difference what a tile costs.
/// </summary>
internal sealed class RehearsalPlan(ResolvedPipeline pipeline, TimeProvider time)
{
    private const double BudgetSeconds = 1.3;

    // After this the first fits are made and the first blocks are over, so that everything has been done once. With few trains the work itself
    // is a small part of it.
    private const double FirstSeconds = 2;
    private const int FirstTrains = 100;

    // Less says little about the evidence: a block of ten spikes lasts seconds.
    private const double LeastSeconds = 6;

    // What is not so many times longer is not worth beginning again.
    private const double Longer = 3;
    private const double ShareOfOneTile = 0.4;
    private const int FewestTiles = 8;

    // What is done for all targets together makes a further tile cheaper than the first.
    private const double CostOfFurtherTile = 0.5;

    private readonly long _start = time.GetTimestamp();

    private double LeftSeconds => BudgetSeconds - time.GetElapsedTime(_start).TotalSeconds;

    private int Targets => pipeline.Simulation.Wiring.Targets;

    private double AllSeconds => pipeline.StopAfterSteps * pipeline.Simulation.StepClock.PeriodSeconds;

    /// <summary>Rehearses.</summary>
    /// <param name="cancellation">Ends it.</param>
    public async Task<Rehearsals> RunAsync(CancellationToken cancellation)
    {
        int few = Math.Min(Targets, Tile.Lanes);
        double share = few == Targets ? 1 : ShareOfOneTile;
        Rehearsal first = await Rehearsal.RunAsync(ReducedPipeline.Of(ReducedPipeline.WithTrains(pipeline, FirstTrains), few, FirstSeconds), time, cancellation)
            .ConfigureAwait(false);
        double seconds = Math.Min(AllSeconds, LeastSeconds);
        (Rehearsal one, double took) = await TimedAsync(few, seconds, cancellation).ConfigureAwait(false);
        for (double longer; (longer = LongerThan(seconds, took, share)) > seconds; seconds = longer)
            (one, took) = await TimedAsync(few, longer, cancellation).ConfigureAwait(false);
        Rehearsal several = one;
        if (few < Targets)
        {
            int tiles = Math.Max(FewestTiles, 1 + (int)((LeftSeconds / took - 1) / CostOfFurtherTile));
            several = await RunAsync(Math.Min(Targets, tiles * Tile.Lanes), seconds, cancellation).ConfigureAwait(false);
        }
        return new Rehearsals(first.WallSeconds, one, several, time.GetElapsedTime(_start).TotalSeconds);
    }

    // As long as there is time for, or as long as before where that is hardly more.
    private double LongerThan(double seconds, double took, double share)
    {
        double longer = Math.Min(AllSeconds, seconds * share * LeftSeconds / took);
        return longer > Longer * seconds || longer == AllSeconds ? longer : seconds;
    }

    private async Task<(Rehearsal Rehearsal, double TookSeconds)> TimedAsync(int targets, double seconds, CancellationToken cancellation)
    {
        long started = time.GetTimestamp();
        Rehearsal rehearsal = await RunAsync(targets, seconds, cancellation).ConfigureAwait(false);
        return (rehearsal, time.GetElapsedTime(started).TotalSeconds);
    }

    private Task<Rehearsal> RunAsync(int targets, double seconds, CancellationToken cancellation)
        => Rehearsal.RunAsync(ReducedPipeline.Of(pipeline, targets, seconds), time, cancellation);
}

/// <summary>What was rehearsed.</summary>
/// <param name="StartSeconds">What is done once at a start, compiling above all, s.</param>
/// <param name="OneTile">With one tile of targets, or all where they are fewer.</param>
/// <param name="SeveralTiles">With several; the same where there is one.</param>
/// <param name="ElapsedSeconds">How long it all took, s.</param>
internal sealed record Rehearsals(double StartSeconds, Rehearsal OneTile, Rehearsal SeveralTiles, double ElapsedSeconds);
