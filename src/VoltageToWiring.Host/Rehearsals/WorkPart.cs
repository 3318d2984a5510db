namespace VoltageToWiring.Host.Rehearsals;

/// <summary>A part of a run's work that grows by a law of its own.</summary>
public enum WorkPart
{
    /// <summary>Drawing presynaptic spikes.</summary>
    Trains,

    /// <summary>Conductances of synapses.</summary>
    Synapses,

    /// <summary>Integrating neurons.</summary>
    Neurons,

    /// <summary>Imaging them.</summary>
    Imaging,

    /// <summary>Spike-triggered averages.</summary>
    Averages,

    /// <summary>Turning traces into scores.</summary>
    Scores,

    /// <summary>Sums of the regression.</summary>
    Regression,

    /// <summary>Fits.</summary>
    Fits,

    /// <summary>Drawing surrogates, looking up their scores, weighing the evidence.</summary>
    Evidence,

    /// <summary>Decisions and reports.</summary>
    Reports,
}
