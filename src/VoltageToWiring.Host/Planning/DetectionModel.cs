using System.Text.Json;
using MathNet.Numerics.Distributions;
using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Results;
using VoltageToWiring.Numerics.Forecasting;

namespace VoltageToWiring.Host.Planning;

/// <summary>The smallest and the largest value of a quantity in what a model was fitted to.</summary>
/// <param name="Quantity">The quantity.</param>
/// <param name="Unit">Its unit; empty where it has none.</param>
/// <param name="From">The smallest value.</param>
/// <param name="To">The largest value.</param>
public sealed record FittedRange(string Quantity, string Unit, double From, double To);

/// <summary>How long it takes until a connection is found, fitted to simulated recordings.</summary>
public sealed record DetectionModel
{
    /// <summary>Name of its file.</summary>
    public const string FileName = "detection-model.json";

    /// <summary>Names of the features, then the logarithm of the spread.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>A coefficient for each.</summary>
    public required IReadOnlyList<double> Coefficients { get; init; }

    /// <summary>Their covariance, row after row.</summary>
    public required IReadOnlyList<IReadOnlyList<double>> Covariance { get; init; }

    /// <summary>What was fitted to: from where to where each quantity went.</summary>
    public required IReadOnlyList<FittedRange> Ranges { get; init; }

    /// <summary>How many connections it was fitted to.</summary>
    public required int Connections { get; init; }

    /// <summary>In how many settings they were recorded.</summary>
    public required int Settings { get; init; }

    /// <summary>The model that the program brings along.</summary>
    public static DetectionModel Shipped { get; } = ReadShipped();

    /// <summary>Fits a model.</summary>
    /// <param name="rows">Times to detection by setting.</param>
    /// <exception cref="PipelineException">There are too few settings.</exception>
    public static DetectionModel Fit(IReadOnlyList<DetectionRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ObservedDetection[] observed = [.. rows.SelectMany(row => row.FoundSeconds.Select(found => new ObservedDetection(
            DetectionFeatures.Of(row.Setting), row.Setting.FloorSeconds, found ?? row.RecordedSeconds, found is not null, row.Recording)))];
        int settings = rows.Select(row => row.Recording).Distinct().Count();
        DetectionTimeFit fit = FitCoefficients(observed, settings);
        return new DetectionModel
        {
            Names = [.. DetectionFeatures.Names, "ln spread"],
            Coefficients = fit.Coefficients,
            Covariance = fit.Covariance,
            Ranges = [.. rows.SelectMany(row => row.Setting.Covariates).GroupBy(one => (one.Name, one.Unit)).Select(
                of => new FittedRange(of.Key.Name, of.Key.Unit, of.Min(one => one.Value), of.Max(one => one.Value)))],
            Connections = observed.Length,
            Settings = settings,
        };
    }

    /// <summary>Reads a model.</summary>
    /// <param name="file">Its file.</param>
    /// <exception cref="PipelineException">It is none.</exception>
    public static DetectionModel Read(string file)
    {
        try
        {
            using FileStream stream = File.OpenRead(file);
            return Read(stream) ?? throw new JsonException("nothing in it");
        }
        catch (Exception cause) when (cause is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new PipelineException($"{file} cannot be read as a model of detection times ({cause.Message.TrimEnd('.')}); allowed is a file that v2w plan --fit wrote.", cause);
        }
    }

    /// <summary>Writes the model.</summary>
    /// <param name="file">Its file; replaced where it exists.</param>
    public void Write(string file) => JsonFile.Write(file, this);

    /// <summary>When a connection of a setting is found.</summary>
    /// <param name="setting">The setting.</param>
    public DetectionForecast Forecast(DetectionSetting setting)
    {
        ArgumentNullException.ThrowIfNull(setting);
        double[] features = DetectionFeatures.Of(setting);
        double eta = features.Zip(Coefficients, (feature, coefficient) => feature * coefficient).Sum();
        var law = new DetectionTimeLaw(setting.FloorSeconds, eta, Coefficients[^1]);
        double w = law.GatheringShare, variance = 0;
        for (int i = 0; i < features.Length; i++)
        {
            for (int j = 0; j < features.Length; j++)
                variance += w * w * features[i] * features[j] * Covariance[i][j];
        }
        return new DetectionForecast(law.Location, law.Spread, Math.Sqrt(Math.Max(0, variance)), OutOfRange(setting));
    }

    private static DetectionTimeFit FitCoefficients(ObservedDetection[] observed, int settings)
    {
        try
        {
            return DetectionTimeRegression.Fit(observed);
        }
        catch (ArgumentException cause)
        {
            throw new PipelineException(
                $"Found {observed.Length} connections in recordings of {settings} settings, which do not give {DetectionFeatures.Names.Count + 1} coefficients; "
                + $"allowed are recordings of at least {DetectionFeatures.Names.Count + 2} settings in which strengths, rates, noise, number of trains and level all vary.", cause);
        }
    }

    private IReadOnlyList<string> OutOfRange(DetectionSetting setting)
        => [.. setting.Covariates.Select(one => (one, range: Ranges.FirstOrDefault(range => range.Quantity == one.Name)))
            .Where(pair => pair.range is { } range && (pair.one.Value < range.From * (1 - 1e-9) || pair.one.Value > range.To * (1 + 1e-9)))
            .Select(pair => $"{pair.one.Name} is {pair.one.Text}, outside of {Covariate.Words(pair.range!.From, "")} to {Covariate.Words(pair.range.To, pair.range.Unit)}")];

    private static DetectionModel ReadShipped()
    {
        using Stream stream = typeof(DetectionModel).Assembly.GetManifestResourceStream(FileName)
            ?? throw new InvalidOperationException($"The program was built without {FileName}.");
        return Read(stream)!;
    }

    private static DetectionModel? Read(Stream stream) => JsonSerializer.Deserialize<DetectionModel>(stream, ResultsJson.Format);
}

/// <summary>When a connection is found, as a distribution: ln T is normal.</summary>
/// <param name="Location">Median of ln T, T in s.</param>
/// <param name="Spread">Standard deviation of ln T from one connection and recording to the next.</param>
/// <param name="Uncertainty">Standard error of the location.</param>
/// <param name="OutOfRange">Quantities that lie outside of what the model was fitted to, each as a phrase; there it is a guess.</param>
public sealed record DetectionForecast(double Location, double Spread, double Uncertainty, IReadOnlyList<string> OutOfRange)
{
    private const double NinetyFivePercent = 1.9599639845400545;

    /// <summary>The median, s.</summary>
    public double MedianSeconds => Math.Exp(Location);

    /// <summary>The range that holds the median with 95 % confidence, s.</summary>
    public (double From, double To) MedianInterval
        => (Math.Exp(Location - NinetyFivePercent * Uncertainty), Math.Exp(Location + NinetyFivePercent * Uncertainty));

    /// <summary>The time by which a fraction of the connections is found, s.</summary>
    /// <param name="fraction">The fraction, in (0, 1).</param>
    public double Quantile(double fraction) => Math.Exp(Location + Normal.InvCDF(0, 1, fraction) * Math.Sqrt(Spread * Spread + Uncertainty * Uncertainty));
}
