using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;
using System.Text;

namespace VoltageToWiring.Host.Experiments;

/// <summary>
/// What decides, beside the pipeline, which bytes a run gives: the program's assemblies as they are on disk, the runtime that executes them, and
/// how wide the machine's vectors are.
/// </summary>
public static class BuildIdentity
{
    private static readonly Lazy<string> Running = new(() => Of(Directory.GetFiles(AppContext.BaseDirectory, "*.dll"), Runtime));

    /// <summary>The build that is running, as 64 hexadecimal digits. Some 10 ms, once.</summary>
    public static string Current => Running.Value;

    private static string Runtime
        => $"{RuntimeInformation.FrameworkDescription} {RuntimeInformation.ProcessArchitecture} "
            + $"{Vector128.IsHardwareAccelerated} {Vector256.IsHardwareAccelerated} {Vector512.IsHardwareAccelerated}";

    /// <summary>The identity of some assemblies.</summary>
    /// <param name="assemblies">Their files, in any order. Names and contents count, neither folders nor times.</param>
    /// <param name="runtime">What executes them.</param>
    public static string Of(IEnumerable<string> assemblies, string runtime)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(runtime));
        foreach (string file in assemblies.OrderBy(Path.GetFileName, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(Path.GetFileName(file)));
            hash.AppendData(SHA256.HashData(File.ReadAllBytes(file)));
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
