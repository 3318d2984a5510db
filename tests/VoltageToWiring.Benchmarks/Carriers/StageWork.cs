using System.Numerics.Tensors;

namespace VoltageToWiring.Benchmarks.Carriers;

/// <summary>What three stages do with a parcel, the same whoever carries it: offsets, a filter along time, and averages.</summary>
internal sealed class StageWork
{
    private const float Decay = 0.9f;

    private readonly float[] _offsets = [.. Enumerable.Range(0, Parcel.Channels).Select(channel => channel / 100f)];
    private readonly float[] _state = new float[Parcel.Channels];
    private readonly double[] _sums = new double[Parcel.Channels];

    /// <summary>A number that depends on all that was done, so that nothing can be left out.</summary>
    public double Total => _sums.Sum();

    /// <summary>Subtracts each channel's offset.</summary>
    public void Subtract(Parcel parcel)
    {
        for (int frame = 0; frame < Parcel.Frames; frame++)
        {
            Span<float> row = Row(parcel, frame);
            TensorPrimitives.Subtract(row, _offsets, row);
        }
    }

    /// <summary>A filter of first order on each channel.</summary>
    public void Filter(Parcel parcel)
    {
        for (int frame = 0; frame < Parcel.Frames; frame++)
        {
            Span<float> row = Row(parcel, frame);
            TensorPrimitives.MultiplyAdd(_state, Decay, row, _state);
            _state.CopyTo(row);
        }
    }

    /// <summary>Adds each channel up.</summary>
    public void Average(Parcel parcel)
    {
        for (int frame = 0; frame < Parcel.Frames; frame++)
        {
            Span<float> row = Row(parcel, frame);
            for (int channel = 0; channel < row.Length; channel++)
                _sums[channel] += row[channel];
        }
    }

    private static Span<float> Row(Parcel parcel, int frame) => parcel.Samples.AsSpan(frame * Parcel.Channels, Parcel.Channels);
}
