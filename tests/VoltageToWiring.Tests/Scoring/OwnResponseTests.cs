using VoltageToWiring.Numerics.Scoring;

namespace VoltageToWiring.Tests.Scoring;

public class OwnResponseTests
{
    private const int Lead = 30;
    private const int Window = 60;

    private static readonly PspTemplate Template = new(0.020, 0.008, 0.001);
    private static readonly MatchedFilter Filter = MatchedFilter.Create(Template, [1, -0.7, 0.2, 0.05], Lead, Window);

    [Fact]
    public void Add_Spikes_IsTheFilterOnTheirPotentials()
    {
        const int Frames = 700;
        const int Before = 400;
        int[] spikes = [-350, -20, 0, 3, 200, 201, 650, Frames - 1, Frames + 20, Frames + 500];
        var potential = new double[Before + 2 * Frames];
        Template.Sample(potential);
        var trace = new double[Before + 2 * Frames];
        foreach (int spike in spikes)
        {
            for (int t = Before + spike; t < trace.Length; t++)
                trace[t] += potential[t - Before - spike];
        }
        var own = new OwnResponse(Template, Filter);
        var response = new float[Frames];
        foreach (int spike in spikes)
            own.Add(spike, response);
        for (int t = 0; t < Frames; t++)
        {
            double expected = 0;
            for (int n = 0; n < Filter.Taps.Length; n++)
                expected += Filter.Taps[n] * trace[Before + t + Filter.FirstTap + n];
            Assert.Equal(expected, response[t], 2e-5);
        }
    }

    [Fact]
    public void Add_AtTheSpikeItself_IsOne()
    {
        // The filter gives the amplitude of a potential where it begins.
        var response = new float[1];
        new OwnResponse(Template, Filter).Add(0, response);
        Assert.Equal(1, response[0], 1e-6);
    }

    [Fact]
    public void Add_OutsideItsReach_ChangesNothing()
    {
        var own = new OwnResponse(Template, Filter);
        Assert.Equal(Window - 1, own.Lead);
        var response = new float[10];
        own.Add(-own.LastLag - 1, response);
        own.Add(10 + own.Lead, response);
        own.Add(-1_000_000, response);
        own.Add(1_000_000, response);
        Assert.All(response, value => Assert.Equal(0, value));
        own.Add(-own.LastLag, response);
        Assert.NotEqual(0, response[0]);
    }
}
