using VoltageToWiring.Host.Sources;

namespace VoltageToWiring.Host.PipelineFiles;

/// <summary>Turns the section on a recording that a program plugs in into its source.</summary>
/// <param name="file">The pipeline.</param>
/// <param name="binder">Knows where every key was written.</param>
internal sealed class PlugInResolver(PipelineFile file, PipelineBinder binder)
{
    public PlugInSource Resolve()
    {
        LiveRecordingChecks.Check(file, binder, "source.plug_in");
        PlugInSection section = file.Source.PlugIn!;
        return new PlugInSource { MaxSpikeDelaySeconds = section.MaxSpikeDelay.ExactSi, SpikeHeight = section.SpikeHeight };
    }
}
