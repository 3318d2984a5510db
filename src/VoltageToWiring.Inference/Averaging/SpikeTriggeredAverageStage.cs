using System.Globalization;
using VoltageToWiring.Numerics.Averaging;
using VoltageToWiring.Numerics.SpikeTrains;
using VoltageToWiring.Streaming;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Streaming.Stages;
using VoltageToWiring.Streaming.Workers;

namespace VoltageToWiring.Inference.Averaging;

/// <summary>
/// The fifth stage: spike-triggered averages of every pair, and of every surrogate train, kept up to date without keeping the recording.
/// </summary>
/// <remarks>
/// Samples gather until a block is full or a report is due, both at fixed frames, so that an average over small batches costs what one over
/// large batches does and gives the same bits. Within a block the rows of one train, or of one target, are summed by one worker.
/// </remarks>
public sealed class SpikeTriggeredAverageStage : IStage<RecordingBatch, AveragedBatch>, IPartitionedWork, IDisposable
{
    // Frames that are averaged at a time: with their window they stay in the first cache levels. Where there are very many sums a block is
    // shorter, so that a stop does not wait for long.
    private const int MaxBlockFrames = 8192;
    private const int MinBlockFrames = 128;

    // Without surrogates every sum is fetched from memory for a few spikes: the longer a block, the fewer times. Samples wait meanwhile.
    private const int MinBlockFramesAlone = 2048;
    private const int MaxBlockFramesAlone = 16384;
    private const double WaitingSamplesAlone = 1e7;
    private const double SumsForFullBlocks = 4e6;
    private const int MarginFrames = 1024;
    internal const int AnalysisFramesSentAtOnce = 32;

    private readonly int _blockFrames;
    // Reports are large and few, batches of frames small and many.
    private readonly Pool<AveragedBatch> _reports = new(() => new AveragedBatch());
    private readonly Pool<AveragedBatch> _pool = new(() => new AveragedBatch());
    private readonly RecordingInfo _info;
    private readonly StaOptions _options;
    private readonly WholeTrainSurrogates _surrogates;
    private readonly Ledger _ledger;
    private readonly WorkerTeam _team;

    // By target.
    private readonly TraceHistory[] _histories;
    private readonly SpikeTriggeredSums[] _sums;

    // By source.
    private readonly PendingSpikes[] _pending;
    private readonly int[] _pendingCount;
    private readonly OnsetPlace[][] _next;
    private readonly int[][] _realOnsets;
    private readonly int[] _realCount;

    // Where connections are scored online: the frames and spikes that go on.
    private readonly AnalysisFrames? _analysis;
    private readonly BlockAverages? _blocks;
    private readonly WholeTrainAverages? _wholeTrains;
    private readonly int _surrogateCount;

    // With many targets and no surrogates a worker sums all trains of one target, whose samples then stay in its cache.
    private readonly bool _byTarget;
    private readonly FrameAverager? _averager;
    private readonly SpikeList _unsentSpikes = new();

    private readonly long[] _inGap;
    private readonly int[][] _surrogateOnsets;
    private readonly int[][] _validOnsets;
    private bool _stopped;
    private long _framesSeen;
    private long _framesAveraged;
    private long _spikesComplete;
    private long _lastReport = -1;
    private AveragedBatch? _report;

    /// <summary>Averages of nothing yet.</summary>
    /// <param name="info">The recording.</param>
    /// <param name="options">What is averaged.</param>
    /// <param name="surrogates">Surrogate trains, one set for each source.</param>
    /// <param name="ledger">The books of the recording.</param>
    /// <param name="analysis">The frames that go on to be scored; null where nothing is scored online.</param>
    /// <param name="blocks">Averages a block at a time, with surrogates of each block; null for all spikes, as soon as their window is over.</param>
    public SpikeTriggeredAverageStage(
        RecordingInfo info, StaOptions options, WholeTrainSurrogates surrogates, Ledger ledger, AnalysisFrames? analysis = null,
        BlockAverages? blocks = null)
    {
        ArgumentNullException.ThrowIfNull(info);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(surrogates);
        ArgumentNullException.ThrowIfNull(ledger);
        if (surrogates.Sources != info.Sources)
            throw new ArgumentException($"There are surrogates of {surrogates.Sources} trains for {info.Sources} sources.", nameof(surrogates));
        _info = info;
        _options = options;
        _surrogates = surrogates;
        _ledger = ledger;
        _analysis = analysis;
        _blocks = blocks;
        _surrogateCount = blocks?.Surrogates ?? surrogates.Surrogates;
        _byTarget = _surrogateCount == 0 && info.Targets >= 2 * options.Workers;
        _averager = analysis is null ? null : new FrameAverager(analysis, info.Targets);
        _team = new WorkerTeam(options.Workers);
        bool keepsSamples = KeptBytes(info.TotalFrames, info.Targets, surrogates.Surrogates) > 0;
        _blockFrames = BlockFrames(info, options, _surrogateCount, keepsSamples);
        // A block begins anew with little more than a window, and a batch may reach beyond it.
        int historyFrames = HistoryFrames(info, options, _surrogateCount, keepsSamples);
        _histories = [.. Each(info.Targets, () => new TraceHistory(historyFrames))];
        _wholeTrains = keepsSamples ? new WholeTrainAverages(info, options.WindowFrames, surrogates, _histories, _team) : null;
        var slabs = new Slabs<double>();
        int rows = info.Sources * RowsPerSource;
        _sums = [.. Each(info.Targets, () => new SpikeTriggeredSums(rows, options.WindowFrames, slabs.Take(checked(rows * options.WindowFrames))))];
        _pending = [.. Each(info.Sources, () => new PendingSpikes())];
        _pendingCount = new int[info.Sources];
        int summedHere = keepsSamples ? 0 : surrogates.Surrogates;
        _next = [.. Each(info.Sources, () => new OnsetPlace[summedHere])];
        _realOnsets = [.. Each(info.Sources, () => new int[16])];
        _realCount = new int[info.Sources];
        _inGap = new long[info.Sources * info.Targets];
        _surrogateOnsets = [.. Each(options.Workers, () => new int[16])];
        _validOnsets = [.. Each(options.Workers, () => new int[16])];
    }

    // Additions that so many windows take, or so many averages to look through.
    private double OperationsOf(long windows) => (double)windows * (1 + _surrogateCount) * _info.Targets * _options.WindowFrames;

    /// <summary>Frames of each target that are kept.</summary>
    internal static int HistoryFrames(RecordingInfo info, StaOptions options, int surrogates, bool keepsSamples)
        => keepsSamples ? (int)info.TotalFrames!.Value : BlockFrames(info, options, surrogates, keepsSamples) + 2 * options.WindowFrames + MarginFrames;

    private static int BlockFrames(RecordingInfo info, StaOptions options, int surrogates, bool keepsSamples)
    {
        if (surrogates == 0)
            return Math.Clamp((int)(WaitingSamplesAlone / info.Targets), MinBlockFramesAlone, MaxBlockFramesAlone);
        int longest = keepsSamples ? WholeTrainAverages.StretchFrames : MaxBlockFrames;
        double sums = (double)info.Sources * (1 + surrogates) * info.Targets * options.WindowFrames;
        return Math.Clamp((int)(longest * SumsForFullBlocks / sums), MinBlockFrames, longest);
    }

    /// <inheritdoc/>
    public string Name => "sta";

    /// <inheritdoc/>
    public long Position => _framesSeen;

    // Where samples are kept, surrogates have sums of their own.
    private int RowsPerSource => _wholeTrains is null ? 1 + _surrogateCount : 1;

    private int Parts => _byTarget ? _info.Targets : _info.Sources;

    /// <summary>
    /// Bytes of samples that are kept for exact heights of whole-train surrogates; 0 where none are, because they would be too many: then all
    /// averages are summed in double precision.
    /// </summary>
    /// <param name="totalFrames">Length of the recording in frames; null where it is not known.</param>
    /// <param name="targets">Number of postsynaptic neurons.</param>
    /// <param name="surrogates">Whole-train surrogates of each train.</param>
    public static double KeptBytes(double? totalFrames, double targets, int surrogates)
        => surrogates == 0 ? 0 : WholeTrainAverages.KeptBytes(totalFrames, targets);

    /// <inheritdoc/>
    public void Process(RecordingBatch input, IOutput<AveragedBatch> output)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(output);
        _stopped |= output.StopRequested;
        if (_stopped)
        {
            _ledger.LeftInFlight(input.FrameCount, input.Spikes.Count);
            return;
        }
        ReceiveSpikes(input);
        if (input.FirstFrame < _framesSeen)
        {
            throw new InvalidDataException(string.Create(
                CultureInfo.InvariantCulture,
                $"frame {input.FirstFrame} came after frame {_framesSeen - 1}; frames must come in order, each once"));
        }
        for (long missing = input.FirstFrame - _framesSeen; missing > 0; missing = input.FirstFrame - _framesSeen)
        {
            int frames = (int)Math.Min(missing, BoundaryAfter(_framesSeen) - _framesSeen);
            foreach (TraceHistory history in _histories)
                history.AppendGap(frames);
            _averager?.AppendGap(frames);
            Reach(_framesSeen + frames);
            AverageWhatIsDue(output);
        }
        for (int done = 0; done < input.FrameCount;)
        {
            _stopped = output.StopRequested;
            if (_stopped)
            {
                _ledger.LeftInFlight(input.FrameCount - done, 0);
                return;
            }
            int frames = (int)Math.Min(input.FrameCount - done, BoundaryAfter(_framesSeen) - _framesSeen);
            Append(input, done, frames);
            done += frames;
            _ledger.FramesUsed(frames);
            Reach(_framesSeen + frames);
            AverageWhatIsDue(output);
        }
        // Word that spikes are complete may be all that a report has waited for.
        if (input.FrameCount == 0)
            AverageWhatIsDue(output);
    }

    /// <inheritdoc/>
    public void Complete(IOutput<AveragedBatch> output, EndOfStream end)
    {
        ArgumentNullException.ThrowIfNull(output);
        AverageUpTo(Math.Min(_framesSeen, _spikesComplete));
        foreach (PendingSpikes pending in _pending)
        {
            // Spikes of frames that were left in flight are so themselves.
            int inFlight = _stopped ? pending.CountFrom(_framesSeen) : 0;
            _ledger.LeftInFlight(0, inFlight);
            _ledger.SpikesUnused(UnusedSpike.Edge, pending.Count - inFlight);
        }
        WriteReport(output, isFinal: true);
        _team.Dispose();
    }

    /// <summary>Writes the average of one pair; call when nothing runs.</summary>
    /// <param name="source">Index of the train.</param>
    /// <param name="target">Index of the neuron.</param>
    /// <param name="average">Receives one value for each frame of the window, in the recording's unit; NaN where no spike was used.</param>
    public void CopyAverage(int source, int target, Span<double> average)
        => _sums[target].CopyAverage(source * RowsPerSource, average);

    /// <summary>Surrogates of each train; 0 for none.</summary>
    public int Surrogates => _surrogateCount;

    /// <summary>Writes in which range the averages of a pair's surrogates lie, frame by frame; call when nothing runs.</summary>
    /// <param name="source">Index of the train.</param>
    /// <param name="target">Index of the neuron.</param>
    /// <param name="mean">Receives their mean at each frame of the window, in the recording's unit; NaN where none has a spike.</param>
    /// <param name="deviation">Receives their standard deviation; NaN where fewer than two have spikes.</param>
    public void CopySurrogateSpread(int source, int target, Span<double> mean, Span<double> deviation)
    {
        var spread = new AverageSpread(mean.Length);
        Span<double> average = new double[mean.Length];
        for (int surrogate = 0; surrogate < _surrogateCount; surrogate++)
        {
            if (_wholeTrains is not null)
                _wholeTrains.CopyAverage(source, target, surrogate, average);
            else
                _sums[target].CopyAverage(source * RowsPerSource + 1 + surrogate, average);
            spread.Add(average);
        }
        spread.CopyTo(mean, deviation);
    }

    /// <inheritdoc/>
    public void Dispose() => _team.Dispose();

    private void ReceiveSpikes(RecordingBatch input)
    {
        long late = 0;
        foreach (SpikeEvent spike in input.Spikes.Spikes)
        {
            long frame = _info.FrameOf(spike.Tick);
            if (frame < _spikesComplete)
                late++;
            else
                _pending[spike.Source].Add(frame);
            if (frame >= _spikesComplete && _analysis is not null)
                _unsentSpikes.Add(spike);
            if (frame >= _spikesComplete)
                _blocks?.Receive(spike);
        }
        if (late > 0)
            _ledger.SpikesUnused(UnusedSpike.Late, late);
        _spikesComplete = Math.Max(_spikesComplete, input.SpikesCompleteThroughFrame);
    }

    private void Reach(long frame)
    {
        _framesSeen = frame;
        _ledger.Reached(frame);
    }

    private void Append(RecordingBatch input, int firstOfBatch, int frames)
    {
        int targets = input.Targets;
        _averager?.Append(input, firstOfBatch, frames);
        Range samples = (firstOfBatch * targets)..((firstOfBatch + frames) * targets);
        for (int target = 0; target < targets; target++)
        {
            if (input.SampleType == SampleType.Float64)
                _histories[target].Append(input.Float64[samples], target, targets);
            else
                _histories[target].Append(input.Float32[samples], target, targets);
        }
    }

    /// <summary>The next frame at which averages must be up to date: a report, or the end of a block, which are counted from the report before.</summary>
    private long BoundaryAfter(long frame)
    {
        long report = frame / _options.ReportEveryFrames * _options.ReportEveryFrames;
        long block = report + ((frame - report) / _blockFrames + 1) * _blockFrames;
        return Math.Min(block, report + _options.ReportEveryFrames);
    }

    private void AverageWhatIsDue(IOutput<AveragedBatch> output)
    {
        while (true)
        {
            long complete = Math.Min(_framesSeen, _spikesComplete);
            long due = BoundaryAfter(_framesAveraged);
            if (due > complete)
                break;
            AverageUpTo(due);
            if (due % _options.ReportEveryFrames == 0)
                WriteReport(output, isFinal: false);
        }
        SendFrames(output);
        if (_framesSeen - _spikesComplete > _options.MaxSpikeDelayFrames)
        {
            throw new InvalidDataException(string.Create(
                CultureInfo.InvariantCulture,
                $"samples have come to frame {_framesSeen}, spikes only to frame {_spikesComplete}; "
                + $"spikes may be at most {_options.MaxSpikeDelayFrames} frames behind"));
        }
    }

    /// <summary>Takes in every spike whose window, and one frame more, lies before a frame.</summary>
    private void AverageUpTo(long frame)
    {
        if (frame <= _framesAveraged)
            return;
        _framesAveraged = frame;
        long used = 0;
        long inGap = 0;
        for (int source = 0; source < _pending.Length; source++)
        {
            ReadOnlySpan<long> spikes = _pending[source].TakeBefore(frame - _options.WindowFrames);
            if (_realOnsets[source].Length < spikes.Length)
                _realOnsets[source] = new int[2 * spikes.Length];
            int count = 0;
            foreach (long spike in spikes)
            {
                if (IsValidSomewhere(spike))
                    used++;
                else
                    inGap++;
                _realOnsets[source][count++] = (int)(spike - _histories[0].FirstFrame);
            }
            _realCount[source] = count;
        }
        _ledger.SpikesUsed(used);
        _ledger.SpikesUnused(UnusedSpike.Gap, inGap);
        _team.Run(Parts, this, OperationsOf(used));
        if (_wholeTrains is not null)
        {
            _wholeTrains.AverageUpTo(frame);
            return;
        }
        long needed = frame - _options.WindowFrames;
        for (int source = 0; source < _info.Sources && _blocks is not null; source++)
            needed = Math.Min(needed, _blocks.OpenFrame(source, frame));
        foreach (TraceHistory history in _histories)
            history.DiscardBefore(needed);
    }

    private bool IsValidSomewhere(long spike)
    {
        foreach (TraceHistory history in _histories)
        {
            if (history.IsValid(spike, spike + _options.WindowFrames))
                return true;
        }
        return false;
    }

    void IPartitionedWork.DoPart(int part, int worker)
    {
        Range sources = _byTarget ? .._info.Sources : part..(part + 1);
        Range targets = _byTarget ? part..(part + 1) : .._info.Targets;
        if (_report is not null)
            Report(sources, targets, _report, worker);
        else if (_byTarget)
            AverageReal(sources, part, worker);
        else
            AverageSource(part, worker);
    }

    private void AverageReal(Range sources, int target, int worker)
    {
        TraceHistory history = _histories[target];
        for (int source = sources.Start.Value; source < sources.End.Value; source++)
        {
            ReadOnlySpan<int> real = _realOnsets[source].AsSpan(0, _realCount[source]);
            ReadOnlySpan<int> valid = history.ValidOnsets(real, _options.WindowFrames, ref _validOnsets[worker], history.FirstFrame);
            _inGap[target * _info.Sources + source] += real.Length - valid.Length;
            _sums[target].Add(source * RowsPerSource, history.Samples, 0, valid);
        }
    }

    private void AverageSource(int source, int worker)
    {
        if (_blocks is not null)
        {
            _blocks.Average(source, _framesAveraged, _histories, _sums, source * RowsPerSource, worker);
            CountInGap(source);
            return;
        }
        OnsetPlace[] next = _next[source];
        int end = (int)Math.Min(_framesAveraged - _options.WindowFrames, int.MaxValue);
        for (int target = 0; target < _histories.Length; target++)
        {
            AverageReal(source..(source + 1), target, worker);
            TraceHistory history = _histories[target];
            int row = source * RowsPerSource;
            for (int s = 0; s < next.Length; s++)
            {
                int firstFrame = (int)history.FirstFrame;
                OnsetPlace place = next[s];
                ReadOnlySpan<int> onsets = _surrogates.Onsets(source, s).Read(ref place, end, ref _surrogateOnsets[worker]);
                _sums[target].Add(
                    row + 1 + s, history.Samples, firstFrame, history.ValidOnsets(onsets, _options.WindowFrames, ref _validOnsets[worker]));
                if (target == _histories.Length - 1)
                    next[s] = place;
            }
        }
    }

    private void CountInGap(int source)
    {
        foreach (int onset in _realOnsets[source].AsSpan(0, _realCount[source]))
        {
            for (int target = 0; target < _histories.Length; target++)
            {
                long frame = _histories[0].FirstFrame + onset;
                if (!_histories[target].IsValid(frame, frame + _options.WindowFrames))
                    _inGap[target * _info.Sources + source]++;
            }
        }
    }

    private void WriteReport(IOutput<AveragedBatch> output, bool isFinal)
    {
        if (!isFinal && _framesAveraged == _lastReport)
            return;
        _lastReport = _framesAveraged;
        AveragedBatch report = _reports.Rent();
        report.ResetReport(_info.Sources, _info.Targets, _surrogateCount, _framesAveraged, isFinal);
        TakeFramesBefore(_framesAveraged, report);
        if (isFinal)
            _wholeTrains?.MakeExact();
        // Of spikes beyond the report's frame some may have come already, and how many depends on the batches.
        for (int source = 0; source < _pending.Length; source++)
            _pendingCount[source] = _pending[source].Count - (isFinal ? 0 : _pending[source].CountFrom(report.Frame));
        _report = report;
        _team.Run(Parts, this, OperationsOf(_info.Sources));
        _report = null;
        output.Write(report);
    }

    /// <summary>Sends frames on between reports, some at a time: what is made of them does not depend on how they are cut.</summary>
    private void SendFrames(IOutput<AveragedBatch> output)
    {
        if (_averager is null || _analysis is null)
            return;
        long complete = Math.Min(_framesSeen, _spikesComplete);
        if (complete / _analysis.CameraFrames - _averager.FirstFinished < AnalysisFramesSentAtOnce)
            return;
        AveragedBatch batch = _pool.Rent();
        batch.ResetFrames(_info.Sources, _info.Targets, complete);
        TakeFramesBefore(complete, batch);
        output.Write(batch);
    }

    private void TakeFramesBefore(long cameraFrame, AveragedBatch batch)
    {
        if (_averager is null || _analysis is null)
            return;
        _averager.TakeBefore(cameraFrame / _analysis.CameraFrames, batch);
        _unsentSpikes.Spikes.Sort(static (a, b) => a.Tick != b.Tick ? a.Tick.CompareTo(b.Tick) : a.Source.CompareTo(b.Source));
        int count = 0;
        while (count < _unsentSpikes.Count && _analysis.FrameOf(_unsentSpikes.Spikes[count].Tick) < _averager.FirstFinished)
            count++;
        batch.AnalysisSpikes.Add(_unsentSpikes.Spikes[..count]);
        _unsentSpikes.RemoveFirst(count);
    }

    private void Report(Range sources, Range targets, AveragedBatch report, int worker)
    {
        for (int target = targets.Start.Value; target < targets.End.Value; target++)
        {
            SpikeTriggeredSums sums = _sums[target];
            for (int source = sources.Start.Value; source < sources.End.Value; source++)
            {
                int row = source * RowsPerSource;
                Span<double> heights = report.Heights(source, target);
                heights[0] = sums.Height(row);
                double surrogateLevel = _wholeTrains?.Report(source, target, heights[0], heights[1..], worker)
                    ?? SurrogateHeights(sums, row + 1, heights[1..]);
                report.Pair(source, target) = new PairCounts(
                    sums.Used(row), _inGap[target * _info.Sources + source], _pendingCount[source],
                    sums.Level(row), surrogateLevel, _blocks?.Blocks(source) ?? 0);
            }
        }
    }

    /// <summary>Fills in the heights of surrogates and returns the mean of their levels.</summary>
    private static double SurrogateHeights(SpikeTriggeredSums sums, int firstRow, Span<double> heights)
    {
        double levels = 0;
        for (int s = 0; s < heights.Length; s++)
        {
            heights[s] = sums.Height(firstRow + s);
            levels += sums.Level(firstRow + s);
        }
        return levels / heights.Length;
    }

    private static IEnumerable<T> Each<T>(int count, Func<T> make) => Enumerable.Range(0, count).Select(_ => make());
}
