using System.Net;

namespace VoltageToWiring.Host.PipelineFiles;

/// <summary>An address of this machine, with a port.</summary>
/// <param name="Text">As written.</param>
/// <param name="EndPoint">The address and the port; 0 for any free one.</param>
public sealed record EndPointSetting(string Text, IPEndPoint EndPoint) : ITextSetting<EndPointSetting>
{
    /// <inheritdoc/>
    public static string Allowed => "address:port, such as 127.0.0.1:5800 (this machine only, as localhost:5800) or 0.0.0.0:5800 (other machines, too); tcp:// may stand in front";

    /// <inheritdoc/>
    public static string Pattern => @"^.+:[0-9]+$";

    /// <inheritdoc/>
    public static EndPointSetting? FromText(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string place = text.StartsWith("tcp://", StringComparison.Ordinal) ? text[6..] : text;
        string address = place.StartsWith("localhost:", StringComparison.Ordinal) ? "127.0.0.1" + place[9..] : place;
        // A bare number would count as an address, and an address may come without a port.
        return address.Contains(':') && IPEndPoint.TryParse(address, out IPEndPoint? endPoint) && address.EndsWith($":{endPoint.Port}", StringComparison.Ordinal)
            ? new EndPointSetting(text, endPoint)
            : null;
    }
}

/// <summary>Where a secret is, never the secret itself: pipelines are copied beside their results.</summary>
/// <param name="Text">none, env:NAME or file:PATH.</param>
public sealed record TokenSetting(string Text) : ITextSetting<TokenSetting>
{
    private const string Environs = "env:", File = "file:";

    /// <summary>No secret.</summary>
    public static TokenSetting None { get; } = new("none");

    /// <inheritdoc/>
    public static string Allowed => "none, env:NAME (an environment variable) or file:PATH (the first line of a file); a secret itself has no place in a pipeline";

    /// <inheritdoc/>
    public static string Pattern => "^(none|env:.+|file:.+)$";

    /// <summary>Whether there is one.</summary>
    public bool IsSome => Text != None.Text;

    /// <inheritdoc/>
    public static TokenSetting? FromText(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        bool named = text.StartsWith(Environs, StringComparison.Ordinal) && text.Length > Environs.Length
            || text.StartsWith(File, StringComparison.Ordinal) && text.Length > File.Length;
        return named || text == None.Text ? new TokenSetting(text) : null;
    }

    /// <summary>The same, for a pipeline in another folder.</summary>
    /// <param name="directory">Where a relative file name begins.</param>
    public TokenSetting From(string directory)
        => Text.StartsWith(File, StringComparison.Ordinal) ? new TokenSetting(File + Path.GetFullPath(Text[File.Length..], directory)) : this;

    /// <summary>The secret; null for none.</summary>
    /// <param name="directory">Where a relative file name begins.</param>
    /// <exception cref="PipelineException">It is not where it should be.</exception>
    public string? Read(string directory)
    {
        if (!IsSome)
            return null;
        string? secret = Text.StartsWith(Environs, StringComparison.Ordinal)
            ? Environment.GetEnvironmentVariable(Text[Environs.Length..])
            : FirstLine(Path.GetFullPath(Text[File.Length..], directory));
        return string.IsNullOrEmpty(secret)
            ? throw new PipelineException($"The token is {Text}, where nothing was found; allowed is a place that holds it.")
            : secret;
    }

    private static string? FirstLine(string path)
    {
        try
        {
            return System.IO.File.ReadLines(path).FirstOrDefault();
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
