using System.Net;
using VoltageToWiring.Host.Movies;
using VoltageToWiring.Host.Sources;
using VoltageToWiring.Wire.Receiving;

namespace VoltageToWiring.Host.PipelineFiles;

/// <summary>Turns the section on a live recording into what listens for it, and checks what no key can check alone.</summary>
/// <param name="file">The pipeline.</param>
/// <param name="binder">Knows where every key was written.</param>
/// <param name="directory">Where relative file names begin.</param>
internal sealed class ListenResolver(PipelineFile file, PipelineBinder binder, string directory)
{
    private const string Path = "source.listen";

    private readonly ListenSection _listen = file.Source.Listen!;

    public ListenSource Resolve()
    {
        LiveRecordingChecks.Check(file, binder, Path);
        if (_listen.Tcp is not { } tcp)
            throw binder.Error(Path, "says nowhere to listen", "a map with tcp, such as { tcp: 127.0.0.1:5800 }");
        if (!IPAddress.IsLoopback(tcp.EndPoint.Address) && !_listen.Token.IsSome)
            throw binder.Error($"{Path}.tcp", $"is {tcp.Text}, which lets other machines in", $"an address of this machine only, such as 127.0.0.1:{tcp.EndPoint.Port}, or {Path}.token: env:NAME or file:PATH");
        return new ListenSource
        {
            EndPoint = tcp.EndPoint,
            Token = _listen.Token,
            Directory = directory,
            Stream = _listen.Stream,
            Correction = Correction(),
            Rois = _listen.Movie is { } movie ? Rois(movie) : null,
            MaxSpikeDelaySeconds = _listen.MaxSpikeDelay.ExactSi,
            Timeout = TimeSpan.FromSeconds(_listen.Timeout.Si),
            SpikeHeight = _listen.SpikeHeight,
        };
    }

    private RoiSetting Rois(MovieSection movie)
    {
        if (movie.Spikes is not null)
            throw binder.Error($"{Path}.movie.spikes", "is written", "a table of spikes with source.file only; here they come with the movie, or are detected");
        if (movie.Traces == TracesPlace.Receiver)
            throw binder.Error($"{Path}.movie.traces", "is receiver, and this is the receiver", "here with source.listen");
        return new MovieResolver(binder, $"{Path}.movie", directory).Rois(movie);
    }

    private StreamCorrection Correction() => new()
    {
        Unit = _listen.Unit,
        VoltsPerUnit = _listen.VoltsPerUnit,
        Polarity = _listen.Polarity switch
        {
            PolaritySetting.Positive => 1,
            PolaritySetting.Negative => -1,
            _ => null,
        },
        SpikeOffsetSeconds = _listen.SpikeOffset.Si,
    };
}
