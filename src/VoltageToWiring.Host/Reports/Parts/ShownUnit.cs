namespace VoltageToWiring.Host.Reports.Parts;

/// <summary>The unit in which amplitudes are shown.</summary>
/// <param name="Name">Its name.</param>
/// <param name="PerUnit">How many of it make one of the recording's.</param>
internal readonly record struct ShownUnit(string Name, double PerUnit)
{
    /// <summary>Volts are shown as millivolts, anything else as it is.</summary>
    public static ShownUnit Of(string unit) => unit == "V" ? new ShownUnit("mV", 1e3) : new ShownUnit(unit, 1);

    public double[] Of(IReadOnlyList<double> values)
    {
        var shown = new double[values.Count];
        for (int i = 0; i < shown.Length; i++)
            shown[i] = PerUnit * values[i];
        return shown;
    }
}
