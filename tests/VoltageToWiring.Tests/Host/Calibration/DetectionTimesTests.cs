using VoltageToWiring.Host.Calibration;
using static System.Double;

namespace VoltageToWiring.Tests.Host.Calibration;

public class DetectionTimesTests
{
    [Theory]
    [InlineData(10, 1.5)]
    [InlineData(25, 3)]
    [InlineData(50, 5.5)]
    [InlineData(75, 8)]
    [InlineData(90, 9.5)]
    public void Quantile_OneToTen_AveragesWhereTheDistributionJumps(int percent, double expected)
        => Assert.Equal(expected, DetectionTimes.Quantile([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], percent));

    [Fact]
    public void Quantile_WhatWasNotFound_IsAtInfinity()
    {
        double[] times = [1, 2, 3, PositiveInfinity, PositiveInfinity];
        Assert.Equal([1, 2, 3, PositiveInfinity, PositiveInfinity], new[] { 10, 25, 50, 75, 90 }.Select(percent => DetectionTimes.Quantile(times, percent)));
        // Exactly half found: the median lies between a time and infinity.
        Assert.Equal(PositiveInfinity, DetectionTimes.Quantile([1, 2, PositiveInfinity, PositiveInfinity], 50));
        Assert.True(IsNaN(DetectionTimes.Quantile([], 50)));
    }

    [Fact]
    public void Bootstrap_SameRecordings_GivesTheSameBits()
    {
        double[][] recordings = [[3, 1, 4], [1, 5, 9], [2, 6, 5], [3, 5, 8]];
        double? error = MedianBootstrap.StandardError(recordings);
        Assert.True(error > 0);
        Assert.Equal(error, MedianBootstrap.StandardError(recordings));
    }

    [Fact]
    public void Bootstrap_UniformTimes_IsNearTheory()
    {
        // A median of n draws of density 1 has the standard error 1/(2·sqrt(n)).
        double[][] recordings = [.. Enumerable.Range(0, 100).Select(recording => new[] { (recording + 0.5) / 100 })];
        Assert.InRange(MedianBootstrap.StandardError(recordings)!.Value, 0.04, 0.06);
    }

    [Fact]
    public void Bootstrap_RecordingsAreDrawnNotTimes()
    {
        // Within a recording all are alike: a thousand times in each say no more than one would.
        double[][] one = [[1], [2], [3], [4], [5]];
        Assert.Equal(MedianBootstrap.StandardError(one), MedianBootstrap.StandardError([.. one.Select(own => Enumerable.Repeat(own[0], 1000).ToArray())]));
        Assert.Equal(0, MedianBootstrap.StandardError([[1, 2, 3], [1, 2, 3], [1, 2, 3]]));
    }

    [Fact]
    public void Bootstrap_InfiniteMedianOrTooFewRecordings_IsNull()
    {
        Assert.Null(MedianBootstrap.StandardError([[1, 2], [PositiveInfinity, PositiveInfinity]]));
        Assert.Null(MedianBootstrap.StandardError([[1, 2, 3]]));
        Assert.Null(MedianBootstrap.StandardError([[], []]));
    }
}
