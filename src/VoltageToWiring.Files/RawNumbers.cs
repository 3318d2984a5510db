using System.Numerics;
using System.Runtime.InteropServices;

namespace VoltageToWiring.Files;

/// <summary>Numbers as files hold them.</summary>
/// <param name="Kind">f for floating point, i for signed and u for unsigned integers.</param>
/// <param name="Bytes">Bytes of each.</param>
/// <param name="IsBigEndian">Whether the first byte is the highest.</param>
internal readonly record struct RawNumbers(char Kind, int Bytes, bool IsBigEndian = false)
{
    /// <summary>Whether single precision holds all of them.</summary>
    public bool FitSingle => Kind == 'f' ? Bytes <= sizeof(float) : Bytes <= sizeof(short);

    /// <summary>The type of NumPy's name, such as &lt;f8; null where it is none of numbers that are read.</summary>
    /// <param name="name">The name.</param>
    public static RawNumbers? OfNumPy(string name)
    {
        if (name is not [var order, var kind, var size] || !"<>|=".Contains(order, StringComparison.Ordinal))
            return null;
        var numbers = new RawNumbers(kind, size - '0', order == '>');
        return numbers.IsKnown ? numbers : null;
    }

    /// <summary>Whether there are such numbers.</summary>
    public bool IsKnown => (Kind, Bytes) is ('f', 2 or 4 or 8) or ('i' or 'u', 1 or 2 or 4 or 8);

    /// <summary>Reads numbers, each times a factor and plus an offset; those are in double precision.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="raw">The numbers as the file holds them; may be overwritten.</param>
    /// <param name="values">Room for as many.</param>
    /// <param name="factor">The factor.</param>
    /// <param name="offset">The offset.</param>
    public void Read<T>(Span<byte> raw, Span<T> values, double factor = 1, double offset = 0)
        where T : unmanaged, INumberBase<T>
    {
        if (IsBigEndian == BitConverter.IsLittleEndian)
            Reverse(raw);
        switch (Kind, Bytes)
        {
            case ('f', 2): Read<Half, T>(raw, values, factor, offset); break;
            case ('f', 4): Read<float, T>(raw, values, factor, offset); break;
            case ('f', 8): Read<double, T>(raw, values, factor, offset); break;
            case ('i', 1): Read<sbyte, T>(raw, values, factor, offset); break;
            case ('i', 2): Read<short, T>(raw, values, factor, offset); break;
            case ('i', 4): Read<int, T>(raw, values, factor, offset); break;
            case ('i', 8): Read<long, T>(raw, values, factor, offset); break;
            case ('u', 1): Read<byte, T>(raw, values, factor, offset); break;
            case ('u', 2): Read<ushort, T>(raw, values, factor, offset); break;
            case ('u', 4): Read<uint, T>(raw, values, factor, offset); break;
            case ('u', 8): Read<ulong, T>(raw, values, factor, offset); break;
            default: throw new InvalidOperationException($"Numbers of kind {Kind}{Bytes} are not read.");
        }
    }

    private static void Read<TRaw, T>(ReadOnlySpan<byte> raw, Span<T> values, double factor, double offset)
        where TRaw : unmanaged, INumberBase<TRaw>
        where T : unmanaged, INumberBase<T>
    {
        ReadOnlySpan<TRaw> numbers = MemoryMarshal.Cast<byte, TRaw>(raw)[..values.Length];
        if (typeof(TRaw) == typeof(T) && factor == 1 && offset == 0)
        {
            // To the bit, whatever a NaN holds.
            MemoryMarshal.Cast<TRaw, T>(numbers).CopyTo(values);
            return;
        }
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = factor == 1 && offset == 0
                ? T.CreateTruncating(numbers[i])
                : T.CreateTruncating(double.CreateTruncating(numbers[i]) * factor + offset);
        }
    }

    private void Reverse(Span<byte> raw)
    {
        for (int at = 0; Bytes > 1 && at + Bytes <= raw.Length; at += Bytes)
            raw.Slice(at, Bytes).Reverse();
    }
}
