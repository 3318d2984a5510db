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

    // More says little more: the schedule of fits is past, and memory is as large as it will be.
    private const double LongestSeconds = 60;

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
        long started = time.GetTimestamp();
        Rehearsal one = await RunAsync(few, seconds, cancellation).ConfigureAwait(false);
        double took = time.GetElapsedTime(started).TotalSeconds;
        double longer = Math.Min(Math.Min(AllSeconds, LongestSeconds), seconds * share * LeftSeconds / took);
        if (longer > Longer * seconds || longer > seconds && longer == AllSeconds)
        {
            started = time.GetTimestamp();
            one = await RunAsync(few, longer, cancellation).ConfigureAwait(false);
            (seconds, took) = (longer, time.GetElapsedTime(started).TotalSeconds);
        }
        Rehearsal several = one;
        if (few < Targets)
        {
            int tiles = Math.Max(FewestTiles, 1 + (int)((LeftSeconds / took - 1) / CostOfFurtherTile));
            several = await RunAsync(Math.Min(Targets, tiles * Tile.Lanes), seconds, cancellation).ConfigureAwait(false);
        }
        return new Rehearsals(first.WallSeconds, one, several, time.GetElapsedTime(_start).TotalSeconds);
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
