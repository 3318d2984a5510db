namespace VoltageToWiring.Host.PipelineFiles;

/// <summary>What no pipeline of a live recording can have.</summary>
internal static class LiveRecordingChecks
{
    /// <summary>Checks that a pipeline has none of it.</summary>
    /// <param name="file">The pipeline.</param>
    /// <param name="binder">Knows where every key was written.</param>
    /// <param name="path">Path of the section on the recording.</param>
    /// <exception cref="PipelineException">It has.</exception>
    public static void Check(PipelineFile file, PipelineBinder binder, string path)
    {
        if (file.Random == RandomMode.Numpy)
            throw binder.Error("random", "is numpy, which is for simulations that replay the reference", $"streams with {path}");
        if (file.Pace.Pace.Speed is not null)
            throw binder.Error("pace", $"is {file.Pace.Text}, but a live recording comes at its own pace", $"max with {path}");
        if (file.Inference.Sta.Scheme == StaScheme.WholeTrain)
        {
            throw binder.Error(
                "inference.sta.scheme", "is whole-train, which needs every train from beginning to end before the first frame, and a live recording does not have them",
                $"blocks or none with {path}");
        }
    }
}
