namespace VoltageToWiring.Host.Planning;

/// <summary>How often connections were found within the interval in which four fifths of them were expected.</summary>
/// <param name="Connections">How many connections there were.</param>
/// <param name="Within">Fraction found within it; 0.8 is what it promises.</param>
/// <param name="Sooner">Fraction found before it; 0.1.</param>
/// <param name="Later">Fraction found after it, or not within a recording that was long enough; 0.1.</param>
public sealed record DetectionCoverage(int Connections, double Within, double Sooner, double Later)
{
    private const double Early = 0.1, Late = 0.9;

    /// <summary>Holds a model against times to detection. Where a recording ended within the interval, those not found count as within.</summary>
    /// <param name="model">The model.</param>
    /// <param name="rows">The times, of recordings that it need not have seen.</param>
    public static DetectionCoverage Of(DetectionModel model, IReadOnlyList<DetectionRow> rows)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(rows);
        int sooner = 0, later = 0, all = 0;
        foreach (DetectionRow row in rows)
        {
            DetectionForecast forecast = model.Forecast(row.Setting);
            double from = forecast.Quantile(Early), to = forecast.Quantile(Late);
            foreach (double? found in row.FoundSeconds)
            {
                all++;
                sooner += found < from ? 1 : 0;
                later += found > to || found is null && row.RecordedSeconds > to ? 1 : 0;
            }
        }
        double Fraction(int count) => all == 0 ? 0 : (double)count / all;
        return new DetectionCoverage(all, Fraction(all - sooner - later), Fraction(sooner), Fraction(later));
    }
}
