using System.Globalization;
using VoltageToWiring.Files;
using VoltageToWiring.Host.Sources;
using VoltageToWiring.Numerics.Neurons;
using VoltageToWiring.Numerics.Randomness;
using VoltageToWiring.Numerics.SpikeTrains;
using VoltageToWiring.Simulation;
using VoltageToWiring.Simulation.Imaging;
using VoltageToWiring.Simulation.SpikeTrains;
using VoltageToWiring.Simulation.Synapses;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Host.PipelineFiles;

/// <summary>Turns the section on a simulated recording into steps, frames and SI units, and checks what no key can check alone.</summary>
internal sealed class SimulationResolver
{
    private const string Simulate = "source.simulate";
    private const long MaxPairs = 50_000_000;

    // Larger batches are cut, which changes no result: a stop waits for the batches that stages are at.
    private const long MaxBatchSamples = 1_000_000;

    private readonly PipelineFile _file;
    private readonly SimulateSection _simulate;
    private readonly PipelineBinder _binder;
    private readonly NamedFiles _files;
    private readonly RealismResolver _realism;
    private readonly NetworkResolver? _network;
    private readonly SampleClock _steps;

    private SimulationResolver(PipelineFile file, PipelineBinder binder, string directory)
    {
        _file = file;
        _simulate = file.Source.Simulate!;
        _binder = binder;
        _files = new NamedFiles(binder, directory);
        _realism = new RealismResolver(file, binder);
        _network = _simulate.Network is null ? null : new NetworkResolver(file, binder);
        _steps = StepClock();
    }

    // Rounded where a step rate has no decimal period.
    private decimal Timestep => (decimal)_steps.RateDenominator / _steps.RateNumerator;

    private string TimestepText => _simulate.StepRate is { } rate ? $"1/({rate})" : _simulate.Timestep!.Value.ToString();

    public static SimulatedSource Resolve(PipelineFile file, PipelineBinder binder, string directory)
        => new SimulationResolver(file, binder, directory).Resolve();

    private SimulatedSource Resolve()
    {
        if (_file.Random == RandomMode.Numpy && _file.Seed > uint.MaxValue)
            throw _binder.Error("seed", $"is {_file.Seed}", "0 to 4294967295 with random: numpy");
        _realism.CheckReplay();
        _network?.Check();
        int stepsPerFrame = StepsPerFrame();
        long totalFrames = WholeMultiple($"{Simulate}.duration", _simulate.Duration, stepsPerFrame, "frames");
        long totalSteps = totalFrames * stepsPerFrame;
        long batchSteps = WholeMultiple("batch", _file.Batch, 1, "timesteps");
        SimulationOptions options = ResolveSimulation(stepsPerFrame, totalSteps);
        return new SimulatedSource
        {
            Options = options,
            Randomness = _file.Random == RandomMode.Numpy
                ? SimulationRandomness.Numpy((uint)_file.Seed)
                : SimulationRandomness.Streams(_file.Seed),
            BatchSteps = (int)Math.Min(Math.Min(batchSteps, totalSteps), Math.Max(1, MaxBatchSamples / options.Wiring.Targets)),
            TimesAreWholeFrames = true,
            SpikeHeight = AmplitudeSetting.Volts((decimal)options.Neuron.PeakVoltage - (decimal)options.Neuron.RestingVoltage),
        };
    }

    private SimulationOptions ResolveSimulation(int stepsPerFrame, long totalSteps)
    {
        SynapsesSection synapses = _simulate.Synapses;
        CheckDecay($"{Simulate}.synapses.excitatory.decay", synapses.Excitatory.Decay ?? synapses.Decay);
        CheckDecay($"{Simulate}.synapses.inhibitory.decay", synapses.Inhibitory.Decay ?? synapses.Decay);
        double[][]? times = SpikeTimes(totalSteps);
        double[] rates = _network?.RatesHz(RatesOf) ?? (times is null ? Rates() : new double[times.Length]);
        TrainCopies? copies = _realism.Copies();
        int trains = rates.Length + (copies?.Count ?? 0);
        IzhikevichParameters neuron = Neuron();
        return new SimulationOptions
        {
            Name = _file.Name,
            StepClock = _steps,
            TotalSteps = totalSteps,
            RatesHz = rates,
            SpikeTimesSeconds = times,
            Process = _realism.Process(rates),
            Modulation = _realism.Modulation(),
            Copies = copies,
            Recorded = _realism.Recorded(trains),
            Network = _network?.Options(),
            Wiring = _network is not null ? _network.Wiring((path, time) => WholeMultiple(path, time, 1, "timesteps"))
                : copies is null ? ResolveWiring(rates.Length, trains) : ResolveWiring(rates.Length, trains).WithUnconnectedCopies(copies.Of, copies.Count),
            OutputRateHz = synapses.OutputRate?.Si,
            Synapses = new SynapseClasses(
                new SynapseClass((synapses.Excitatory.Decay ?? synapses.Decay).Si, synapses.Excitatory.Reversal!.Value.Si),
                new SynapseClass((synapses.Inhibitory.Decay ?? synapses.Decay).Si, synapses.Inhibitory.Reversal!.Value.Si)),
            Neuron = neuron,
            SpikeErrors = _realism.SpikeErrors(),
            Camera = new CameraOptions
            {
                StepsPerFrame = stepsPerFrame,
                SpikeSnr = _simulate.Imaging.SpikeSnr,
                InvalidFraction = _simulate.Imaging.InvalidFraction,
                Sensor = _realism.Sensor(Timestep * stepsPerFrame),
                Gaps = _realism.Gaps(
                    totalSteps / stepsPerFrame, (path, time) => WholeMultiple(path, time, stepsPerFrame, "frames")),
            },
        };
    }

    private SampleClock StepClock()
    {
        if (_simulate.StepRate is not { } rate)
            return ClockOf(1, _simulate.Timestep!.Value.ExactSi);
        return _simulate.Timestep is null
            ? ClockOf(rate.ExactSi, 1)
            : throw _binder.Error($"{Simulate}.step_rate", "stands beside timestep", "one of timestep and step_rate");
    }

    // The ratio of two decimals as one of whole numbers.
    private static SampleClock ClockOf(decimal numerator, decimal denominator)
    {
        while (denominator != Math.Truncate(denominator) || numerator != Math.Truncate(numerator))
        {
            denominator *= 10;
            numerator *= 10;
        }
        long a = (long)numerator, b = (long)denominator;
        while (b != 0)
            (a, b) = (b, a % b);
        return new SampleClock((long)numerator / a, (long)denominator / a);
    }

    private int StepsPerFrame()
    {
        if (_simulate.Imaging.FrameRate is not { } frameRate)
            return 1;
        decimal framesPerNumerator = frameRate.ExactSi * _steps.RateDenominator;
        decimal whole = Math.Round(_steps.RateNumerator / framesPerNumerator);
        if (whole < 1 || whole > int.MaxValue || whole * framesPerNumerator != _steps.RateNumerator)
        {
            string stepRate = (1 / Timestep).ToString("0.###", CultureInfo.InvariantCulture);
            throw _binder.Error(
                $"{Simulate}.imaging.frame_rate", $"is {frameRate}, which does not divide the step rate",
                $"{stepRate} Hz ({(_simulate.StepRate is null ? "1/timestep" : "step_rate")}) divided by a whole number");
        }
        return (int)whole;
    }

    private long WholeMultiple(string path, Quantity time, int steps, string of)
    {
        decimal period = (decimal)_steps.RateDenominator * steps, count = time.ExactSi * _steps.RateNumerator / period;
        if (count == Math.Truncate(count) && count >= 1 && count * period == time.ExactSi * _steps.RateNumerator)
            return (long)count;
        string periodText = (Timestep * steps * 1000).ToString("0.######", CultureInfo.InvariantCulture);
        throw _binder.Error(path, $"is {time}", $"a whole number of {of} of {periodText} ms each");
    }

    private double[] Rates()
    {
        TrainsSection trains = _simulate.Trains;
        const string path = $"{Simulate}.trains";
        var rates = new double[trains.Count];
        switch (trains)
        {
            case { Rate: not null, Rates: not null }:
                throw _binder.Error($"{path}.rates", "stands beside rate", "one of rate, rates and file");
            case { Rates: { } listed }:
                return RatesOf(listed, $"{path}.rates", trains.Count, "trains");
            default:
                CheckRate($"{path}.rate", trains.Rate!.Value);
                Array.Fill(rates, trains.Rate.Value.Si);
                return rates;
        }
    }

    private double[] RatesOf(RatesSection section, string path, int count, string of)
    {
        var rates = new double[count];
        if (section.Each is { } each)
        {
            if (each.Count != count)
                throw _binder.Error(path, $"lists {each.Count} rates", $"one for each of the {count} {of}");
            for (int i = 0; i < rates.Length; i++)
            {
                CheckRate($"{path}[{i}]", each[i]);
                rates[i] = each[i].Si;
            }
            return rates;
        }
        if (section.Lognormal is not { } lognormal)
            throw _binder.Error(path, "is empty", RatesSection.Allowed);
        CheckRate($"{path}.lognormal.mean", lognormal.Mean);
        LogNormalRates.Draw(new RandomStreams(_file.Seed).Stream("rates"), lognormal.Mean.Si, lognormal.Sigma, rates);
        double highest = (double)(1 / Timestep);
        if (rates.Max() > highest)
        {
            throw _binder.Error(
                $"{path}.lognormal", string.Create(CultureInfo.InvariantCulture, $"gives a {of[..^1]} {rates.Max():0} Hz with this seed"),
                string.Create(CultureInfo.InvariantCulture, $"a mean and a sigma that keep every {of[..^1]} below one spike per timestep, {highest:0} Hz"));
        }
        return rates;
    }

    private void CheckRate(string path, Quantity rate)
    {
        if (rate.ExactSi * Timestep > 1)
        {
            string highest = (1 / Timestep).ToString("0.###", CultureInfo.InvariantCulture);
            throw _binder.Error(path, $"is {rate}", $"at most one spike per timestep, {highest} Hz");
        }
    }

    private void CheckDecay(string path, Quantity decay)
    {
        if (decay.ExactSi < Timestep)
            throw _binder.Error(path, $"is {decay}", $"a time of at least one timestep, {TimestepText}, for Euler's method to follow it");
    }

    private double[][]? SpikeTimes(long totalSteps)
    {
        TrainsSection trains = _simulate.Trains;
        if (trains.File is not { } file)
            return null;
        const string path = $"{Simulate}.trains.file";
        if (trains.Rate is not null || trains.Rates is not null)
            throw _binder.Error(path, "stands beside rate or rates", "one of rate, rates and file");
        double duration = (double)((decimal)totalSteps * _steps.RateDenominator / _steps.RateNumerator);
        return _files.Read(path, file, full => SpikeTimesFile.Read(full, trains.Count, duration));
    }

    private Wiring ResolveWiring(int drawn, int trains)
    {
        SynapsesSection synapses = _simulate.Synapses;
        if ((long)trains * _simulate.Targets > MaxPairs)
            throw _binder.Error($"{Simulate}.targets", $"is {_simulate.Targets}, with {trains} trains", $"at most {MaxPairs} pairs");
        long delaySteps = synapses.Delay.ExactSi == 0
            ? 0
            : WholeMultiple($"{Simulate}.synapses.delay", synapses.Delay, 1, "timesteps");
        var rule = new WiringRule(
            drawn, _simulate.Targets, _simulate.Trains.Inhibitory, _simulate.Trains.Connected,
            synapses.Excitatory.Strength!.Value.Si, synapses.Inhibitory.Strength!.Value.Si, (int)delaySteps);
        if (_simulate.Wiring.File is { } file)
            return _files.Read($"{Simulate}.wiring", file, full => WiringFromFile(full, rule));
        return _simulate.Wiring.Text == "random" ? rule.Random(new RandomStreams(_file.Seed)) : rule.First();
    }

    private Wiring WiringFromFile(string full, WiringRule rule)
    {
        var synapses = new List<Synapse>();
        NeuronKind[] kinds = [.. rule.Kinds];
        var stated = new Dictionary<int, NeuronKind>();
        foreach (WiringRow row in WiringFile.Read(full, rule.Trains, rule.Targets))
        {
            NeuronKind kind = row.IsExcitatory ? NeuronKind.Excitatory : NeuronKind.Inhibitory;
            if (stated.TryGetValue(row.Source, out NeuronKind before) && before != kind)
                throw new FileFormatException(full, row.Line, $"source {row.Source} is both exc and inh", "one kind for all synapses of a source");
            stated[row.Source] = kinds[row.Source] = kind;
            decimal fallback = (kind == NeuronKind.Excitatory ? _simulate.Synapses.Excitatory : _simulate.Synapses.Inhibitory).Strength!.Value.ExactSi;
            Quantity strength = CellQuantity(full, row, "strength", row.Strength, Dimension.Conductance, fallback);
            Quantity delay = CellQuantity(full, row, "delay", row.Delay, Dimension.Time, _simulate.Synapses.Delay.ExactSi);
            decimal steps = delay.ExactSi * _steps.RateNumerator / _steps.RateDenominator;
            if (steps != Math.Truncate(steps) || steps < 0 || delay.ExactSi > 1)
                throw new FileFormatException(full, row.Line, $"delay {delay}", $"a whole number of timesteps of {TimestepText}, at most 1 s");
            if (strength.ExactSi is < 0 or > 1e-3m)
                throw new FileFormatException(full, row.Line, $"strength {strength}", "a conductance of 0 to 1000 uS");
            synapses.Add(new Synapse(row.Source, row.Target, kind, strength.Si, (int)steps));
        }
        return new Wiring(kinds, rule.Targets, synapses);
    }

    private static Quantity CellQuantity(string file, WiringRow row, string column, string text, Dimension dimension, decimal fallback)
    {
        if (text.Length == 0)
            return new Quantity("", fallback);
        return Quantity.TryParse(text, dimension, out Quantity quantity, out string problem)
            ? quantity
            : throw new FileFormatException(
                file, row.Line, $"{column} '{text}', {problem}",
                $"a {Quantity.NameOf(dimension)} ({string.Join(", ", Quantity.UnitsOf(dimension))})");
    }

    private IzhikevichParameters Neuron()
    {
        NeuronSection section = _simulate.Neuron;
        const string path = $"{Simulate}.neuron";
        if (!IzhikevichPresets.ByName.TryGetValue(section.Preset, out IzhikevichParameters? preset))
            throw _binder.Error(path, $"is '{section.Preset}'", $"a map of parameters, or one of {string.Join(", ", IzhikevichPresets.ByName.Keys)}");
        if (section.B is not null && preset.Extension?.CubicRecovery is not null)
            throw _binder.Error($"{path}.b", $"is {section.B}", $"no b with the preset {section.Preset}, whose recovery is cubic");
        IzhikevichParameters neuron = preset with
        {
            C = section.C?.Si ?? preset.C,
            K = section.K?.Si ?? preset.K,
            RestingVoltage = section.RestingVoltage?.Si ?? preset.RestingVoltage,
            ThresholdVoltage = section.ThresholdVoltage?.Si ?? preset.ThresholdVoltage,
            PeakVoltage = section.PeakVoltage?.Si ?? preset.PeakVoltage,
            A = section.A?.Si ?? preset.A,
            B = section.B?.Si ?? preset.B,
            ResetVoltage = section.ResetVoltage?.Si ?? preset.ResetVoltage,
            D = section.D?.Si ?? preset.D,
            InjectedCurrent = section.Current?.Si ?? 0,
        };
        if (neuron.PeakVoltage <= neuron.RestingVoltage)
            throw _binder.Error($"{path}.v_peak", $"is {Millivolts(neuron.PeakVoltage)}", $"above v_r, {Millivolts(neuron.RestingVoltage)}");
        if (neuron.PeakVoltage <= neuron.ResetVoltage)
            throw _binder.Error($"{path}.c", $"is {Millivolts(neuron.ResetVoltage)}", $"below v_peak, {Millivolts(neuron.PeakVoltage)}");
        return neuron;
    }

    private static string Millivolts(double volts) => (volts * 1e3).ToString("0.######", CultureInfo.InvariantCulture) + " mV";
}
