namespace VoltageToWiring.Numerics.Scoring;

/// <summary>Elements of given ranks without sorting.</summary>
/// <remarks>C. A. R. Hoare (1961), "Algorithm 65: find", with the median of three as pivot.</remarks>
internal static class OrderStatistics
{
    /// <summary>The element of a rank; smaller ones come to lie before it, larger ones after it.</summary>
    /// <param name="x">Finite values; reordered.</param>
    /// <param name="rank">0 … length − 1.</param>
    public static float Select(Span<float> x, int rank)
    {
        int from = 0, to = x.Length - 1;
        while (from < to)
        {
            float pivot = MedianOfThree(x[from], x[(from + to) / 2], x[to]);
            int i = from, j = to;
            while (i <= j)
            {
                while (x[i] < pivot)
                    i++;
                while (x[j] > pivot)
                    j--;
                if (i <= j)
                {
                    (x[i], x[j]) = (x[j], x[i]);
                    i++;
                    j--;
                }
            }
            if (rank <= j)
                to = j;
            else if (rank >= i)
                from = i;
            else
                break;
        }
        return x[rank];
    }

    /// <summary>The elements of several ranks: the middle one first, then those of either side among the elements of that side.</summary>
    /// <param name="x">Finite values; reordered.</param>
    /// <param name="ranks">Ascending, each 0 … length − 1.</param>
    /// <param name="selected">Receives an element for each rank.</param>
    public static void Select(Span<float> x, ReadOnlySpan<int> ranks, Span<float> selected) => Select(x, 0, ranks, selected);

    private static void Select(Span<float> x, int offset, ReadOnlySpan<int> ranks, Span<float> selected)
    {
        if (ranks.IsEmpty)
            return;
        int middle = ranks.Length / 2, rank = ranks[middle] - offset;
        selected[middle] = Select(x, rank);
        int below = middle;
        while (below > 0 && ranks[below - 1] == ranks[middle])
            selected[--below] = selected[middle];
        Select(x[..rank], offset, ranks[..below], selected);
        int above = middle + 1;
        while (above < ranks.Length && ranks[above] == ranks[middle])
            selected[above++] = selected[middle];
        Select(x[(rank + 1)..], offset + rank + 1, ranks[above..], selected[above..]);
    }

    private static float MedianOfThree(float a, float b, float c) => Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
}
