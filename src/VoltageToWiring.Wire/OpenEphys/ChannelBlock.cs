using System.Buffers.Binary;
using System.Runtime.InteropServices;
using VoltageToWiring.Streaming;

namespace VoltageToWiring.Wire.OpenEphys;

/// <summary>The samples of one buffer of the acquisition, channel by channel as they come. Pooled.</summary>
internal sealed class ChannelBlock : PooledItem<ChannelBlock>
{
    private float[] _samples = [];
    private bool[] _has = [];

    /// <summary>Index of the first sample, as the acquisition counts.</summary>
    public long FirstSample { get; private set; }

    /// <summary>Index after the last.</summary>
    public long End => FirstSample + Samples;

    /// <summary>Samples of each channel.</summary>
    public int Samples { get; private set; }

    /// <summary>How many channels there should be.</summary>
    public int Channels { get; private set; }

    /// <summary>How many have come.</summary>
    public int Came { get; private set; }

    /// <summary>Whether all have.</summary>
    public bool IsComplete => Came == Channels;

    /// <summary>Lays it out, empty.</summary>
    public void Reset(long firstSample, int samples, int channels)
    {
        (FirstSample, Samples, Channels, Came) = (firstSample, samples, channels, 0);
        if (_samples.Length < samples * channels)
            _samples = new float[samples * channels];
        if (_has.Length < channels)
            _has = new bool[channels];
        _has.AsSpan().Clear();
    }

    /// <summary>Whether a channel has come.</summary>
    public bool Has(int channel) => _has[channel];

    /// <summary>The samples of a channel that has come.</summary>
    public ReadOnlySpan<float> Of(int channel) => _samples.AsSpan(channel * Samples, Samples);

    /// <summary>Takes the samples of a channel, little-endian.</summary>
    public void Put(int channel, ReadOnlySpan<byte> data)
    {
        Span<float> samples = _samples.AsSpan(channel * Samples, Samples);
        data.CopyTo(MemoryMarshal.AsBytes(samples));
        if (!BitConverter.IsLittleEndian)
            BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<float, int>(samples), MemoryMarshal.Cast<float, int>(samples));
        Came += _has[channel] ? 0 : 1;
        _has[channel] = true;
    }
}
