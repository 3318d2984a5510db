using System.Collections.Concurrent;

namespace VoltageToWiring.Benchmarks.Carriers;

/// <summary>A millisecond of 256 channels at 30 kHz on its way from stage to stage, with the time at which it was due.</summary>
internal sealed class Parcel
{
    public const int Channels = 256;
    public const int Frames = 30;

    public float[] Samples { get; } = new float[Channels * Frames];

    public long DueTimestamp { get; set; }
}

/// <summary>Parcels that are used again: what a carrier makes beside them it makes itself.</summary>
internal sealed class ParcelPool
{
    private readonly ConcurrentStack<Parcel> _free = new();

    /// <summary>How many parcels there had to be.</summary>
    public int Made { get; private set; }

    public Parcel Rent()
    {
        if (_free.TryPop(out Parcel? parcel))
            return parcel;
        Made++;
        return new Parcel();
    }

    public void Return(Parcel parcel) => _free.Push(parcel);
}
