namespace VoltageToWiring.Host.Experiments;

/// <summary>Keys in a few words, for a reader: their last two names, or all where two keys share these.</summary>
public static class KeyLabels
{
    private const int Names = 2;

    /// <summary>Labels of keys.</summary>
    /// <param name="keys">The keys.</param>
    public static string[] Of(IReadOnlyList<string> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        string[] labels = [.. keys.Select(key => string.Join('.', key.Split('.').TakeLast(Names)))];
        return [.. keys.Select((key, i) => labels.Count(label => label == labels[i]) == 1 ? labels[i] : key)];
    }
}
