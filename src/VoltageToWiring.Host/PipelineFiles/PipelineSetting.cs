namespace VoltageToWiring.Host.PipelineFiles;

/// <summary>One key set on top of a pipeline file.</summary>
/// <param name="Assignment"><c>path.to.key=value</c>; the value is YAML, and null removes the key.</param>
/// <param name="Origin">What to call it in messages; null for <c>--set path.to.key</c>.</param>
public readonly record struct PipelineSetting(string Assignment, string? Origin = null)
{
    /// <summary>A setting as <c>--set</c> takes it.</summary>
    /// <param name="assignment"><c>path.to.key=value</c>.</param>
    public static implicit operator PipelineSetting(string assignment) => new(assignment);
}
