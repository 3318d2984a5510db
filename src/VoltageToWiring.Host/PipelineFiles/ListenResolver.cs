using System.Net;
using VoltageToWiring.Host.Movies;
using VoltageToWiring.Host.Sources;
using VoltageToWiring.Wire.Connections;
using VoltageToWiring.Wire.OpenEphys;
using VoltageToWiring.Wire.Receiving;

namespace VoltageToWiring.Host.PipelineFiles;

/// <summary>Turns the section on a live recording into what listens for it, and checks what no key can check alone.</summary>
/// <param name="file">The pipeline.</param>
/// <param name="binder">Knows where every key was written.</param>
/// <param name="directory">Where relative file names begin.</param>
internal sealed class ListenResolver(PipelineFile file, PipelineBinder binder, string directory)
{
    private const string Path = "source.listen";

    private static readonly string[] PlaceNames = ["tcp", "zeromq", "open_ephys"];

    private static readonly ListenSection Usual = new();

    private readonly ListenSection _listen = file.Source.Listen!;

    public LiveSource Resolve()
    {
        LiveRecordingChecks.Check(file, binder, Path);
        return Places() switch
        {
            [] => throw binder.Error(Path, "says nowhere to listen", $"a map with {string.Join(", ", PlaceNames)}, such as {{ tcp: 127.0.0.1:5800 }}"),
            ["tcp"] => OurMessages("tcp", Transport.Tcp, _listen.Tcp!),
            ["zeromq"] => OurMessages("zeromq", Transport.ZeroMq, _listen.Zeromq!),
            ["open_ephys"] => OpenEphys(_listen.OpenEphys!),
            var several => throw binder.Error($"{Path}.{several[^1]}", $"stands beside {several[0]}", $"one of {string.Join(", ", PlaceNames)}"),
        };
    }

    private string[] Places()
    {
        (string Name, object? Place)[] places = [("tcp", _listen.Tcp), ("zeromq", _listen.Zeromq), ("open_ephys", _listen.OpenEphys)];
        return [.. places.Where(place => place.Place is not null).Select(place => place.Name)];
    }

    private OpenEphysSource OpenEphys(PublisherSetting at)
    {
        if (_listen.Token.IsSome)
            throw binder.Error($"{Path}.token", $"is {_listen.Token.Text}, but Open Ephys asks for none and says none", "none with open_ephys");
        if (_listen.Movie is not null)
            throw binder.Error($"{Path}.movie", "is written, but Open Ephys sends traces", "no movie with open_ephys");
        if (_listen.Timeout.ExactSi != Usual.Timeout.ExactSi)
            throw binder.Error($"{Path}.timeout", $"is {_listen.Timeout}, but {Path}.silence says when a recording of Open Ephys is over", "no timeout with open_ephys");
        bool detects = file.Spikes == SpikesSetting.Detect;
        if (_listen.SpikeSources.Units.Count == 0 && !detects)
            throw binder.Error($"{Path}.open_ephys", "comes without spike trains", $"spikes: detect, or {Path}.spike_sources");
        if (_listen.SpikeWait.ExactSi > _listen.MaxSpikeDelay.ExactSi)
            throw binder.Error($"{Path}.spike_wait", $"is {_listen.SpikeWait}", $"at most {Path}.max_spike_delay, {_listen.MaxSpikeDelay}");
        return new OpenEphysSource
        {
            Options = new OpenEphysOptions
            {
                Host = at.Host,
                Port = at.Port,
                Stream = _listen.Stream,
                Channels = _listen.Channels.Numbers,
                Units = _listen.SpikeSources.Units,
                SpikeWait = TimeSpan.FromSeconds(_listen.SpikeWait.Si),
                Silence = TimeSpan.FromSeconds(_listen.Silence.Si),
                Correction = Correction(),
            },
            MaxSpikeDelaySeconds = _listen.MaxSpikeDelay.ExactSi,
            SpikeHeight = _listen.SpikeHeight,
        };
    }

    // Defaults may stand: a resolved pipeline has every key.
    private void RefuseWhatIsForOpenEphys(string place)
    {
        (string Key, string Found, bool IsUsual)[] keys =
        [
            ("channels", _listen.Channels.Text, _listen.Channels.Numbers is null),
            ("spike_sources", _listen.SpikeSources.Text, _listen.SpikeSources.Units.Count == 0),
            ("spike_wait", _listen.SpikeWait.Text, _listen.SpikeWait.ExactSi == Usual.SpikeWait.ExactSi),
            ("silence", _listen.Silence.Text, _listen.Silence.ExactSi == Usual.Silence.ExactSi),
        ];
        foreach ((string key, string found, _) in keys.Where(one => !one.IsUsual))
            throw binder.Error($"{Path}.{key}", $"is {found}, which is for open_ephys", $"no {key} with {place}");
    }

    private ListenSource OurMessages(string key, Transport transport, EndPointSetting at)
    {
        RefuseWhatIsForOpenEphys(key);
        if (transport == Transport.ZeroMq && at.EndPoint.Port == IPEndPoint.MaxPort)
            throw binder.Error($"{Path}.{key}", $"is {at.Text}, and answers go out at the next port, of which there is none", "a port below 65535");
        if (!IPAddress.IsLoopback(at.EndPoint.Address) && !_listen.Token.IsSome)
            throw binder.Error($"{Path}.{key}", $"is {at.Text}, which lets other machines in", $"an address of this machine only, such as 127.0.0.1:{at.EndPoint.Port}, or {Path}.token: env:NAME or file:PATH");
        return new ListenSource
        {
            Transport = transport,
            EndPoint = at.EndPoint,
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
