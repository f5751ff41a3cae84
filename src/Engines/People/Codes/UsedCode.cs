namespace Linli.People.Codes;

/// <summary>A code that was read, until it would have run out: it is good once.</summary>
internal sealed class UsedCode
{
    /// <summary>The random part of the code.</summary>
    public required Guid Id { get; init; }

    /// <summary>Account of the terminal that read it: it may read again what it read, when the answer was lost.</summary>
    public required Guid Reader { get; init; }

    public required DateTimeOffset Until { get; init; }
}
