using System.Runtime.CompilerServices;

namespace VoltageToWiring.Tests;

/// <summary>Where the tests' data and the project's own files are.</summary>
internal static class TestFiles
{
    public static string Root { get; } = FindRoot();

    public static string Golden(string name) => Path.Combine(Root, "tests", "golden", name);

    public static string Pipeline(string name) => Path.Combine(Root, "pipelines", name);

    private static string FindRoot([CallerFilePath] string here = "")
    {
        // The build maps source paths, so the folder above the test program is searched first.
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "VoltageToWiring.sln")))
                return folder;
        }
        throw new DirectoryNotFoundException($"No VoltageToWiring.sln above {AppContext.BaseDirectory} ({here}).");
    }
}

/// <summary>A folder that is gone after the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("v2w-test-").FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
