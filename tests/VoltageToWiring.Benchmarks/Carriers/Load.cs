using HdrHistogram;
using VoltageToWiring.Streaming.Pacing;

namespace VoltageToWiring.Benchmarks.Carriers;

/// <summary>
/// The parcels of one measurement: made on a fixed schedule, or as fast as they are taken, and counted when the last stage is done with them.
/// The first tenth warms up and does not count.
/// </summary>
internal sealed class Load(int parcels, bool isPaced, TimeProvider time)
{
    private const double PeriodSeconds = 0.001;
    private const long LongestNanoseconds = 60_000_000_000;
    private const double NanosecondsPerSecond = 1e9;

    private readonly LongHistogram _latencies = new(1, LongestNanoseconds, 3);
    private readonly int _warmUp = parcels / 10;
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _start;
    private long _countingSince;
    private long _end;
    private long _allocatedBefore;
    private int _made;
    private int _arrived;

    public ParcelPool Pool { get; } = new();

    public StageWork Work { get; } = new();

    /// <summary>Ends when the last parcel has arrived.</summary>
    public Task Done => _done.Task;

    /// <summary>Waits until the next parcel is due; null after the last one. On the calling thread.</summary>
    public Parcel? Next()
    {
        if (_made == parcels)
            return null;
        if (_start == 0)
            _start = time.GetTimestamp();
        _made++;
        long due = isPaced ? _start + (long)(_made * PeriodSeconds * time.TimestampFrequency) : time.GetTimestamp();
        if (isPaced)
            FineSleep.Until(time, due);
        Parcel parcel = Pool.Rent();
        parcel.DueTimestamp = due;
        parcel.Samples.AsSpan().Fill(_made % 7);
        return parcel;
    }

    /// <summary>The last stage is done with a parcel.</summary>
    public void Arrived(Parcel parcel)
    {
        long now = time.GetTimestamp();
        if (++_arrived == _warmUp)
        {
            _countingSince = now;
            _allocatedBefore = GC.GetTotalAllocatedBytes();
        }
        else if (_arrived > _warmUp)
        {
            _latencies.RecordValue(Math.Clamp((long)((now - parcel.DueTimestamp) * (NanosecondsPerSecond / time.TimestampFrequency)), 1, LongestNanoseconds));
        }
        Pool.Return(parcel);
        if (_arrived != parcels)
            return;
        _end = now;
        _done.SetResult();
    }

    /// <summary>What was measured, once it is done.</summary>
    public CarrierFigures Figures(string carrier) => new(
        carrier, (parcels - _warmUp) / time.GetElapsedTime(_countingSince, _end).TotalSeconds, _latencies.GetValueAtPercentile(50) / 1e3,
        _latencies.GetValueAtPercentile(99.9) / 1e3, (GC.GetTotalAllocatedBytes() - _allocatedBefore) / (double)(parcels - _warmUp), Pool.Made);
}

/// <summary>What a carrier does.</summary>
/// <param name="Carrier">Its name.</param>
/// <param name="PerSecond">Parcels in a second.</param>
/// <param name="P50">Half of all arrived no later, µs.</param>
/// <param name="P999">999 of 1,000 arrived no later, µs.</param>
/// <param name="BytesPerParcel">Bytes allocated for each, parcels included.</param>
/// <param name="Parcels">Parcels that were under way at once, at most.</param>
internal sealed record CarrierFigures(string Carrier, double PerSecond, double P50, double P999, double BytesPerParcel, int Parcels);
