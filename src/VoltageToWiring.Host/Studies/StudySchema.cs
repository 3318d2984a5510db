using VoltageToWiring.Host.PipelineFiles;

namespace VoltageToWiring.Host.Studies;

/// <summary>The JSON Schema of study files, from the same types that load them.</summary>
public static class StudySchema
{
    /// <summary>The schema as text.</summary>
    public static string ToText() => PipelineSchema.ToText(typeof(StudyFile), "A VoltageToWiring study");
}
