using System.Globalization;
using VoltageToWiring.Numerics.Randomness;
using VoltageToWiring.Numerics.SpikeTrains;
using VoltageToWiring.Simulation;
using VoltageToWiring.Simulation.Imaging;
using VoltageToWiring.Simulation.SpikeTrains;

namespace VoltageToWiring.Host.PipelineFiles;

/// <summary>
/// Resolves what a simulation has beyond the reference's: processes, common modulation, copied and unrecorded trains, invalid samples and
/// gaps. Each key is looked at together with those it cannot stand beside.
/// </summary>
internal sealed class RealismResolver(PipelineFile file, PipelineBinder binder)
{
    private const string Trains = "source.simulate.trains";
    private const string Imaging = "source.simulate.imaging";

    private readonly TrainsSection _trains = file.Source.Simulate!.Trains;
    private readonly ImagingSection _imaging = file.Source.Simulate!.Imaging;

    /// <summary>Refuses what random: numpy has no draws for.</summary>
    public void CheckReplay()
    {
        if (file.Random != RandomMode.Numpy)
            return;
        Require(_trains.Process == SpikeProcessSetting.Poisson, $"{Trains}.process", $"is {_trains.Process.Text}", "poisson");
        Require(_trains.Modulation is null, $"{Trains}.modulation", "is a map", "none");
        Require(_trains.Copies is null, $"{Trains}.copies", "is a map", "none");
        Require(_trains.Unrecorded == 0, $"{Trains}.unrecorded", $"is {Invariant(_trains.Unrecorded)}", "0");
        Require(_imaging.InvalidFraction == 0, $"{Imaging}.nan", $"is {Invariant(_imaging.InvalidFraction)}", "0");
        Require(_imaging.Gaps.Gaps.Count == 0, $"{Imaging}.gaps", "is not empty", "[]");

        Require(file.Source.Simulate!.SpikeErrors is null, "source.simulate.spike_errors", "is a map", "none");
        Require(_imaging.Indicator is null, $"{Imaging}.indicator", "is a map", "none");
        Require(_imaging.Bleaching is null, $"{Imaging}.bleaching", "is a map", "none");
        Require(_imaging.Drift is null, $"{Imaging}.drift", "is a map", "none");
        Require(_imaging.Noise == NoiseSetting.White, $"{Imaging}.noise", "is shot", "white");
        Require(_imaging.Jitter.ExactSi == 0, $"{Imaging}.jitter", $"is {_imaging.Jitter}", "0 ms");
        Require(_imaging.Polarity == IndicatorPolarity.Positive, $"{Imaging}.polarity", "is negative", "positive");

        void Require(bool holds, string path, string found, string allowed)
        {
            if (!holds)
                throw binder.Error(path, found, $"{allowed} with random: numpy");
        }
    }

    /// <summary>The process of all trains.</summary>
    /// <param name="ratesHz">Their rates, Hz; of no meaning where spike times are given.</param>
    public SpikeProcess Process(IReadOnlyList<double> ratesHz)
    {
        SpikeProcess process = _trains.Process.Process;
        if (process is not PoissonProcess)
            CheckDrawn($"{Trains}.process", $"is {_trains.Process.Text}", "poisson");
        if (process is BurstingProcess && ratesHz.Max() is var highest && !BurstingIntervals.CanReach(highest))
        {
            throw binder.Error(
                $"{Trains}.process", $"is bursting, with a train of {Invariant(highest)} Hz",
                string.Create(CultureInfo.InvariantCulture, $"bursting with rates below {BurstingIntervals.LimitHz:0.##} Hz, at which bursts leave no pause"));
        }
        return process;
    }

    /// <summary>The common modulation; null for none.</summary>
    public RateModulation? Modulation()
    {
        if (_trains.Modulation is not { } modulation)
            return null;
        CheckDrawn($"{Trains}.modulation", "is a map", "none");
        return new RateModulation(modulation.Sd, modulation.Tau.Si);
    }

    /// <summary>The copied trains; null for none.</summary>
    public TrainCopies? Copies()
    {
        if (_trains.Copies is not { } copies)
            return null;
        CheckDrawn($"{Trains}.copies", "is a map", "none");
        if (copies.Of >= _trains.Count)
            throw binder.Error($"{Trains}.copies.of", $"is {copies.Of}", $"a train that is drawn, 0 to {_trains.Count - 1}");
        return new TrainCopies(copies.Of, copies.Fraction, copies.Count);
    }

    /// <summary>The trains that the recording knows of.</summary>
    /// <param name="trains">Number of all trains.</param>
    public RecordedTrains Recorded(int trains)
    {
        if (RecordedTrains.UnrecordedOf(trains, _trains.Unrecorded) == trains)
        {
            throw binder.Error(
                $"{Trains}.unrecorded", $"is {Invariant(_trains.Unrecorded)}, which rounds to all of {trains} {(trains == 1 ? "train" : "trains")}",
                "a fraction that leaves at least one train recorded");
        }
        return RecordedTrains.Draw(trains, _trains.Unrecorded, new RandomStreams(file.Seed).Stream("unrecorded"));
    }

    /// <summary>What the camera looks through.</summary>
    /// <param name="framePeriodSeconds">Time between frames, s.</param>
    public SensorOptions Sensor(decimal framePeriodSeconds)
    {
        if (_imaging.Jitter.ExactSi > framePeriodSeconds / 4)
            throw binder.Error($"{Imaging}.jitter", $"is {_imaging.Jitter}", $"at most a quarter of a frame, {(framePeriodSeconds * 250).ToString("0.######", CultureInfo.InvariantCulture)} ms");
        var sensor = new SensorOptions
        {
            Indicator = _imaging.Indicator is { } indicator ? new IndicatorOptions(indicator.Rise.Si, indicator.Decay.Si) : null,
            BleachingSeconds = _imaging.Bleaching?.Tau.Si,
            ShotNoise = _imaging.Noise == NoiseSetting.Shot,
            Drift = _imaging.Drift is { } drift ? new DriftOptions(drift.Sd.Si, drift.Tau.Si) : null,
            JitterSeconds = _imaging.Jitter.Si,
            Negative = _imaging.Polarity == IndicatorPolarity.Negative,
        };
        // By itself the contrast changes nothing.
        return sensor == SensorOptions.Ideal ? sensor : sensor with { Contrast = _imaging.Contrast };
    }

    /// <summary>How recorded trains differ from the true ones; null where they do not.</summary>
    public SpikeErrorOptions? SpikeErrors()
        => file.Source.Simulate!.SpikeErrors is { } errors && (errors.Missed > 0 || errors.FalseRate.Si > 0)
            ? new SpikeErrorOptions(errors.Missed, errors.FalseRate.Si)
            : null;

    /// <summary>The frames that never leave the camera.</summary>
    /// <param name="totalFrames">Frames in the recording.</param>
    /// <param name="toFrames">Turns a key's time into a whole number of frames, or refuses it.</param>
    public IReadOnlyList<FrameGap> Gaps(long totalFrames, Func<string, Quantity, long> toFrames)
    {
        var gaps = new List<FrameGap>();
        foreach (GapSection section in _imaging.Gaps.Gaps)
        {
            string path = $"{Imaging}.gaps[{gaps.Count}]";
            long first = section.At.ExactSi == 0 ? 0 : toFrames($"{path}.at", section.At);
            var gap = new FrameGap(first, toFrames($"{path}.for", section.For));
            if (gaps.Count > 0 && first < gaps[^1].EndFrame)
                throw binder.Error($"{path}.at", $"is {section.At}, before the gap before it ends", "gaps that ascend and do not overlap");
            if (gap.EndFrame > totalFrames)
            {
                throw binder.Error(
                    path, $"is at {section.At} for {section.For}", $"a gap that ends within the recording, {file.Source.Simulate!.Duration}");
            }
            gaps.Add(gap);
        }
        return gaps;
    }

    private void CheckDrawn(string path, string found, string allowed)
    {
        if (_trains.File is not null)
            throw binder.Error(path, found, $"{allowed} with trains.file, whose spikes are as they are");
    }

    private static string Invariant(double value) => value.ToString(CultureInfo.InvariantCulture);
}
