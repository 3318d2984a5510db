using System.Globalization;
using VoltageToWiring.Host.Planning;
using VoltageToWiring.Host.Running;

namespace VoltageToWiring.Cli.Terminal;

/// <summary>What <c>plan</c> prints.</summary>
internal static class PlanText
{
    private const string Row = "  {0,-5}{1,-10}{2,-9}{3,11}  {4,-20}{5,11}  {6,-20}";

    public static void Write(PlanAnswer answer, DetectionModel model, TextWriter to)
    {
        PlanQuestion question = answer.Question;
        to.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{question.Trains} trains, {question.Targets} {(question.Targets == 1 ? "target" : "targets")}, frames at {question.FrameRate}, spikes {question.SpikeSnr:0.###} times the noise of a frame"));
        to.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{RuleOf(question)}: a connection is found when its evidence reaches {1 / question.Level:0.#}"));
        to.WriteLine();
        to.WriteLine(Cells(Row, "", "strength", "rate", "half found", "95 % interval", "80 % found", "10 to 90 % found"));
        foreach (PlannedConnection planned in answer.Connections)
            to.WriteLine(RowOf(planned));
        to.WriteLine();
        WriteRange(answer, model, to);
        to.WriteLine("All inputs fire at the same rate, and postsynaptic neurons are as in pipelines/detectable-strength.yaml, driven by some twenty inputs.");
        to.WriteLine();
        to.WriteLine(MachineWords(answer.Machine));
    }

    public static void WriteFit(DetectionModel model, IReadOnlyList<DetectionRow> rows, TextWriter to)
    {
        for (int i = 0; i < model.Names.Count; i++)
        {
            to.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"  {model.Names[i],-20}{model.Coefficients[i],9:0.000} ± {Math.Sqrt(model.Covariance[i][i]):0.000}"));
        }
        to.WriteLine($"Fitted to {model.Connections} connections in {model.Settings} settings.");
        WriteCheck(model, rows, to);
    }

    public static void WriteCheck(DetectionModel model, IReadOnlyList<DetectionRow> rows, TextWriter to)
    {
        to.WriteLine("                          connections  within  sooner   later, of the 10 to 90 % interval");
        WriteCoverage("all", model, rows, to);
        WriteCoverage("excitatory", model, [.. rows.Where(row => !row.Setting.IsInhibitory)], to);
        WriteCoverage("inhibitory", model, [.. rows.Where(row => row.Setting.IsInhibitory)], to);
        WriteCoverage("within the fitted range", model, [.. rows.Where(row => model.Forecast(row.Setting).OutOfRange.Count == 0)], to);
    }

    private static void WriteCoverage(string of, DetectionModel model, IReadOnlyList<DetectionRow> rows, TextWriter to)
    {
        DetectionCoverage coverage = DetectionCoverage.Of(model, rows);
        to.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  {of,-24}{coverage.Connections,11}{100 * coverage.Within,6:0} %{100 * coverage.Sooner,6:0} %{100 * coverage.Later,6:0} %"));
    }

    private static string RuleOf(PlanQuestion question) => question.CorrectionName switch
    {
        "e-bh" => string.Create(CultureInfo.InvariantCulture, $"At most {100 * question.Alpha:0.###} % of what is found false (e-BH, {100 * question.Connected:0.###} % of the pairs connected)"),
        "family-wise" => string.Create(CultureInfo.InvariantCulture, $"At most {100 * question.Alpha:0.###} % chance of any false connection"),
        _ => string.Create(CultureInfo.InvariantCulture, $"At most {100 * question.Alpha:0.###} % chance of error for each pair"),
    };

    private static string RowOf(PlannedConnection planned)
    {
        DetectionForecast of = planned.Forecast;
        (double from, double to) = of.MedianInterval;
        return Cells(
            Row, planned.IsInhibitory ? "inh" : "exc", planned.Strength.Text, planned.Rate.Text, Time(of.MedianSeconds), $"{Time(from)} to {Time(to)}",
            Time(of.Quantile(0.8)), $"{Time(of.Quantile(0.1))} to {Time(of.Quantile(0.9))}") + (of.OutOfRange.Count > 0 ? "  guess" : "");
    }

    private static void WriteRange(PlanAnswer answer, DetectionModel model, TextWriter to)
    {
        string[] outside = [.. answer.Connections.SelectMany(planned => planned.Forecast.OutOfRange).Distinct()];
        if (outside.Length > 0)
        {
            to.WriteLine("A guess, because nothing like it was simulated: " + string.Join("; ", outside) + ".");
            return;
        }
        to.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"From {model.Connections} simulated connections in {model.Settings} settings, all quantities within what was simulated. 95 % is the model's"));
        to.WriteLine("uncertainty of the median; 10 to 90 % is how much single connections differ.");
    }

    private static string MachineWords(MachineForecast machine)
    {
        string memory = ByteCount.Text(machine.Bytes);
        if (!machine.Fits)
            return $"This machine does not keep up: it has {ByteCount.Text(ResourceEstimate.AvailableBytes)} of memory, and this takes {memory}.";
        string factor = machine.RealtimeFactor is { } times
            ? string.Create(CultureInfo.InvariantCulture, $"{times:0.#} times real time as rehearsed here, {memory} of memory")
            : $"{memory} of memory{(machine.Unrehearsed is { } why ? $". {why.TrimEnd('.')}" : "")}";
        return machine.KeepsUp switch
        {
            true => $"This machine keeps up: {factor}.",
            false => $"This machine does not keep up: {factor}.",
            null => $"Whether this machine keeps up only a run says: {factor}.",
        };
    }

    private static string Cells(string format, params ReadOnlySpan<object?> cells)
        => string.Format(CultureInfo.InvariantCulture, format, cells).TrimEnd();

    private static string Time(double seconds) => seconds switch
    {
        < 10 => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s"),
        < 100 => string.Create(CultureInfo.InvariantCulture, $"{seconds:0} s"),
        < 6000 => string.Create(CultureInfo.InvariantCulture, $"{seconds / 60:0.#} min"),
        < 360_000 => string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:0.#} h"),
        _ => "over 100 h",
    };
}
