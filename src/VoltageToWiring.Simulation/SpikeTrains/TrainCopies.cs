namespace VoltageToWiring.Simulation.SpikeTrains;

/// <summary>Further trains that share spikes with a drawn one, of its kind and its mean rate, and are connected to nobody.</summary>
/// <param name="Of">Index of the drawn train.</param>
/// <param name="Fraction">Probability that a spike of that train is one of a copy, too; 0 to 1. The rest of a copy is drawn anew.</param>
/// <param name="Count">How many copies; they come after the drawn trains.</param>
public sealed record TrainCopies(int Of, double Fraction, int Count);
