namespace VoltageToWiring.Cli.Terminal;

/// <summary>Prints sentences as they come, from whatever thread; what is said again and again is said once.</summary>
/// <param name="quiet">Whether nothing is printed.</param>
internal sealed class Sentences(bool quiet)
{
    private readonly Lock _gate = new();
    private string? _last;

    public void Say(string sentence)
    {
        lock (_gate)
        {
            if (quiet || sentence == _last)
                return;
            _last = sentence;
            Console.WriteLine(sentence);
        }
    }
}
