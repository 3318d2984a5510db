using VoltageToWiring.Figures;
using VoltageToWiring.Figures.Charts;

namespace VoltageToWiring.Tests.Figures;

public class RunTimelineFigureTests
{
    [Theory]
    [InlineData(0.01, "longest latency in 10 ms")]
    [InlineData(0.18, "longest latency in 180 ms")]
    public void Of_SaysTheTimeThatALatencyIsTheLongestOf(double periodSeconds, string expected)
    {
        Figure figure = RunTimelineFigure.Of("timeline", "A run.", new RunTimeline
        {
            TimesSeconds = [0, periodSeconds],
            PeriodSeconds = periodSeconds,
            LatencyMilliseconds = [1, 2],
            Waiting = [0, 1],
            PauseEdges = [0, periodSeconds],
            PauseMilliseconds = [0],
        });
        Assert.Equal(expected, Assert.IsType<ChartFigure>(figure).Charts[0].Title);
    }
}
