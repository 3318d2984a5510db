using System.Security.Cryptography;
using System.Text;
using VoltageToWiring.Wire.Messages;

namespace VoltageToWiring.Wire.Receiving;

/// <summary>Whether a hello is welcome.</summary>
/// <param name="options">What the listener takes.</param>
internal sealed class Admission(ListenerOptions options)
{
    /// <summary>What every hello has to keep: it knows the secret, and asks for no more than is allowed.</summary>
    /// <exception cref="WireException">It does not.</exception>
    public void Check(Hello hello)
    {
        CheckToken(hello);
        _ = new StreamBounds(hello, options.Limits);
    }

    /// <summary>What the first hello of a recording has to keep: it begins at its beginning, and is one that is wanted.</summary>
    /// <exception cref="WireException">It does not.</exception>
    public void CheckNew(Hello hello)
    {
        if (options.Stream is { } expected && expected != hello.Stream)
            throw new WireException(WireError.Order, $"The stream is called '{hello.Stream}'; '{expected}' is allowed here.");
        if (hello.OldestSequence > 0)
        {
            throw new WireException(WireError.Session, FormattableString.Invariant(
                $"The session goes on at message {hello.OldestSequence}, but nothing of it was received here; a new one begins at message 0."));
        }
        if (options.WhyNot?.Invoke(options.Correction.InfoOf(hello)) is { } unsuitable)
            throw new WireException(WireError.Unsuitable, unsuitable);
    }

    /// <summary>What a further hello has to keep: it takes up the same recording.</summary>
    /// <exception cref="WireException">It does not.</exception>
    public static void CheckReturning(Hello first, Hello hello)
    {
        if (first.Session != hello.Session)
            throw new WireException(WireError.Busy, $"The stream '{first.Stream}' has a sender; one at a time is allowed.");
        if (!first.IsSameRecordingAs(hello))
            throw new WireException(WireError.Session, "The hello announces another recording than the first one of its session; both have to be the same.");
    }

    private void CheckToken(Hello hello)
    {
        if (options.Token is not { } token)
            return;
        // Digests are of equal length, so the comparison tells nothing of the token, not even how long it is.
        byte[] allowed = SHA256.HashData(Encoding.UTF8.GetBytes(token));
        byte[] found = SHA256.HashData(Encoding.UTF8.GetBytes(hello.Token ?? ""));
        if (!CryptographicOperations.FixedTimeEquals(allowed, found))
            throw new WireException(WireError.Token, $"The token is {(hello.Token is null ? "missing" : "wrong")}; this listener asks for the one it was started with.");
    }
}
