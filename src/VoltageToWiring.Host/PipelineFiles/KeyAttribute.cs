namespace VoltageToWiring.Host.PipelineFiles;

/// <summary>What a pipeline key means and which values it takes. Binder, messages, schema and documentation read the same.</summary>
/// <param name="doc">What it is, in a phrase.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class KeyAttribute(string doc) : Attribute
{
    /// <summary>What it is, in a phrase.</summary>
    public string Doc { get; } = doc;

    /// <summary>The key, where it is not the property's name in snake_case.</summary>
    public string? Name { get; init; }

    /// <summary>Smallest allowed value, in SI units.</summary>
    public double Min { get; init; } = double.NegativeInfinity;

    /// <summary>Largest allowed value, in SI units.</summary>
    public double Max { get; init; } = double.PositiveInfinity;

    /// <summary>Whether the smallest value itself is excluded.</summary>
    public bool AboveMin { get; init; }

    /// <summary>Whether the largest value itself is excluded.</summary>
    public bool BelowMax { get; init; }

    /// <summary>Whether the word none may stand for the section, and stands for it where it is left out.</summary>
    public bool OrNone { get; init; }

    /// <summary>How many values a list may hold; it holds at least one, and limits are those of each.</summary>
    public int MaxCount { get; init; } = 1;

    /// <summary>The same limits for a reader, with units, such as <c>above 0 and at most 10 kHz</c>.</summary>
    public string? Limits { get; init; }
}

/// <summary>Says what a quantity must measure.</summary>
/// <param name="dimension">The dimension.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class MeasuresAttribute(Dimension dimension) : Attribute
{
    /// <summary>The dimension.</summary>
    public Dimension Dimension { get; } = dimension;
}

/// <summary>A setting that is written as one word or phrase, such as <c>realtime</c> or <c>4x</c>.</summary>
/// <typeparam name="TSelf">The setting.</typeparam>
public interface ITextSetting<TSelf>
    where TSelf : ITextSetting<TSelf>
{
    /// <summary>What may be written, for messages and documentation.</summary>
    static abstract string Allowed { get; }

    /// <summary>What may be written, as a regular expression, for the schema.</summary>
    static abstract string Pattern { get; }

    /// <summary>Reads the text; null where it is not allowed.</summary>
    /// <param name="text">As written.</param>
    static abstract TSelf? FromText(string text);

    /// <summary>The text that reads as this.</summary>
    string Text { get; }
}
