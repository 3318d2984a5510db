using System.Text.Json;

namespace VoltageToWiring.Host.Running;

/// <summary>The packages that the running program was built with.</summary>
internal static class Packages
{
    /// <summary>Names with versions, such as <c>ScottPlot 5.1.59</c>, by name; empty where the program does not know.</summary>
    public static IReadOnlyList<string> Current { get; } = Read(AppContext.GetData("APP_CONTEXT_DEPS_FILES") as string);

    /// <summary>Reads the file in which the compiler says what a program depends on.</summary>
    /// <param name="files">Such files, separated by semicolons, the program's first.</param>
    internal static IReadOnlyList<string> Read(string? files)
    {
        if (files?.Split(';')[0] is not { Length: > 0 } file || !File.Exists(file))
            return [];
        using JsonDocument dependencies = JsonDocument.Parse(File.ReadAllBytes(file));
        return dependencies.RootElement.TryGetProperty("libraries", out JsonElement libraries)
            ? [.. libraries.EnumerateObject().Where(IsPackage).Select(library => library.Name.Replace('/', ' ')).Order(StringComparer.Ordinal)]
            : [];
    }

    private static bool IsPackage(JsonProperty library) => library.Value.GetProperty("type").GetString() == "package";
}
