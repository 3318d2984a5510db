using System.Globalization;
using VoltageToWiring.Wire.OpenEphys;

namespace VoltageToWiring.Host.PipelineFiles;

/// <summary>Where somebody publishes.</summary>
/// <param name="Text">As written.</param>
/// <param name="Host">Name or address of the machine.</param>
/// <param name="Port">The port.</param>
public sealed record PublisherSetting(string Text, string Host, int Port) : ITextSetting<PublisherSetting>
{
    /// <inheritdoc/>
    public static string Allowed => "tcp://HOST:PORT, such as tcp://127.0.0.1:5556";

    /// <inheritdoc/>
    public static string Pattern => "^tcp://.+:[0-9]+$";

    /// <inheritdoc/>
    // Signs of life go to the next port, so the last one is none.
    public static PublisherSetting? FromText(string text)
        => Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && address is { Scheme: "tcp", Port: > 0 and < 65535, PathAndQuery: "" or "/", UserInfo: "" }
            ? new PublisherSetting(text, address.IdnHost, address.Port)
            : null;
}

/// <summary>Which channels are taken.</summary>
/// <param name="Numbers">Their numbers; null for all that are sent.</param>
public sealed record ChannelsSetting(IReadOnlyList<int>? Numbers) : ITextSetting<ChannelsSetting>
{
    /// <summary>All that are sent.</summary>
    public static ChannelsSetting All { get; } = new((IReadOnlyList<int>?)null);

    /// <inheritdoc/>
    public static string Allowed => "all, or numbers and ranges such as 0-15, 20, 22, each channel once";

    /// <inheritdoc/>
    public static string Pattern => "^(all|[0-9]+(-[0-9]+)?( *, *[0-9]+(-[0-9]+)?)*)$";

    /// <inheritdoc/>
    public string Text { get; private init; } = "all";

    /// <inheritdoc/>
    public static ChannelsSetting? FromText(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text == All.Text)
            return All;
        var numbers = new List<int>();
        foreach (string part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (!TryRange(part, out int first, out int last))
                return null;
            numbers.AddRange(Enumerable.Range(first, last - first + 1));
        }
        return numbers.Distinct().Count() == numbers.Count ? new ChannelsSetting(numbers) { Text = text } : null;
    }

    private static bool TryRange(string part, out int first, out int last)
    {
        const int most = 1 << 16;
        string[] ends = part.Split('-', StringSplitOptions.TrimEntries);
        last = first = 0;
        return ends.Length is 1 or 2
            && int.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out first)
            && int.TryParse(ends[^1], NumberStyles.None, CultureInfo.InvariantCulture, out last)
            && first <= last && last < most;
    }
}

/// <summary>Which sorted units are sources.</summary>
/// <param name="Units">They, in the order of sources.</param>
public sealed record SpikeSourcesSetting(IReadOnlyList<OpenEphysUnit> Units) : ITextSetting<SpikeSourcesSetting>
{
    /// <summary>None.</summary>
    public static SpikeSourcesSetting None { get; } = new([]);

    /// <inheritdoc/>
    public static string Allowed => "none, or electrodes by their names, each with the number of a sorted unit or all of its spikes, such as Electrode 1/1, Electrode 1/2, Electrode 7";

    /// <inheritdoc/>
    public static string Pattern => "^.+$";

    /// <inheritdoc/>
    public string Text { get; private init; } = "none";

    /// <inheritdoc/>
    public static SpikeSourcesSetting? FromText(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text == None.Text)
            return None;
        OpenEphysUnit?[] units = [.. text.Split(',', StringSplitOptions.TrimEntries).Select(UnitOf)];
        return units.Contains(null) || units.Distinct().Count() < units.Length ? null : new SpikeSourcesSetting([.. units.Select(unit => unit!)]) { Text = text };
    }

    private static OpenEphysUnit? UnitOf(string text)
    {
        int slash = text.LastIndexOf('/');
        if (slash < 0)
            return text.Length > 0 ? new OpenEphysUnit(text, null) : null;
        return slash > 0 && long.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out long id)
            ? new OpenEphysUnit(text[..slash].TrimEnd(), id)
            : null;
    }
}
