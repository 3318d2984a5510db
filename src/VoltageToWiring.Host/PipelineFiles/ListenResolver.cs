using System.Net;
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

    private readonly ListenSection _listen = file.Source.Listen!;

    public LiveSource Resolve()
    {
        if (file.Random == RandomMode.Numpy)
            throw binder.Error("random", "is numpy, which is for simulations that replay the reference", "streams with source.listen");
        if (file.Pace.Pace.Speed is not null)
            throw binder.Error("pace", $"is {file.Pace.Text}, but a live recording comes at its own pace", "max with source.listen");
        if (file.Inference.Sta.Scheme == StaScheme.WholeTrain)
        {
            throw binder.Error(
                "inference.sta.scheme", "is whole-train, which needs every train from beginning to end before the first frame, and a live recording does not have them",
                "blocks or none with source.listen");
        }
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

    private ListenSource OurMessages(string key, Transport transport, EndPointSetting at)
    {
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
            MaxSpikeDelaySeconds = _listen.MaxSpikeDelay.ExactSi,
            Timeout = TimeSpan.FromSeconds(_listen.Timeout.Si),
            SpikeHeight = _listen.SpikeHeight,
        };
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
