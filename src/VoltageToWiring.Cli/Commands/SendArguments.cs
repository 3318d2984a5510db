using System.CommandLine;
using System.Globalization;
using System.Net;
using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Sending;
using VoltageToWiring.Wire.Sending;

namespace VoltageToWiring.Cli.Commands;

/// <summary>The options that say where a recording is sent, and what is done to its messages.</summary>
internal sealed class SendArguments
{
    private readonly Option<string> _to = new("--to")
    {
        Description = "Where a v2w run listens; with open-ephys:// where to publish as Open Ephys does.",
        HelpName = "tcp://HOST:PORT|zmq://HOST:PORT|open-ephys://ADDRESS:PORT",
        Required = true,
    };

    private readonly Option<string> _token = new("--token")
    {
        Description = "The secret that the receiver asks for: env:NAME, an environment variable, or file:PATH.",
        HelpName = "none|env:NAME|file:PATH",
        DefaultValueFactory = _ => "none",
    };

    private readonly Option<string?> _drop = Share("--drop", "Share of messages that are not sent at first; they are asked for again. With open-ephys:// they are lost.");

    private readonly Option<string?> _duplicate = Share("--duplicate", "Share of messages that are sent twice.");

    private readonly Option<string?> _reorder = Share("--reorder", "Share of messages that are sent after the one that follows them.");

    private readonly Option<string?> _jitter = Time("--jitter", "2ms", "Longest delay before messages leave, drawn evenly from 0 on.");

    private readonly Option<string?> _disconnect = Time("--disconnect-every", "30s", "How often the connection breaks.");

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_to, _token, _drop, _duplicate, _reorder, _jitter, _disconnect])
            command.Options.Add(option);
    }

    /// <summary>Reads them.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="onConnection">Hears of connections.</param>
    /// <exception cref="PipelineException">One is not what it should be.</exception>
    public SendOptions Read(ParseResult parsed, Action<string> onConnection)
    {
        string to = parsed.GetValue(_to)!;
        Dictionary<string, SendWay> ways = Enum.GetValues<SendWay>().ToDictionary(SendOptions.SchemeOf);
        if (!Uri.TryCreate(to, UriKind.Absolute, out Uri? address) || !ways.TryGetValue(address.Scheme, out SendWay way) || address is not { Port: > 0, PathAndQuery: "" or "/", UserInfo: "" })
            throw new PipelineException($"{_to.Name}: found '{to}'; allowed is tcp://HOST:PORT, such as tcp://127.0.0.1:5800, zmq://HOST:PORT or open-ephys://ADDRESS:PORT.");
        if (way == SendWay.OpenEphys && parsed.GetValue(_disconnect) is { } every)
            throw new PipelineException($"{_disconnect.Name}: found '{every}', but a publisher has no connections of its own; allowed with open-ephys:// are {_drop.Name}, {_duplicate.Name}, {_reorder.Name} and {_jitter.Name}.");
        if (way == SendWay.OpenEphys && parsed.GetValue(_token) is { } token && token != TokenSetting.None.Text)
            throw new PipelineException($"{_token.Name}: found '{token}', but a publisher asks nobody for a secret and says none; allowed with open-ephys:// is none.");
        if (way != SendWay.Tcp && address.Port == IPEndPoint.MaxPort)
            throw new PipelineException($"{_to.Name}: found '{to}', whose next port is needed, too, and there is none; allowed with {address.Scheme}:// is a port below 65535.");
        return new SendOptions
        {
            Way = way,
            Host = address.IdnHost,
            Port = address.Port,
            Token = PipelineArguments.Read<TokenSetting>(_token.Name, parsed.GetValue(_token)!).Read(Environment.CurrentDirectory),
            Faults = new FaultOptions
            {
                Drop = ReadShare(_drop, parsed),
                Duplicate = ReadShare(_duplicate, parsed),
                Reorder = ReadShare(_reorder, parsed),
                Jitter = ReadTime(_jitter, parsed) ?? TimeSpan.Zero,
                DisconnectEvery = ReadTime(_disconnect, parsed),
            },
            OnConnection = onConnection,
        };
    }

    private static double ReadShare(Option<string?> option, ParseResult parsed)
    {
        if (parsed.GetValue(option) is not { } text)
            return 0;
        bool isNumber = double.TryParse(text.TrimEnd().TrimEnd('%'), NumberStyles.Float, CultureInfo.InvariantCulture, out double percent);
        return text.TrimEnd().EndsWith('%') && isNumber && percent is >= 0 and < 100
            ? percent / 100
            : throw new PipelineException($"{option.Name}: found '{text}'; allowed is a percentage from 0% to below 100%, such as 1%.");
    }

    private static TimeSpan? ReadTime(Option<string?> option, ParseResult parsed)
    {
        if (parsed.GetValue(option) is not { } text)
            return null;
        return Quantity.TryParse(text, Dimension.Time, out Quantity time, out _) && time.ExactSi is > 0 and <= 86400
            ? TimeSpan.FromSeconds(time.Si)
            : throw new PipelineException($"{option.Name}: found '{text}'; allowed is a time above 0 and at most 24 h, such as {option.HelpName}.");
    }

    private static Option<string?> Share(string name, string description) => new(name) { Description = description, HelpName = "1%" };

    private static Option<string?> Time(string name, string example, string description) => new(name) { Description = description, HelpName = example };
}
