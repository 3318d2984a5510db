using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace VoltageToWiring.Host.PipelineFiles;

/// <summary>An amplitude: in volts, in whatever unit a stream has, or as a part of the height of a spike.</summary>
/// <param name="Text">As written, such as <c>0.1 mV</c>, <c>0.02 ΔF/F</c> or <c>2 % of spike height</c>.</param>
/// <param name="Number">The number in front.</param>
/// <param name="Unit">The unit behind it.</param>
[ReadBy(typeof(AmplitudeReader))]
public sealed record AmplitudeSetting(string Text, decimal Number, string Unit)
{
    private const string OfSpike = "% of spike height";

    /// <summary>What may be written.</summary>
    public static string Allowed => $"a voltage ({string.Join(", ", Quantity.UnitsOf(Dimension.Voltage))}), above 0 and at most 1 V, an amplitude in the stream's own unit, or a percentage such as 2 {OfSpike}";

    /// <summary>Whether a unit measures volts.</summary>
    /// <param name="unit">The unit.</param>
    public static bool IsVoltage(string unit) => Quantity.UnitsOf(Dimension.Voltage).Contains(unit);

    /// <summary>An amplitude in volts.</summary>
    /// <param name="volts">How many.</param>
    internal static AmplitudeSetting Volts(decimal volts) => new(volts.ToString(CultureInfo.InvariantCulture) + " V", volts, "V");

    /// <summary>Reads a number and its unit.</summary>
    /// <param name="text">As written.</param>
    /// <param name="problem">What is wrong, as the end of a sentence; empty where nothing is.</param>
    internal static AmplitudeSetting? Read(string text, out string problem)
    {
        string trimmed = text.Trim();
        int end = Quantity.NumberLength(trimmed);
        problem = ", which is not a number with a unit";
        if (!decimal.TryParse(trimmed.AsSpan(0, end), NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number))
            return null;
        string unit = string.Join(' ', trimmed[end..].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        problem = unit.Length == 0 ? ", which has no unit" : "";
        bool inRange = number > 0 && (unit != OfSpike || number <= 100) && (!IsVoltage(unit) || number * Quantity.FactorOf(unit, Dimension.Voltage) <= 1);
        return unit.Length > 0 && inRange ? new AmplitudeSetting(trimmed, number, unit) : null;
    }

    /// <summary>The amplitude in the unit of a recording, where it can be had.</summary>
    /// <param name="unit">The recording's unit.</param>
    /// <param name="spikeHeight">Height of a spike; null where nobody says.</param>
    /// <param name="problem">Why it cannot be had, as the end of a sentence.</param>
    internal double? In(string unit, AmplitudeSetting? spikeHeight, out string problem)
    {
        problem = "";
        if (Unit == OfSpike)
        {
            if (spikeHeight is not null)
                return spikeHeight.In(unit, null, out problem) * (double)Number / 100;
            problem = ", but nobody says how high a spike is";
            return null;
        }
        if (Unit == unit)
            return ToDouble(Number);
        if (IsVoltage(Unit) && IsVoltage(unit))
            return ToDouble(Number * Quantity.FactorOf(Unit, Dimension.Voltage) / Quantity.FactorOf(unit, Dimension.Voltage));
        if (!IsVoltage(unit) || Quantity.TryParse(Text, Dimension.Voltage, out _, out problem))
            problem = $"but samples are in {unit}";
        problem = ", " + problem;
        return null;
    }

    /// <summary>The unit of a recording that it would suit.</summary>
    /// <param name="spikeHeight">Height of a spike; null where nobody says.</param>
    internal string? UnitOfRecording(AmplitudeSetting? spikeHeight) => Unit == OfSpike ? spikeHeight?.Unit : Unit;

    // The double nearest to what was written.
    private static double ToDouble(decimal exact) => double.Parse(exact.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}

/// <summary>Reads amplitudes.</summary>
internal sealed class AmplitudeReader : INodeReader
{
    public string Allowed => AmplitudeSetting.Allowed;

    public object Read(YamlNode node, PipelineBinder binder, string path)
    {
        if (node is not YamlScalarNode { Value: { } text })
            throw binder.Error(path, $"is {PipelineDocument.Describe(node)}", Allowed);
        return AmplitudeSetting.Read(text, out string problem) ?? throw binder.Error(path, $"is '{text}'{problem}", Allowed);
    }

    public JsonObject Schema() => new() { ["type"] = "string", ["pattern"] = "^[0-9.]+([eE][-+]?[0-9]+)? ?[^0-9 ].*$" };
}
