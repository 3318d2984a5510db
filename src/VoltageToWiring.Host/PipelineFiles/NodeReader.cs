using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace VoltageToWiring.Host.PipelineFiles;

/// <summary>Reads a setting that is neither a word nor a section of known keys.</summary>
internal interface INodeReader
{
    /// <summary>What may be written, for messages and documentation.</summary>
    string Allowed { get; }

    /// <summary>Reads it.</summary>
    /// <param name="node">As written.</param>
    /// <param name="binder">Knows where it was written.</param>
    /// <param name="path">The key.</param>
    /// <exception cref="PipelineException">It cannot be read.</exception>
    object Read(YamlNode node, PipelineBinder binder, string path);

    /// <summary>What may be written, for editors.</summary>
    JsonObject Schema();
}

/// <summary>Says what reads a setting.</summary>
/// <param name="reader">An <see cref="INodeReader"/> with a constructor without parameters.</param>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class ReadByAttribute(Type reader) : Attribute
{
    /// <summary>The reader.</summary>
    public Type Reader { get; } = reader;
}
