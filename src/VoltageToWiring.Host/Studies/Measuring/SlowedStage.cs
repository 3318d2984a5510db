using VoltageToWiring.Streaming.Pacing;
using VoltageToWiring.Streaming.Stages;

namespace VoltageToWiring.Host.Studies.Measuring;

/// <summary>A stage that takes longer than it must, to see whether a study finds it.</summary>
/// <param name="stage">The stage.</param>
/// <param name="extra">How much longer it takes for each item.</param>
/// <param name="time">Wall time.</param>
internal sealed class SlowedStage<TIn, TOut>(IStage<TIn, TOut> stage, TimeSpan extra, TimeProvider time) : IStage<TIn, TOut>
{
    public string Name => stage.Name;

    public long Position => stage.Position;

    public void Process(TIn input, IOutput<TOut> output)
    {
        FineSleep.Until(time, time.GetTimestamp() + (long)(extra.TotalSeconds * time.TimestampFrequency));
        stage.Process(input, output);
    }

    public void Complete(IOutput<TOut> output, EndOfStream end) => stage.Complete(output, end);
}
