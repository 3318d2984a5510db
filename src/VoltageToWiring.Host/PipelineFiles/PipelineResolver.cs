using System.Globalization;
using System.Net;
using VoltageToWiring.Host.Sources;
using VoltageToWiring.Inference.Averaging;
using VoltageToWiring.Streaming.Links;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Host.PipelineFiles;

/// <summary>Turns a pipeline file into frames and SI units for a recording that has said what it is like, and checks what no key can check alone.</summary>
internal sealed class PipelineResolver
{
    private readonly PipelineFile _file;
    private readonly PipelineBinder _binder;
    private readonly RecordingSource _source;
    private readonly RecordingInfo _declared;
    private readonly FrameTimes _frames;
    private readonly NamedFiles _files;

    private PipelineResolver(PipelineFile file, PipelineBinder binder, RecordingSource source, RecordingInfo declared, string directory)
    {
        _file = file;
        _binder = binder;
        _source = source;
        _declared = declared;
        _frames = new FrameTimes(binder, declared.FrameClock, source.TimesAreWholeFrames);
        _files = new NamedFiles(binder, directory);
    }

    /// <summary>The pipeline for one recording.</summary>
    /// <param name="file">As written, with defaults.</param>
    /// <param name="binder">Knows where every key was written.</param>
    /// <param name="source">Where the recording comes from.</param>
    /// <param name="declared">What it says of itself.</param>
    /// <param name="directory">Where relative file names begin.</param>
    /// <exception cref="PipelineException">The pipeline does not fit the recording.</exception>
    public static ResolvedPipeline Resolve(PipelineFile file, PipelineBinder binder, RecordingSource source, RecordingInfo declared, string directory)
        => new PipelineResolver(file, binder, source, declared, directory).Resolve();

    private ResolvedPipeline Resolve()
    {
        CheckPublication();
        IReadOnlyList<IRecordingCompletion> completions = new DetectionResolver(_file, _binder, _files).Completions(_declared);
        RecordingInfo recording = completions.Aggregate(_declared, (info, completion) => completion.InfoOf(info));
        int window = WindowFrames(recording);
        int surrogates = Surrogates(recording, window);
        return new ResolvedPipeline
        {
            Name = _file.Name,
            Seed = _file.Seed,
            Source = _source,
            Declared = _declared,
            Recording = recording,
            Completions = completions,
            Pace = _file.Pace.Pace,
            StopWhenDecided = StopWhenDecided(),
            StopAfterFrames = _file.Until.Time is { } until ? _frames.Of("until", until) : null,
            Links = Links(),
            Sta = new StaOptions
            {
                WindowFrames = window,
                ReportEveryFrames = ReportEveryFrames(),
                Workers = _file.Workers.OnThisMachine,
                MaxSpikeDelayFrames = _frames.AtLeast(_source.MaxSpikeDelaySeconds),
            },
            Surrogates = surrogates,
            StaBlockSurrogates = _file.Inference.Sta.Scheme == StaScheme.Blocks,
            Online = new OnlineResolver(_file.Inference, _binder).Resolve(Facts(recording), _file.Workers.OnThisMachine),
        };
    }

    // A publisher cannot ask whoever subscribes for a token.
    private void CheckPublication()
    {
        if (_file.Publish is { } publish && !IPAddress.IsLoopback(publish.Zeromq.EndPoint.Address))
        {
            throw _binder.Error(
                "publish.zeromq", $"is {publish.Zeromq.Text}, which lets other machines read",
                $"an address of this machine only, such as 127.0.0.1:{publish.Zeromq.EndPoint.Port}, and a tunnel for those who are to read");
        }
    }

    private RecordingFacts Facts(RecordingInfo recording) => new(
        Length(recording), _frames.PeriodSeconds, (_source as KnownSource)?.RatesHz ?? [], (long)recording.Sources * recording.Targets,
        recording.AmplitudeUnit, _source.SpikeHeight);

    private Quantity? Length(RecordingInfo recording)
        => _file.Source.Simulate?.Duration ?? (recording.TotalFrames is { } frames ? _frames.Length(frames) : null);

    private int WindowFrames(RecordingInfo recording)
    {
        const string path = "inference.sta.window";
        StaSection sta = _file.Inference.Sta;
        long frames = _frames.Of(path, sta.Window);
        if (frames >= (recording.TotalFrames ?? long.MaxValue))
            throw _binder.Error(path, $"is {sta.Window}", $"a time shorter than the recording, {Length(recording)}");
        // A block of surrogates spans at most 10 s, and is scored once its last window is over.
        if (sta.Scheme == StaScheme.Blocks && sta.Window.ExactSi > 10)
            throw _binder.Error(path, $"is {sta.Window}", "at most 10 s, the longest a block may be, with inference.sta.scheme: blocks");
        return (int)frames;
    }

    private int Surrogates(RecordingInfo recording, int window)
    {
        StaSection sta = _file.Inference.Sta;
        if (sta.Scheme == StaScheme.WholeTrain)
            CheckWholeTrains(recording, window);
        int surrogates = sta.Scheme == StaScheme.None ? 0 : sta.Surrogates;
        double sums = recording.Sources * (1.0 + surrogates) * window;
        if (sums > Array.MaxLength)
        {
            throw _binder.Error(
                "inference.sta.surrogates", string.Create(CultureInfo.InvariantCulture, $"is {surrogates}, with {recording.Sources} trains and {window} frames {sums:0.#E+0} sums for each target"),
                string.Create(CultureInfo.InvariantCulture, $"at most {Array.MaxLength:0.#E+0} in all"));
        }
        return surrogates;
    }

    private void CheckWholeTrains(RecordingInfo recording, int window)
    {
        if (!recording.TrainsKnownBeforehand)
        {
            throw _binder.Error(
                "inference.sta.scheme", "is whole-train, which needs every train from beginning to end before the first frame, and this recording does not have them",
                "blocks or none");
        }
        if (recording.TotalFrames > int.MaxValue - window)
        {
            throw _binder.Error(
                "source.simulate.duration", $"is {Length(recording)}, {recording.TotalFrames} frames",
                "fewer than 2^31 frames with inference.sta.scheme: whole-train");
        }
    }

    private LinkPlan Links()
    {
        if (_file.Links.WhenFull != WhenFullSetting.Wait && !_file.Links.Between.HasLinkBefore("sta"))
        {
            throw _binder.Error(
                "links.when_full", $"is {KeyInfo.ValueName(_file.Links.WhenFull)}, but links.between has no link before sta", "wait, or a link before sta");
        }
        return new LinkPlan(
            new LinkOptions
            {
                Capacity = _file.Links.Capacity,
                WhenFull = _file.Links.WhenFull switch
                {
                    WhenFullSetting.DropOldest => WhenFull.DropOldest,
                    WhenFullSetting.DropNewest => WhenFull.DropNewest,
                    _ => WhenFull.Wait,
                },
            },
            _file.Links.Between.HasLinkBefore);
    }

    private bool StopWhenDecided()
        => !_file.Until.IsDecided || _file.Inference.Online is not null
            ? _file.Until.IsDecided
            : throw _binder.Error("until", "is decided, but nothing decides without inference.online", "end, a time such as 60 s, or decided with inference.online");

    private long ReportEveryFrames()
    {
        const string Sta = "inference.sta.report_every", Online = "inference.online.report_every";
        Quantity cadence = _file.Inference.Sta.ReportEvery!.Value;
        if (_file.Inference.Online?.ReportEvery is { } online && online.ExactSi != cadence.ExactSi)
            throw _binder.Error(Online, $"is {online}, but {Sta} is {cadence}", "the same for both, or only one of the two keys");
        return _frames.Of(_binder.IsWritten(Online) ? Online : Sta, cadence);
    }
}
