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
    private readonly string _directory;
    private readonly RealismResolver _realism;

    private SimulationResolver(PipelineFile file, PipelineBinder binder, string directory)
    {
        _file = file;
        _simulate = file.Source.Simulate!;
        _binder = binder;
        _directory = directory;
        _realism = new RealismResolver(file, binder);
    }

    private decimal Timestep => _simulate.Timestep.ExactSi;

    public static SimulatedSource Resolve(PipelineFile file, PipelineBinder binder, string directory)
        => new SimulationResolver(file, binder, directory).Resolve();

    private SimulatedSource Resolve()
    {
        if (_file.Random == RandomMode.Numpy && _file.Seed > uint.MaxValue)
            throw _binder.Error("seed", $"is {_file.Seed}", "0 to 4294967295 with random: numpy");
        _realism.CheckReplay();
        int stepsPerFrame = StepsPerFrame();
        long totalFrames = WholeMultiple($"{Simulate}.duration", _simulate.Duration, Timestep * stepsPerFrame, "frames");
        long totalSteps = totalFrames * stepsPerFrame;
        long batchSteps = WholeMultiple("batch", _file.Batch, Timestep, "timesteps");
        SimulationOptions options = ResolveSimulation(stepsPerFrame, totalSteps);
        return new SimulatedSource
        {
            Options = options,
            Randomness = _file.Random == RandomMode.Numpy
                ? SimulationRandomness.Numpy((uint)_file.Seed)
                : SimulationRandomness.Streams(_file.Seed),
            BatchSteps = (int)Math.Min(Math.Min(batchSteps, totalSteps), Math.Max(1, MaxBatchSamples / _simulate.Targets)),
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
        double[] rates = times is null ? Rates() : new double[times.Length];
        TrainCopies? copies = _realism.Copies();
        int trains = rates.Length + (copies?.Count ?? 0);
        IzhikevichParameters neuron = Neuron();
        return new SimulationOptions
        {
            Name = _file.Name,
            StepClock = StepClock(),
            TotalSteps = totalSteps,
            RatesHz = rates,
            SpikeTimesSeconds = times,
            Process = _realism.Process(rates),
            Modulation = _realism.Modulation(),
            Copies = copies,
            Recorded = _realism.Recorded(trains),
            Wiring = copies is null ? ResolveWiring(rates.Length, trains) : ResolveWiring(rates.Length, trains).WithUnconnectedCopies(copies.Of, copies.Count),
            OutputRateHz = synapses.OutputRate?.Si,
            Synapses = new SynapseClasses(
                new SynapseClass((synapses.Excitatory.Decay ?? synapses.Decay).Si, synapses.Excitatory.Reversal!.Value.Si),
                new SynapseClass((synapses.Inhibitory.Decay ?? synapses.Decay).Si, synapses.Inhibitory.Reversal!.Value.Si)),
            Neuron = neuron,
            Camera = new CameraOptions
            {
                StepsPerFrame = stepsPerFrame,
                SpikeSnr = _simulate.Imaging.SpikeSnr,
                InvalidFraction = _simulate.Imaging.InvalidFraction,
                Gaps = _realism.Gaps(
                    totalSteps / stepsPerFrame, (path, time) => WholeMultiple(path, time, Timestep * stepsPerFrame, "frames")),
            },
        };
    }

    /// <summary>The step rate as an exact ratio of whole numbers.</summary>
    private SampleClock StepClock()
    {
        long numerator = 1;
        decimal denominator = Timestep;
        while (denominator != Math.Truncate(denominator))
        {
            denominator *= 10;
            numerator *= 10;
        }
        long a = numerator, b = (long)denominator;
        while (b != 0)
            (a, b) = (b, a % b);
        return new SampleClock(numerator / a, (long)denominator / a);
    }

    private int StepsPerFrame()
    {
        if (_simulate.Imaging.FrameRate is not { } frameRate)
            return 1;
        decimal frameRateTimesStep = frameRate.ExactSi * Timestep;
        decimal steps = 1 / frameRateTimesStep;
        decimal whole = Math.Round(steps);
        if (whole < 1 || whole > int.MaxValue || whole * frameRateTimesStep != 1)
        {
            string stepRate = (1 / Timestep).ToString("0.###", CultureInfo.InvariantCulture);
            throw _binder.Error(
                $"{Simulate}.imaging.frame_rate", $"is {frameRate}, which does not divide the step rate",
                $"{stepRate} Hz (1/timestep) divided by a whole number");
        }
        return (int)whole;
    }

    private long WholeMultiple(string path, Quantity time, decimal period, string of)
    {
        decimal count = time.ExactSi / period;
        if (count == Math.Truncate(count) && count >= 1 && count * period == time.ExactSi)
            return (long)count;
        string periodText = (period * 1000).ToString("0.######", CultureInfo.InvariantCulture);
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
            case { Rates: { Each: null, Lognormal: null } }:
                throw _binder.Error($"{path}.rates", "is empty", RatesSection.Allowed);
            case { Rates.Each: { } each }:
                if (each.Count != trains.Count)
                    throw _binder.Error($"{path}.rates", $"lists {each.Count} rates", $"one for each of the {trains.Count} trains (count)");
                for (int i = 0; i < rates.Length; i++)
                {
                    CheckRate($"{path}.rates[{i}]", each[i]);
                    rates[i] = each[i].Si;
                }
                return rates;
            case { Rates.Lognormal: { } lognormal }:
                CheckRate($"{path}.rates.lognormal.mean", lognormal.Mean);
                LogNormalRates.Draw(new RandomStreams(_file.Seed).Stream("rates"), lognormal.Mean.Si, lognormal.Sigma, rates);
                double highest = (double)(1 / Timestep);
                if (rates.Max() > highest)
                {
                    throw _binder.Error(
                        $"{path}.rates.lognormal", string.Create(CultureInfo.InvariantCulture, $"gives a train {rates.Max():0} Hz with this seed"),
                        string.Create(CultureInfo.InvariantCulture, $"a mean and a sigma that keep every train below one spike per timestep, {highest:0} Hz"));
                }
                return rates;
            default:
                CheckRate($"{path}.rate", trains.Rate!.Value);
                Array.Fill(rates, trains.Rate.Value.Si);
                return rates;
        }
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
            throw _binder.Error(path, $"is {decay}", $"a time of at least one timestep, {_simulate.Timestep}, for Euler's method to follow it");
    }

    private double[][]? SpikeTimes(long totalSteps)
    {
        TrainsSection trains = _simulate.Trains;
        if (trains.File is not { } file)
            return null;
        const string path = $"{Simulate}.trains.file";
        if (trains.Rate is not null || trains.Rates is not null)
            throw _binder.Error(path, "stands beside rate or rates", "one of rate, rates and file");
        double duration = (double)(totalSteps * Timestep);
        return ReadFile(path, file, full => SpikeTimesFile.Read(full, trains.Count, duration));
    }

    private Wiring ResolveWiring(int drawn, int trains)
    {
        SynapsesSection synapses = _simulate.Synapses;
        if ((long)trains * _simulate.Targets > MaxPairs)
            throw _binder.Error($"{Simulate}.targets", $"is {_simulate.Targets}, with {trains} trains", $"at most {MaxPairs} pairs");
        long delaySteps = synapses.Delay.ExactSi == 0
            ? 0
            : WholeMultiple($"{Simulate}.synapses.delay", synapses.Delay, Timestep, "timesteps");
        var rule = new WiringRule(
            drawn, _simulate.Targets, _simulate.Trains.Inhibitory, _simulate.Trains.Connected,
            synapses.Excitatory.Strength!.Value.Si, synapses.Inhibitory.Strength!.Value.Si, (int)delaySteps);
        if (_simulate.Wiring.File is { } file)
            return ReadFile($"{Simulate}.wiring", file, full => WiringFromFile(full, rule));
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
            decimal steps = delay.ExactSi / Timestep;
            if (steps != Math.Truncate(steps) || steps < 0 || delay.ExactSi > 1)
                throw new FileFormatException(full, row.Line, $"delay {delay}", $"a whole number of timesteps of {_simulate.Timestep}, at most 1 s");
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

    private T ReadFile<T>(string path, string file, Func<string, T> read)
    {
        string full = Path.GetFullPath(file, _directory);
        try
        {
            return read(full);
        }
        catch (FileFormatException cause)
        {
            throw new PipelineException($"{_binder.Where(path)}: {path} names {cause.Message}", cause);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            string why = cause is FileNotFoundException or DirectoryNotFoundException ? "does not exist" : "cannot be read";
            throw _binder.Error(path, $"names {file}, which {why}", "a readable file, relative to the pipeline file");
        }
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
