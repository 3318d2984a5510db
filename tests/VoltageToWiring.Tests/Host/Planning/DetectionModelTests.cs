using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Planning;
using VoltageToWiring.Inference.Significance;

namespace VoltageToWiring.Tests.Host.Planning;

public class DetectionModelTests
{
    private static readonly string Table = Path.Combine(TestFiles.Root, "src", "VoltageToWiring.Host", "Planning", DetectionTable.FileName);

    private static readonly DetectionSetting Usual = new()
    {
        IsInhibitory = false,
        StrengthSiemens = 0.4e-9,
        RateHz = 20,
        FrameRateHz = 1000,
        SpikeSnr = 20,
        Trains = 30,
        Level = 0.05,
    };

    [Fact]
    public void Shipped_IsTheFitOfItsTable()
    {
        DetectionModel fitted = DetectionModel.Fit(DetectionTable.Read(Table)), shipped = DetectionModel.Shipped;
        Assert.Equal(fitted.Names, shipped.Names);
        Assert.All(fitted.Coefficients.Zip(shipped.Coefficients), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
        Assert.All(
            fitted.Covariance.SelectMany(row => row).Zip(shipped.Covariance.SelectMany(row => row)), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
        Assert.Equal(fitted.Ranges, shipped.Ranges);
        Assert.Equal((fitted.Connections, fitted.Settings), (shipped.Connections, shipped.Settings));
    }

    [Fact]
    public void Shipped_CoversWhatItWasFittedTo()
    {
        DetectionCoverage coverage = DetectionCoverage.Of(DetectionModel.Shipped, DetectionTable.Read(Table));
        Assert.InRange(coverage.Within, 0.75, 0.92);
        Assert.Equal(1, coverage.Within + coverage.Sooner + coverage.Later, 1e-12);
    }

    [Fact]
    public void Forecast_MoreOfWhatHelps_IsSooner()
    {
        double usual = Median(Usual);
        Assert.True(Median(Usual with { StrengthSiemens = 0.8e-9 }) < usual);
        Assert.True(Median(Usual with { SpikeSnr = 40 }) < usual);
        Assert.True(Median(Usual with { FrameRateHz = 2000 }) < usual);
        Assert.True(Median(Usual with { RateHz = 5 }) > usual);
        Assert.True(Median(Usual with { Trains = 120 }) > usual);
        Assert.True(Median(Usual with { Level = 0.001 }) > usual);
    }

    [Fact]
    public void Forecast_Inhibitory_IsThatOfItsOwnCoefficients()
        => Assert.True(Median(Usual with { IsInhibitory = true }) > 5 * Median(Usual));

    [Fact]
    public void Forecast_Quantiles_AscendAroundTheMedian()
    {
        DetectionForecast forecast = DetectionModel.Shipped.Forecast(Usual);
        Assert.Equal(forecast.MedianSeconds, forecast.Quantile(0.5), 1e-9);
        Assert.True(forecast.Quantile(0.1) < forecast.MedianInterval.From && forecast.MedianInterval.From < forecast.MedianSeconds);
        Assert.True(forecast.MedianSeconds < forecast.MedianInterval.To && forecast.MedianInterval.To < forecast.Quantile(0.8));
        Assert.True(forecast.Quantile(0.8) < forecast.Quantile(0.9));
    }

    [Fact]
    public void Forecast_OutOfRange_SaysWhatIs()
    {
        Assert.Empty(DetectionModel.Shipped.Forecast(Usual).OutOfRange);
        Assert.Equal(["firing rate is 80 Hz, outside of 2 to 40 Hz"], DetectionModel.Shipped.Forecast(Usual with { RateHz = 80 }).OutOfRange);
    }

    [Fact]
    public void Fit_RowsOfOneSetting_SaysWhatIsMissing()
    {
        DetectionRow[] rows = [.. DetectionTable.Read(Table).Where(row => row.Recording == 0)];
        PipelineException refusal = Assert.Throws<PipelineException>(() => DetectionModel.Fit(rows));
        Assert.Matches("^Found [0-9]+ connections in recordings of 1 settings, which do not give 13 coefficients; allowed are recordings of at least 14 settings", refusal.Message);
    }

    [Fact]
    public void Table_WrittenAndRead_IsTheSame()
    {
        using var folder = new TemporaryFolder();
        IReadOnlyList<DetectionRow> rows = DetectionTable.Read(Table);
        DetectionTable.Write(folder.File("again.csv"), rows);
        Assert.Equal(File.ReadAllText(Table), File.ReadAllText(folder.File("again.csv")));
    }

    [Theory]
    [InlineData(MultiplicityCorrection.None, 0.05)]
    [InlineData(MultiplicityCorrection.FamilyWise, 0.0005)]
    [InlineData(MultiplicityCorrection.EBenjaminiHochberg, 0.01)]
    public void LevelOf_HundredPairsOfWhichTwentyAreConnected_IsThatOfTheCorrection(MultiplicityCorrection correction, double level)
        => Assert.Equal(level, PlanQuestion.LevelOf(correction, 0.05, 100, 20), 1e-12);

    private static double Median(DetectionSetting setting) => DetectionModel.Shipped.Forecast(setting).MedianSeconds;
}
