namespace VoltageToWiring.Simulation.SpikeTrains;

/// <summary>
/// What all rates have in common: each is multiplied by m(t) = exp(sd·x(t) − sd²/2), x an Ornstein-Uhlenbeck process of variance 1. The mean of
/// m is 1.
/// </summary>
/// <param name="Sd">Standard deviation of ln m, no unit, positive.</param>
/// <param name="TauSeconds">Time constant of x, s, positive.</param>
public sealed record RateModulation(double Sd, double TauSeconds);
