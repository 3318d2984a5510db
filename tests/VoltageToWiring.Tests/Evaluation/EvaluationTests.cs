using VoltageToWiring.Numerics.Evaluation;
using VoltageToWiring.Numerics.Randomness;
using static VoltageToWiring.Numerics.Evaluation.TrueConnection;

namespace VoltageToWiring.Tests.Evaluation;

public class EvaluationTests
{
    private static readonly Gen<(TrueConnection[], double[])> AnyPairs =
        Gen.Select(Gen.Enum<TrueConnection>().Array[2, 40], Gen.Int[0, 6].Select(i => i / 3.0).Array[40])
            .Select((truth, score) => (truth, score[..truth.Length]));

    [Fact]
    public void At_Threshold_CountsEachKindApart()
    {
        DetectionRates rates = DetectionRates.At(
            [Excitatory, Excitatory, Inhibitory, None, None, None], [0.01, 0.2, 0.05, 0.06, 0.01, double.NaN], 0.05);
        Assert.Equal(0.5, rates.Excitatory);
        Assert.Equal(1, rates.Inhibitory);
        Assert.Equal(2.0 / 3, rates.Connected);
        Assert.Equal(1.0 / 3, rates.FalsePositive);
    }

    [Fact]
    public void At_NothingOfAKind_IsNullNotZero() => Assert.Null(DetectionRates.At([Excitatory], [0.1], 0.05).Inhibitory);

    [Fact]
    public void Sweep_AnyPValues_CountsAtEachOfThem()
        => AnyPairs.Sample((truth, p) =>
        {
            p = [.. p.Select(value => value > 1.5 ? double.NaN : value)];
            Assert.Equal(
                p.Append(0).Where(value => !double.IsNaN(value)).Distinct().Order().Select(threshold => DetectionRates.At(truth, p, threshold)),
                DetectionRates.Sweep(truth, p));
        });

    [Fact]
    public void LeftRiemann_TiedPValues_LiesBelowTheTrapezoid()
    {
        TrueConnection[] truth = [Excitatory, Excitatory, None, None];
        double[] p = [0.01, 0.5, 0.5, 0.9];
        IReadOnlyList<DetectionRates> sweep = DetectionRates.Sweep(truth, p);
        // Points (0, 0), (0, ½), (½, 1), (1, 1): ½·½ + ½·1.
        Assert.Equal(0.75, AreaUnderCurve.LeftRiemann(sweep, rates => rates.Connected));
        Assert.Equal(0.875, AreaUnderCurve.MidRank(truth, [.. p.Select(x => -x)]));
    }

    [Fact]
    public void MidRank_AnyScores_EqualsCountingPairs()
        => AnyPairs.Sample((truth, score) =>
        {
            double wins = 0, pairs = 0;
            for (int i = 0; i < truth.Length; i++)
            {
                for (int j = 0; j < truth.Length; j++)
                {
                    if (truth[i] == None || truth[j] != None)
                        continue;
                    pairs++;
                    wins += score[i] > score[j] ? 1 : score[i] == score[j] ? 0.5 : 0;
                }
            }
            double? area = AreaUnderCurve.MidRank(truth, score);
            if (pairs == 0)
                Assert.Null(area);
            else
                Assert.Equal(wins / pairs, area!.Value, 1e-12);
        });

    [Fact]
    public void ThreeClass_PerfectScores_IsOne()
        => Assert.Equal(1, AreaUnderCurve.ThreeClass([Excitatory, Inhibitory, None, None], [3, -2, 0.5, -1]));

    [Fact]
    public void ThreeClass_WrongSigns_IsZero()
        => Assert.Equal(0, AreaUnderCurve.ThreeClass([Excitatory, Inhibitory, None], [-3, 2, 0.5]));

    [Fact]
    public void ThreeClass_ScoresByChance_IsAQuarter()
    {
        RandomStream random = new RandomStreams(1).Stream("chance");
        const int N = 40_000;
        TrueConnection[] truth = [.. Enumerable.Range(0, N).Select(i => (TrueConnection)(i % 3))];
        double[] score = [.. Enumerable.Range(0, N).Select(_ => random.NextGaussian())];
        Assert.InRange(AreaUnderCurve.ThreeClass(truth, score)!.Value, 0.24, 0.26);
    }
}
