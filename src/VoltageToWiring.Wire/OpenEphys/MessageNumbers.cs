namespace VoltageToWiring.Wire.OpenEphys;

/// <summary>What became of a numbered message.</summary>
internal enum NumberedArrival
{
    /// <summary>It follows the one before it, or some that are missing.</summary>
    New,

    /// <summary>It was missing, and comes after messages that follow it.</summary>
    Late,

    /// <summary>It was there already.</summary>
    Duplicate,

    /// <summary>It is far before the newest: numbers have begun anew.</summary>
    Anew,
}

/// <summary>Books of message numbers, the only sign of loss that a publisher gives.</summary>
internal sealed class MessageNumbers
{
    /// <summary>
    /// How far back it is remembered which messages came. A publisher's connection keeps their order, so that little is needed; and whatever is
    /// further back is of an acquisition that was started anew.
    /// </summary>
    public const int Remembered = 64;

    private readonly bool[] _came = new bool[Remembered];
    private long _first = -1;

    /// <summary>The largest number so far; −1 before the first.</summary>
    public long Newest { get; private set; } = -1;

    /// <summary>Messages that came, each counted once.</summary>
    public long Messages { get; private set; }

    /// <summary>Messages that were there already.</summary>
    public long Duplicates { get; private set; }

    /// <summary>Messages that came after one with a larger number.</summary>
    public long Late { get; private set; }

    /// <summary>Numbers between the first and the newest that never came.</summary>
    public long Lost => Newest < 0 ? 0 : Newest - _first + 1 - Messages;

    /// <summary>Takes a number into the books.</summary>
    public NumberedArrival Take(long number)
    {
        if (Newest < 0)
            _first = number;
        else if (number <= Newest)
            return TakeEarlier(number);
        Forget(number);
        Newest = number;
        return Came(number, NumberedArrival.New);
    }

    private NumberedArrival TakeEarlier(long number)
    {
        if (Newest - number >= Remembered)
            return NumberedArrival.Anew;
        if (_came[number % Remembered])
        {
            Duplicates++;
            return NumberedArrival.Duplicate;
        }
        // What was missed before the first that came was not lost.
        _first = Math.Min(_first, number);
        Late++;
        return Came(number, NumberedArrival.Late);
    }

    private NumberedArrival Came(long number, NumberedArrival how)
    {
        _came[number % Remembered] = true;
        Messages++;
        return how;
    }

    private void Forget(long upTo)
    {
        for (long number = Math.Max(Newest + 1, upTo - Remembered + 1); Newest >= 0 && number <= upTo; number++)
            _came[number % Remembered] = false;
    }
}
