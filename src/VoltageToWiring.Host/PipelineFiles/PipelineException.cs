namespace VoltageToWiring.Host.PipelineFiles;

/// <summary>A pipeline, or something it names, that cannot be used: where, what was found, what is allowed, in one sentence.</summary>
/// <param name="message">The sentence.</param>
/// <param name="cause">What led to it, if anything did.</param>
public sealed class PipelineException(string message, Exception? cause = null) : Exception(message, cause);
