using VoltageToWiring.Host.Results;
using VoltageToWiring.Inference.Significance;

namespace VoltageToWiring.Tests.Host;

public class OnlineNamesTests
{
    [Fact]
    public void Names_AreThoseOfTheContract()
    {
        Assert.Equal(["joint", "pairwise", "sta"], Enum.GetValues<ConnectionScore>().Select(OnlineNames.Of));
        Assert.Equal(["insufficient", "undecided", "excitatory", "inhibitory", "absent"], Enum.GetValues<ConnectionState>().Select(OnlineNames.Of));
        Assert.Equal(["blocks", "jitter"], Enum.GetValues<SurrogateScheme>().Select(OnlineNames.Of));
    }

    [Fact]
    public void Warnings_EverySet_NamesEachOfThem()
    {
        string[] names = ["bursting", "irregular-rate", "rate-voltage-correlation", "synchrony", "collinear", "below-minimum"];
        for (int set = 0; set < 64; set++)
        {
            string[] expected = [.. names.Where((_, bit) => (set & 1 << bit) != 0)];
            Assert.Equal(expected, OnlineNames.Of((ConnectionWarnings)set));
            Assert.Equal(string.Join(' ', expected), OnlineNames.TextOf((ConnectionWarnings)set));
        }
    }
}
