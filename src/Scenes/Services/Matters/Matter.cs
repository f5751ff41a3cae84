using Linli.Platform.Text;

namespace Linli.Services.Matters;

/// <summary>What a field of a form holds.</summary>
internal enum MatterFieldKind
{
    /// <summary>A line of text.</summary>
    Text,

    /// <summary>A local date, <c>1950-03-08</c>.</summary>
    Date,

    /// <summary>Number of an identity document (R48).</summary>
    IdentityNumber,
}

/// <summary>A field of a form.</summary>
/// <param name="Code">Its code; shared data use the same.</param>
/// <param name="Label">What people read.</param>
/// <param name="Kind">What it holds.</param>
internal sealed record MatterField(string Code, Phrase Label, MatterFieldKind Kind = MatterFieldKind.Text)
{
    /// <summary>Whether another office may know it.</summary>
    public bool Shared { get; init; } = true;

    public bool Required { get; init; } = true;

    /// <summary>A word on how to fill it in.</summary>
    public Phrase? Hint { get; init; }
}

/// <summary>A paper that was asked for at the counter until offices shared their data.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="CoveredBy">Fields that make it needless when another office shares all of them.</param>
internal sealed record MatterPaper(Phrase Name, params string[] CoveredBy);

/// <summary>A small matter that counts (关键小事): a form with what it asks, and the papers that shared data make needless (S05).</summary>
/// <param name="Code">Its code; the category of its cases has the same.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Icon">Name of a Tabler icon.</param>
/// <param name="About">Who may ask for it, in a line.</param>
/// <param name="Fields">What it asks.</param>
/// <param name="Papers">What had to be brought.</param>
internal sealed record Matter(string Code, Phrase Name, string Icon, Phrase About, IReadOnlyList<MatterField> Fields, IReadOnlyList<MatterPaper> Papers)
{
    /// <summary>Least age in full years, where there is one.</summary>
    public int? FromAge { get; init; }

    /// <summary>Fields to ask another office for: no more than the form needs.</summary>
    public IReadOnlyList<string> SharedFields => [.. Fields.Where(f => f.Shared).Select(f => f.Code).Concat(Papers.SelectMany(p => p.CoveredBy)).Distinct()];
}
