using Linli.People.Register.Rules;
using Linli.Platform.Identity;
using Linli.Platform.Text;

namespace Linli.People.Import;

/// <summary>What is wrong with a row, and in which field.</summary>
internal sealed record RowProblem(string Field, Phrase Reason);

/// <summary>A row of the file, every cell read and checked by itself; a problem leaves the rest as it is.</summary>
internal sealed record PersonRow(int Number, string Name, HomeWords Home, RowProblem? Problem)
{
    public IdentityNumber? Identity { get; init; }

    public MobileNumber? Phone { get; init; }

    public ReadDate? Birth { get; init; }

    public Sex? Sex { get; init; }

    public string Household { get; init; } = "";

    public ToHead? ToHead { get; init; }

    /// <summary>Owner, tenant or family where the row itself says so.</summary>
    public HomeRelation? Relation { get; init; }

    public Share? Share { get; init; }

    public DateOnly? LeaseEnd { get; init; }

    public DateOnly? From { get; init; }

    public string Guardian { get; init; } = "";

    /// <summary>The birthday that counts: that of the document, else the one written.</summary>
    public DateOnly? BirthDay => Identity?.BirthDate ?? Birth?.Day;
}
