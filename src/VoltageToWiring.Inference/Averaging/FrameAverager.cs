using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Inference.Averaging;

/// <summary>Averages camera frames to frames of the analysis. Frames that are not finite do not count; where none is, the average is NaN.</summary>
internal sealed class FrameAverager(AnalysisFrames frames, int targets)
{
    private readonly double[] _sums = new double[targets];
    private readonly int[] _counts = new int[targets];
    private int _inFrame;
    private float[] _finished = [];
    private int _finishedFrames;

    /// <summary>Index of the first finished frame that was not taken.</summary>
    public long FirstFinished { get; private set; }

    /// <summary>Index after the last finished frame.</summary>
    public long EndFinished => FirstFinished + _finishedFrames;

    public void Append(RecordingBatch batch, int first, int count)
    {
        for (int frame = first; frame < first + count; frame++)
        {
            for (int target = 0; target < targets; target++)
            {
                int at = frame * targets + target;
                double sample = batch.SampleType == SampleType.Float64 ? batch.Float64[at] : batch.Float32[at];
                if (!double.IsFinite(sample))
                    continue;
                _sums[target] += sample;
                _counts[target]++;
            }
            FinishIfFull();
        }
    }

    public void AppendGap(int count)
    {
        for (int frame = 0; frame < count; frame++)
            FinishIfFull();
    }

    /// <summary>Moves finished frames before a frame into a batch.</summary>
    public void TakeBefore(long frame, AveragedBatch to)
    {
        int count = (int)Math.Clamp(frame - FirstFinished, 0, _finishedFrames);
        to.SetFrames(FirstFinished, _finished.AsSpan(0, count * targets));
        FirstFinished += count;
        _finishedFrames -= count;
        _finished.AsSpan(count * targets, _finishedFrames * targets).CopyTo(_finished);
    }

    private void FinishIfFull()
    {
        if (++_inFrame < frames.CameraFrames)
            return;
        _inFrame = 0;
        int at = _finishedFrames * targets;
        if (_finished.Length < at + targets)
            Array.Resize(ref _finished, Math.Max(at + targets, Math.Max(64 * targets, 2 * _finished.Length)));
        for (int target = 0; target < targets; target++)
        {
            _finished[at + target] = _counts[target] == 0 ? float.NaN : (float)(_sums[target] / _counts[target]);
            _sums[target] = 0;
            _counts[target] = 0;
        }
        _finishedFrames++;
    }
}
