namespace VoltageToWiring.Numerics.Detection;

/// <summary>
/// Finds spikes in detrended traces as they come, frame by frame. A whitened matched filter h = R⁻¹s/√(sᵀR⁻¹s) scores every frame in standard
/// deviations of the noise; a spike is a score that no other within the refractory period exceeds, at or above a threshold that follows the
/// height of spikes.
/// </summary>
/// <remarks>
/// R is the autocovariance of the trace and s the mean waveform of its spikes, both learned from the past alone. In the first piece nothing is
/// found. What is found depends on the frames alone. G. L. Turin (1960), "An introduction to matched filters", IRE Trans. Inf. Theory 6:311.
/// Cost: two multiplications for each trace, frame and frame of the template.
/// </remarks>
public sealed class SpikeDetector
{
    // As long as the height of spikes is not known.
    private const double FirstThreshold = 5;

    private const double FewestSpikesPerFrame = 1e-4, MostSpikesPerFrame = 0.02;

    private readonly SpikeDetectorOptions _options;
    private readonly int _targets;
    private readonly FrameRing _frames;
    private readonly FrameRing _scores;
    private readonly TraceCovariance _covariance;
    private readonly SpikeWaveforms _waveforms;
    private readonly double[] _taps;
    private readonly double[] _thresholds;
    private readonly double[] _found;

    // The noise is looked at this many frames late, when it is known whether a spike is near; and before which frame there is one.
    private readonly int _noiseDelay;
    private readonly long[] _spikeUntil;
    private readonly bool[] _quiet;
    private double _foundFrames;
    private int _pieces;
    private long _next;
    private long _seen;
    private bool _armed;

    /// <summary>Traces before their first frame.</summary>
    /// <param name="targets">Number of traces.</param>
    /// <param name="options">How spikes are found.</param>
    /// <exception cref="ArgumentException">The template has not as many values as frames.</exception>
    public SpikeDetector(int targets, SpikeDetectorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Template.Count != options.Length)
            throw new ArgumentException($"The template has {options.Template.Count} values for {options.Length} frames.", nameof(options));
        _options = options;
        _targets = targets;
        _noiseDelay = options.BeforeFrames + options.LatencyFrames;
        _frames = new FrameRing(targets, Math.Max(options.Length + options.RefractoryFrames, _noiseDelay + 1));
        _scores = new FrameRing(targets, 2 * options.RefractoryFrames + 1);
        _covariance = new TraceCovariance(targets, options.Length);
        _waveforms = new SpikeWaveforms(targets, options.Length);
        _taps = new double[options.Length * targets];
        _thresholds = new double[targets];
        Array.Fill(_thresholds, Math.Max(FirstThreshold, options.ThresholdFloor));
        _found = new double[targets];
        _spikeUntil = new long[targets];
        _quiet = new bool[targets];
    }

    /// <summary>The frame after the newest one.</summary>
    public long EndFrame => _next;

    /// <summary>All spikes of frames before this one were found.</summary>
    public long CompleteThroughFrame => Math.Max(0, _next - _options.LatencyFrames);

    /// <summary>The threshold of each trace now, in standard deviations of the noise.</summary>
    public ReadOnlySpan<double> Thresholds => _thresholds;

    /// <summary>Takes one frame.</summary>
    /// <param name="frame">The detrended sample of each trace; one that is not finite counts as 0.</param>
    /// <param name="found">Receives the spikes that are certain with it, all of one frame, ascending by trace.</param>
    public void Add(ReadOnlySpan<double> frame, List<FoundSpike> found)
    {
        ArgumentNullException.ThrowIfNull(found);
        Span<double> newest = _frames.Next();
        for (int n = 0; n < _targets; n++)
            newest[n] = double.IsFinite(frame[n]) ? frame[n] : 0;
        Score(_scores.Next());
        _next++;
        if (_armed)
            Find(found);
        FollowNoise();
        if (++_seen % _options.PieceFrames == 0)
            Learn();
    }

    /// <summary>Goes on after frames that are missing: as if they were 0, but nothing is learned of them.</summary>
    /// <param name="frame">The next frame that is there, not before <see cref="EndFrame"/>.</param>
    /// <param name="found">Receives the spikes that are certain now.</param>
    public void SkipTo(long frame, List<FoundSpike> found)
    {
        ArgumentNullException.ThrowIfNull(found);
        // After as many nothing is left of what came before.
        for (int i = 0; i < _options.Length + 2 * _options.RefractoryFrames && _next < frame; i++)
        {
            _frames.Next().Clear();
            Score(_scores.Next());
            _next++;
            if (_armed)
                Find(found);
        }
        _next = Math.Max(_next, frame);
    }

    private void FollowNoise()
    {
        long frame = _next - 1 - _noiseDelay;
        if (frame < 0)
            return;
        for (int n = 0; n < _targets; n++)
            _quiet[n] = frame >= _spikeUntil[n];
        _covariance.Add(_frames.Back(_noiseDelay), _quiet);
    }

    private void Score(Span<double> scores)
    {
        scores.Clear();
        for (int at = 0; at < _options.Length; at++)
        {
            ReadOnlySpan<double> frame = _frames.Back(_options.Length - 1 - at);
            ReadOnlySpan<double> taps = _taps.AsSpan(at * _targets, _targets);
            for (int n = 0; n < scores.Length; n++)
                scores[n] += taps[n] * frame[n];
        }
    }

    // The newest score is of the frame before the template's end; the one in question has as many on either side.
    private void Find(List<FoundSpike> found)
    {
        int refractory = _options.RefractoryFrames;
        ReadOnlySpan<double> scores = _scores.Back(refractory);
        long frame = _next - 1 - _options.LatencyFrames;
        for (int n = 0; n < _targets; n++)
        {
            if (scores[n] >= _thresholds[n] && frame >= 0 && IsPeak(n, scores[n]))
            {
                found.Add(new FoundSpike(n, frame, scores[n]));
                _spikeUntil[n] = frame + _options.AfterFrames + _options.Length;
                Take(n);
            }
        }
    }

    // Of equal scores the first is the peak.
    private bool IsPeak(int target, double score)
    {
        for (int i = 0; i < _options.RefractoryFrames; i++)
        {
            if (_scores.Back(i)[target] > score || _scores.Back(_options.RefractoryFrames + 1 + i)[target] >= score)
                return false;
        }
        return true;
    }

    private void Take(int target)
    {
        _found[target]++;
        for (int at = 0; at < _options.Length; at++)
            _waveforms.Add(target, at, _frames.Back(_options.RefractoryFrames + _options.Length - 1 - at)[target]);
        _waveforms.Count(target);
    }

    private void Learn()
    {
        int length = _options.Length;
        _foundFrames += _options.PieceFrames;
        Span<double> r = stackalloc double[length], s = stackalloc double[length], h = stackalloc double[length];
        bool known = _waveforms.AreKnown;
        for (int n = 0; n < _targets; n++)
        {
            _covariance.Of(n, r);
            if (known && _options.Learns)
                _waveforms.Of(n, s);
            else
                CopyTemplate(s);
            SetTaps(n, r, s, h);
            if (known && HeightOf(n, s) is > 0 and var height)
                _thresholds[n] = SpikeThreshold.Of(height, SpikesPerPeak(n), _options.ThresholdFloor);
        }
        // The first pieces were looked at with less knowledge, and count less soon.
        double kept = Math.Min(_options.KeptOfPiece, 1 - 1.0 / (++_pieces + 1));
        _covariance.EndPiece(kept);
        _waveforms.Forget(kept);
        foreach (ref double count in _found.AsSpan())
            count *= kept;
        _foundFrames *= kept;
        _armed = true;
    }

    // A trace that is constant has no filter, and no spikes.
    private void SetTaps(int target, ReadOnlySpan<double> r, ReadOnlySpan<double> s, Span<double> h)
    {
        double square = 0;
        if (ToeplitzSolver.TrySolve(r, s, h))
        {
            for (int at = 0; at < h.Length; at++)
                square += s[at] * h[at];
        }
        double scale = square > 0 ? 1 / Math.Sqrt(square) : 0;
        for (int at = 0; at < h.Length; at++)
            _taps[at * _targets + target] = scale > 0 ? scale * h[at] : 0;
    }

    // The score that the mean waveform of the spikes has.
    private double HeightOf(int target, Span<double> waveform)
    {
        _waveforms.Of(target, waveform);
        double height = 0;
        for (int at = 0; at < waveform.Length; at++)
            height += _taps[at * _targets + target] * waveform[at];
        return height;
    }

    // Of as many frames as the refractory period has, and one, one is the peak.
    private double SpikesPerPeak(int target)
        => (_options.RefractoryFrames + 1) * Math.Clamp(_found[target] / _foundFrames, FewestSpikesPerFrame, MostSpikesPerFrame);

    private void CopyTemplate(Span<double> s)
    {
        for (int at = 0; at < s.Length; at++)
            s[at] = _options.Template[at];
    }
}
