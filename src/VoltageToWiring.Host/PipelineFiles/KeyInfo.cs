using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace VoltageToWiring.Host.PipelineFiles;

/// <summary>One key of a section: the property behind it and what is known of its values.</summary>
internal sealed class KeyInfo
{
    private KeyInfo(PropertyInfo property, KeyAttribute key)
    {
        Property = property;
        Doc = key.Doc;
        Attribute = key;
        Name = key.Name ?? NameOf(property.Name);
        Dimension = property.GetCustomAttribute<MeasuresAttribute>()?.Dimension;
        IsRequired = property.IsDefined(typeof(RequiredMemberAttribute));
        ValueType = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
    }

    public PropertyInfo Property { get; }

    public KeyAttribute Attribute { get; }

    public string Name { get; }

    public string Doc { get; }

    public Dimension? Dimension { get; }

    public bool IsRequired { get; }

    public Type ValueType { get; }

    /// <summary>Whether the values are lists of quantities.</summary>
    public bool IsQuantityList => ValueType == typeof(IReadOnlyList<Quantity>);

    /// <summary>The keys of a section, in the order they are declared.</summary>
    public static IReadOnlyList<KeyInfo> Of(Type section)
        => [.. section.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Select(property => (property, key: property.GetCustomAttribute<KeyAttribute>()))
            .Where(pair => pair.key is not null)
            .Select(pair => new KeyInfo(pair.property, pair.key!))];

    /// <summary>How names of properties and enum members are written in files.</summary>
    public static string NameOf(string property) => JsonNamingPolicy.SnakeCaseLower.ConvertName(property);

    /// <summary>How the values of an enum are written in files.</summary>
    public static string ValueName(object value) => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString()!);

    /// <summary>Whether a type is a setting written as one word.</summary>
    public static bool IsTextSetting(Type type)
        => type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(ITextSetting<>));

    /// <summary>What reads values of a type from their nodes; null for types of words, figures and sections.</summary>
    public static INodeReader? NodeReaderOf(Type type)
        => type.GetCustomAttribute<ReadByAttribute>() is { } by ? (INodeReader)Activator.CreateInstance(by.Reader)! : null;

    /// <summary>What may be written for this key, for messages and documentation.</summary>
    public string AllowedText()
    {
        if (NodeReaderOf(ValueType) is { } reader)
            return reader.Allowed;
        if (ValueType.IsEnum)
            return string.Join(", ", Enum.GetValues(ValueType).Cast<object>().Select(ValueName));
        if (IsTextSetting(ValueType))
            return (string)ValueType.GetProperty("Allowed", BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!;
        if (IsQuantityList)
            return $"a list of 1 to {Attribute.MaxCount} {Quantity.NameOf(Dimension!.Value)}s ({string.Join(", ", Quantity.UnitsOf(Dimension.Value))}){Comma(Attribute.Limits)} each";
        if (Dimension is { } dimension)
            return $"a {Quantity.NameOf(dimension)} ({string.Join(", ", Quantity.UnitsOf(dimension))}){Comma(Attribute.Limits)}";
        return ValueType == typeof(string) ? "a text"
            : ValueType == typeof(double) ? $"a number{Comma(Attribute.Limits)}"
            : ValueType == typeof(int) || ValueType == typeof(long) ? $"a whole number{Comma(Attribute.Limits)}"
            : ValueType == typeof(ulong) ? "a whole number, 0 to 18446744073709551615"
            : ValueType == typeof(RatesSection) ? RatesSection.Allowed
            : ValueType == typeof(LinkPlacesSetting) ? LinkPlacesSetting.Allowed
            : ValueType == typeof(GapsSetting) ? GapsSetting.Allowed
            : $"{(Attribute.OrNone ? "none, or " : "")}a map with the keys {string.Join(", ", Of(ValueType).Select(key => key.Name))}";
    }

    private static string Comma(string? limits) => limits is null ? "" : ", " + limits;
}
