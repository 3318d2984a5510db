namespace VoltageToWiring.Host.Planning;

/// <summary>
/// What the logarithm of the time of gathering evidence is linear in. Evidence grows with the number of spikes times the square of the
/// potential over the noise; so time falls with rate and with the square of strength, and grows with the noise that the camera adds in a given
/// time, 1/(SNR²·frame rate), and with the evidence asked for. All exponents are fitted, because the neuron has a say: potentials grow as inputs
/// depolarize it, and its own spikes are noise, so that rates come in squared as well, and kinds differ.
/// </summary>
public static class DetectionFeatures
{
    // About the middle of what was simulated.
    private const double ExcitatoryStrength = 0.3e-9, InhibitoryStrength = 1.2e-9, RateHz = 10, FrameRateHz = 1000, SpikeSnr = 20;
    private const int Trains = 30;
    private const double Level = 0.05;

    /// <summary>Names of the features, in their order.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "one", "inhibitory", "ln strength, exc", "ln strength, inh", "ln rate, exc", "ln rate, inh", "ln² rate, exc", "ln² rate, inh",
        "ln noise", "ln² noise", "ln trains", "ln evidence",
    ];

    /// <summary>The features of a setting.</summary>
    /// <param name="setting">The setting.</param>
    public static double[] Of(DetectionSetting setting)
    {
        ArgumentNullException.ThrowIfNull(setting);
        double exc = setting.IsInhibitory ? 0 : 1, inh = 1 - exc;
        double strength = Math.Log(setting.StrengthSiemens / (setting.IsInhibitory ? InhibitoryStrength : ExcitatoryStrength));
        double rate = Math.Log(setting.RateHz / RateHz);
        double noise = -2 * Math.Log(setting.SpikeSnr / SpikeSnr) - Math.Log(setting.FrameRateHz / FrameRateHz);
        return
        [
            1, inh, exc * strength, inh * strength, exc * rate, inh * rate, exc * rate * rate, inh * rate * rate,
            noise, noise * noise, Math.Log((double)setting.Trains / Trains), Math.Log(Math.Log(setting.Level) / Math.Log(Level)),
        ];
    }
}
