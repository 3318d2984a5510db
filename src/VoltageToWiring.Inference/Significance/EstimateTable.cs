using System.Collections;
using System.Runtime.CompilerServices;
using VoltageToWiring.Numerics.Significance;

namespace VoltageToWiring.Inference.Significance;

/// <summary>All estimates at one moment as plain figures; a <see cref="ConnectionEstimate"/> is made when it is asked for.</summary>
/// <param name="sources">Number of trains.</param>
/// <param name="averages">What the averages say of each pair.</param>
/// <param name="oneLook">The one-look tests, without surrogates where a pair is not tested; null where none is.</param>
/// <param name="online">What online scores say; null where none runs.</param>
/// <param name="sta">What the averages say as an online score, of each pair; null where they are none.</param>
internal sealed class EstimateTable(
    int sources, TrainRows<AverageFigures> averages, PermutationTest[]? oneLook, OnlineReport? online, OnlineEstimate[]? sta)
    : IReadOnlyList<ConnectionEstimate>
{
    public int Count => averages.Count;

    /// <summary>Bytes that a report keeps of each pair.</summary>
    /// <param name="surrogates">Surrogates of its average.</param>
    /// <param name="online">Online inference; null where there is none.</param>
    public static int BytesOfPair(int surrogates, OnlineOptions? online)
        => Unsafe.SizeOf<AverageFigures>() + (surrogates > 0 ? Unsafe.SizeOf<PermutationTest>() : 0) + OnlineReport.BytesOfPair(online);

    /// <summary>What the deciding score says, where it is kept as figures.</summary>
    public OnlineReport? Deciding => online is { Decides: true } ? online : null;

    /// <summary>Whether some score decides.</summary>
    public bool Decides => Deciding is not null || sta is [{ Deciding: true }, ..];

    /// <summary>The one-look test of a pair; null where there is none.</summary>
    public PermutationTest? OneLookOf(int index) => oneLook?[index] is { Surrogates: > 0 } test ? test : null;

    public ConnectionEstimate this[int index]
    {
        get
        {
            AverageFigures figures = averages[index];
            PermutationTest? test = OneLookOf(index);
            IReadOnlyList<OnlineEstimate> scores = online?[index] ?? [];
            return new ConnectionEstimate
            {
                Source = index % sources,
                Target = index / sources,
                SpikesUsed = figures.SpikesUsed,
                SpikesInGap = figures.SpikesInGap,
                SpikesPending = figures.SpikesPending,
                Height = double.IsNaN(figures.Height) ? null : figures.Height,
                OneLook = test,
                SignedRelativeHeight = test is { } tested && double.IsFinite(tested.RelativeToSurrogates)
                    ? Math.CopySign(tested.RelativeToSurrogates, figures.LevelAboveSurrogates)
                    : null,
                Online = sta is null ? scores : [.. scores, sta[index]],
            };
        }
    }

    public IEnumerator<ConnectionEstimate> GetEnumerator()
    {
        for (int pair = 0; pair < Count; pair++)
            yield return this[pair];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>What the average of one pair says.</summary>
/// <param name="Height">Peak-to-peak height; NaN while no spike was used.</param>
/// <param name="LevelAboveSurrogates">Its level less that of the surrogates; NaN without surrogates.</param>
/// <param name="SpikesUsed">Spikes that were averaged.</param>
/// <param name="SpikesInGap">Spikes whose window met missing or invalid frames.</param>
/// <param name="SpikesPending">Spikes whose window is not over.</param>
/// <remarks>Without padding, whose bytes would be whatever they are: rows are compared by their bytes.</remarks>
internal readonly record struct AverageFigures(double Height, double LevelAboveSurrogates, long SpikesUsed, int SpikesInGap, int SpikesPending);
