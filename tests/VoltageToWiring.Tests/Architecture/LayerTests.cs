using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace VoltageToWiring.Tests.Architecture;

/// <summary>The dependency rule, read from the compiled assemblies: what they reference, and which types they use.</summary>
public class LayerTests
{
    private static readonly Dictionary<string, string[]> AllowedProjects = new()
    {
        ["Numerics"] = [],
        ["Streaming"] = [],
        ["Files"] = ["Streaming"],
        ["Figures"] = [],
        ["Wire"] = ["Streaming"],
        ["Simulation"] = ["Numerics", "Streaming"],
        ["Inference"] = ["Numerics", "Streaming"],
        ["Host"] = ["Numerics", "Streaming", "Files", "Figures", "Wire", "Simulation", "Inference"],
    };

    public static IEnumerable<TheoryDataRow<string>> Layers() => AllowedProjects.Keys.Select(layer => new TheoryDataRow<string>(layer));

    [Theory]
    [MemberData(nameof(Layers))]
    public void Layer_ReferencesOnlyWhatLiesBelowIt(string layer)
    {
        string[] references = [.. Assembly(layer).References.Where(name => name.StartsWith("VoltageToWiring.", StringComparison.Ordinal))];
        Assert.Subset(
            AllowedProjects[layer].Select(project => $"VoltageToWiring.{project}").ToHashSet(), references.ToHashSet());
    }

    [Fact]
    public void Numerics_KnowsNoStreamsClocksFilesOrLogs()
        => Assert.DoesNotContain(Assembly("Numerics").Types, type => IsAny(
            type, "System.IO.", "System.Threading.Channels.", "System.Reactive.", "System.Threading.Tasks.", "System.TimeProvider", "System.DateTime",
            "Serilog.", "System.Console", "System.Text.Json.", "MessagePack."));

    [Fact]
    public void Streaming_KnowsNoMathsSocketsOrFileFormats()
        => Assert.DoesNotContain(Assembly("Streaming").Types, type => IsAny(
            type, "System.Net.", "System.Numerics.Tensors.", "MathNet.", "System.IO.File", "System.Text.Json.", "MessagePack.", "Serilog."));

    [Fact]
    public void Figures_KnowNoStreams_AndNobodyElseWhatTheyAreDrawnWith()
    {
        Assert.DoesNotContain(Assembly("Figures").Types, type => IsAny(
            type, "System.Threading.Channels.", "System.Reactive.", "System.IO.File", "System.Text.Json.", "System.TimeProvider", "System.DateTime"));
        string[] Drawn(string layer) => [.. Assembly(layer).References.Where(name => name is "ScottPlot" or "SkiaSharp")];
        Assert.Equal(["ScottPlot", "SkiaSharp"], Drawn("Figures").Order(StringComparer.Ordinal));
        Assert.All(AllowedProjects.Keys.Where(layer => layer != "Figures"), layer => Assert.Empty(Drawn(layer)));
    }

    [Fact]
    public void Files_AloneKnowHdf5()
    {
        Assert.Contains("PureHDF", Assembly("Files").References);
        Assert.All(AllowedProjects.Keys.Where(layer => layer != "Files"), layer => Assert.DoesNotContain("PureHDF", Assembly(layer).References));
    }

    [Fact]
    public void Files_AloneKnowLibTiff()
    {
        Assert.Contains("BitMiracle.LibTiff.NET", Assembly("Files").References);
        Assert.All(AllowedProjects.Keys.Where(layer => layer != "Files"), layer => Assert.DoesNotContain("BitMiracle.LibTiff.NET", Assembly(layer).References));
    }

    [Fact]
    public void Wire_AloneKnowsZeroMq()
    {
        Assert.Contains("NetMQ", Assembly("Wire").References);
        Assert.All(AllowedProjects.Keys.Where(layer => layer != "Wire"), layer => Assert.DoesNotContain("NetMQ", Assembly(layer).References));
    }

    [Fact]
    public void Inference_CannotReachTheGroundTruth()
    {
        (string[] references, string[] types) = Assembly("Inference");
        Assert.DoesNotContain("VoltageToWiring.Simulation", references);
        Assert.DoesNotContain("VoltageToWiring.Host", references);
        Assert.DoesNotContain(types, type => IsAny(type, "VoltageToWiring.Numerics.Evaluation.", "System.Reflection.MethodInfo", "System.Reflection.PropertyInfo", "System.Reflection.FieldInfo", "System.Activator", "System.IO.File"));
        // Nor can anybody hand it over: what inference reads knows nothing of the simulation either.
        Assert.DoesNotContain("VoltageToWiring.Simulation", Assembly("Streaming").References);
        Assert.DoesNotContain("VoltageToWiring.Simulation", Assembly("Numerics").References);
    }

    [Fact]
    public void Simulation_DoesNotKnowInference() => Assert.DoesNotContain("VoltageToWiring.Inference", Assembly("Simulation").References);

    [Fact]
    public void Tests_ReadTheReferencesThatAreThere()
    {
        // If the reader saw nothing, every rule above would hold.
        Assert.Contains("VoltageToWiring.Simulation", Assembly("Host").References);
        Assert.Contains("VoltageToWiring.Numerics.Evaluation.AreaUnderCurve", Assembly("Host").Types);
        Assert.Contains("System.Threading.Channels.Channel", Assembly("Streaming").Types);
    }

    private static bool IsAny(string type, params string[] prefixes)
        => prefixes.Any(prefix => type == prefix || (type.StartsWith(prefix, StringComparison.Ordinal) && (prefix.EndsWith('.') || prefix == "System.IO.File")));

    private static (string[] References, string[] Types) Assembly(string layer)
    {
        using FileStream file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, $"VoltageToWiring.{layer}.dll"));
        using var pe = new PEReader(file);
        MetadataReader metadata = pe.GetMetadataReader();
        string[] references = [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))];
        string[] types = [.. metadata.TypeReferences.Select(metadata.GetTypeReference)
            .Select(type => metadata.GetString(type.Namespace) + "." + metadata.GetString(type.Name))];
        return (references, types);
    }
}
