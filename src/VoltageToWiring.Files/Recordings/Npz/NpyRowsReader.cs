using System.Numerics;

namespace VoltageToWiring.Files.Recordings.Npz;

/// <summary>Samples of an npy array, compressed or not, from its first row on.</summary>
/// <param name="file">What to call the file and its array.</param>
/// <param name="data">Stands at the data; disposed of with this.</param>
/// <param name="numbers">The elements.</param>
internal sealed class NpyRowsReader(string file, Stream data, RawNumbers numbers) : ISampleRows
{
    private const int MostBytes = 1 << 20;

    private byte[] _raw = [];

    public void Read(Span<float> samples) => ReadAs(samples);

    public void Read(Span<double> samples) => ReadAs(samples);

    public void Dispose() => data.Dispose();

    private void ReadAs<T>(Span<T> samples)
        where T : unmanaged, INumberBase<T>
    {
        int together = Math.Min(samples.Length, MostBytes / numbers.Bytes);
        if (_raw.Length < together * numbers.Bytes)
            _raw = new byte[together * numbers.Bytes];
        while (samples.Length > 0)
        {
            int count = Math.Min(together, samples.Length);
            Span<byte> raw = _raw.AsSpan(0, count * numbers.Bytes);
            Fill(raw);
            numbers.Read(raw, samples[..count]);
            samples = samples[count..];
        }
    }

    private void Fill(Span<byte> raw)
    {
        try
        {
            if (data.ReadAtLeast(raw, raw.Length, throwOnEndOfStream: false) == raw.Length)
                return;
        }
        catch (InvalidDataException)
        {
            // What was compressed is broken: as useless as if it were missing.
        }
        throw new FileFormatException(file, "less data than its shape says, or broken data", "a whole file");
    }
}
