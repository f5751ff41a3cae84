using Linli.People.Accounts;
using Linli.Places;
using Linli.Platform.Time;

namespace Linli.People.Import;

/// <summary>A row as one of those of its home, while the home is planned.</summary>
internal sealed class ImportMember(ImportRow row, int household)
{
    public ImportRow Row { get; } = row;

    /// <summary>Which household of the home, counted in the file.</summary>
    public int Household { get; } = household;

    public HomeRelation Relation { get; set; }

    public DateOnly? LeaseEnd { get; set; }

    public Person? Person { get; set; }

    /// <summary>Whether the register does not know all of it.</summary>
    public bool Changed { get; set; }

    public bool IsIn => Person is not null && Row.Problem is null;

    public DateOnly? Birth => Person?.BirthDate ?? Row.Read.BirthDay;
}

/// <summary>What planning works on: the file, what the register says of it, what was decided, and the plan that grows.</summary>
internal sealed record ImportTask(
    ImportFile File, RegisterSnapshot Known, ImportPlan Plan, Decisions Decisions, ImportAnswers Answers, IScopeTree Tree, Guid? By, DateTimeOffset Now)
{
    public DateOnly Today { get; } = LocalTime.DateOf(Now);

    /// <summary>The tie of a person to a home that runs and is not ended by this import.</summary>
    public HomeTie? TieOf(ImportMember member, Home home, HomeRelation? relation = null) =>
        Known.Ties.GetValueOrDefault(home.Id.Value, []).Find(t => t.PersonId == member.Person!.Id && (relation is null || t.Relation == relation) && !Plan.Ended.ContainsKey(t));

    /// <summary>Takes a contradiction down and says what was decided; <c>null</c> while nobody has.</summary>
    public Verdict? Ask(ImportConflict conflict)
    {
        Plan.Conflicts.Add(conflict);
        var verdict = Decisions.Of(conflict.Kind, conflict.Row);
        if (verdict is null)
            Plan.Undecided++;
        return verdict;
    }

    public static RowProblem LeftOut(ConflictKind kind) =>
        new(FieldOf(kind), ("与名册不一致，按您的决定未导入", "It contradicts the register and was left out, as you decided"));

    public static string FieldOf(ConflictKind kind) => kind switch
    {
        ConflictKind.Name => ImportColumns.Name,
        ConflictKind.Phone => ImportColumns.Phone,
        ConflictKind.Birth => ImportColumns.Birth,
        _ => ImportColumns.Relation,
    };
}
