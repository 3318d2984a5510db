using VoltageToWiring.Host.Experiments;
using VoltageToWiring.Host.PipelineFiles;
using YamlDotNet.RepresentationModel;

namespace VoltageToWiring.Host.Studies;

/// <summary>The keys that a study may set: a pipeline's, and those of its load.</summary>
internal static class StudyKeys
{
    /// <summary>The keys.</summary>
    public static KeySpace Space { get; } = new(
        "a study", ["pace", "until", "report", "random", "publish", "source.simulate.duration"],
        "any other key: a study plays the recording at its own rate, for as long as load says", ("load", typeof(LoadSection)));
}

/// <summary>Keys that vary in a study.</summary>
/// <param name="Keys">One after the other.</param>
[ReadBy(typeof(StudyGridReader))]
internal sealed record StudyGridKeys(IReadOnlyList<VariedKey> Keys) : GridKeys(Keys)
{
    /// <summary>Nothing varies.</summary>
    public static StudyGridKeys Nothing { get; } = new([]);
}

/// <summary>Keys that vary together in a study.</summary>
/// <param name="Groups">Groups of keys.</param>
[ReadBy(typeof(StudyZipReader))]
internal sealed record StudyZippedKeys(IReadOnlyList<IReadOnlyList<VariedKey>> Groups) : ZippedKeys(Groups)
{
    /// <summary>Nothing varies.</summary>
    public static StudyZippedKeys Nothing { get; } = new([]);
}

/// <summary>Keys that have one value in every cell of a study.</summary>
/// <param name="Keys">One after the other.</param>
[ReadBy(typeof(StudyFixedReader))]
internal sealed record StudyFixedKeys(IReadOnlyList<FixedKey> Keys) : FixedKeys(Keys)
{
    /// <summary>Nothing is set.</summary>
    public static StudyFixedKeys Nothing { get; } = new([]);
}

/// <summary>Reads <c>grid:</c> of a study.</summary>
internal sealed class StudyGridReader : GridReader
{
    /// <inheritdoc/>
    public override KeySpace Space => StudyKeys.Space;

    /// <inheritdoc/>
    public override object Read(YamlNode node, PipelineBinder binder, string path)
        => new StudyGridKeys(ReadKeys(node, binder, path, Space, Allowed, once: true));
}

/// <summary>Reads <c>zip:</c> of a study.</summary>
internal sealed class StudyZipReader : ZipReader
{
    /// <inheritdoc/>
    public override KeySpace Space => StudyKeys.Space;

    /// <inheritdoc/>
    public override object Read(YamlNode node, PipelineBinder binder, string path) => new StudyZippedKeys(ReadGroups(node, binder, path));
}

/// <summary>Reads <c>set:</c> of a study.</summary>
internal sealed class StudyFixedReader : FixedReader
{
    /// <inheritdoc/>
    public override KeySpace Space => StudyKeys.Space;

    /// <inheritdoc/>
    public override object Read(YamlNode node, PipelineBinder binder, string path) => new StudyFixedKeys(ReadKeys(node, binder, path));
}
