using Linli.Platform.Text;

namespace Linli.People.Import;

/// <summary>In what the file and the register contradict each other.</summary>
internal enum ConflictKind
{
    /// <summary>The same person under another name.</summary>
    Name,

    /// <summary>The same person with another phone.</summary>
    Phone,

    /// <summary>The same person with another birthday.</summary>
    Birth,

    /// <summary>The home has another owner.</summary>
    Owner,

    /// <summary>The person is tied to the home in another way.</summary>
    Relation,
}

/// <summary>What wins.</summary>
internal enum Verdict
{
    /// <summary>The register stays as it is; the rest of the row is taken.</summary>
    Keep,

    /// <summary>The file is right.</summary>
    Replace,

    /// <summary>The whole row is left out, and is among the refused ones.</summary>
    Skip,
}

/// <summary>One contradiction, as a person decides it.</summary>
/// <param name="Kind">In what.</param>
/// <param name="Row">The row of the file.</param>
/// <param name="Who">Whom it is about, masked.</param>
/// <param name="Home">Their home in the file.</param>
/// <param name="Register">What the register says, masked.</param>
/// <param name="File">What the file says, masked.</param>
/// <param name="Locked">Why the file cannot win, or <c>null</c>.</param>
internal sealed record ImportConflict(ConflictKind Kind, int Row, string Who, string Home, string Register, string File, Phrase? Locked = null)
{
    /// <summary>Name under which a decision on this one is kept.</summary>
    public string Key => $"{Kind}:{Row}";
}

/// <summary>Decisions on conflicts: one by one, or for all of a kind.</summary>
internal sealed class Decisions(IReadOnlyDictionary<string, Verdict> verdicts)
{
    public static readonly Decisions None = new(new Dictionary<string, Verdict>());

    /// <summary>What was decided, or <c>null</c>.</summary>
    public Verdict? Of(ConflictKind kind, int row) =>
        verdicts.TryGetValue($"{kind}:{row}", out var one) ? one
        : verdicts.TryGetValue(kind.ToString(), out var all) ? all
        : null;
}
