namespace VoltageToWiring.Wire.Messages;

/// <summary>Fields a message cannot do without.</summary>
internal static class Required
{
    /// <summary>What stands for a field that did not come.</summary>
    public const long None = -1;

    public static long Field(long value, string type, string name) => value != None ? value : throw Missing(type, name);

    public static T Field<T>(T? value, string type, string name)
        where T : class
        => value ?? throw Missing(type, name);

    public static T Field<T>(T? value, string type, string name)
        where T : struct
        => value ?? throw Missing(type, name);

    private static WireException Missing(string type, string name)
        => new(WireError.Format, $"A message of type '{type}' lacks its field '{name}'.");
}
