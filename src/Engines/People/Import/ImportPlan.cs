using Linli.People.Accounts;
using Linli.People.Register;

namespace Linli.People.Import;

/// <summary>How many of what an import adds and changes; no personal data.</summary>
internal sealed record ImportCounts
{
    /// <summary>Rows of the file.</summary>
    public int Rows { get; init; }

    public int NewPeople { get; init; }

    /// <summary>People of the register who got something that was missing or wrong.</summary>
    public int ChangedPeople { get; init; }

    public int NewTies { get; init; }

    public int ChangedTies { get; init; }

    public int EndedTies { get; init; }

    public int NewHouseholds { get; init; }

    public int NewGuardians { get; init; }

    /// <summary>Rows of which the register knows everything.</summary>
    public int Unchanged { get; init; }

    /// <summary>Rows that repeat another row of the file.</summary>
    public int Repeated { get; init; }

    public int Refused { get; init; }

    /// <summary>Conflicts nobody has decided, and questions nobody has answered yet.</summary>
    public int Undecided { get; init; }

    /// <summary>New tenants whose lease has no end in the file.</summary>
    public int OpenLeases { get; init; }

    /// <summary>Heads of households of whom neither the file nor the register says whether they own the home.</summary>
    public int Heads { get; init; }

    /// <summary>Conflicts by kind, decided or not.</summary>
    public Dictionary<ConflictKind, int> Conflicts { get; init; } = [];

    /// <summary>Whether the register would stay as it is.</summary>
    public bool NothingNew => NewPeople + ChangedPeople + NewTies + ChangedTies + EndedTies + NewHouseholds + NewGuardians == 0;
}

/// <summary>What an import will write, and what it leaves out.</summary>
internal sealed class ImportPlan
{
    public List<Person> NewPeople { get; } = [];

    public List<HomeTie> NewTies { get; } = [];

    public List<Household> NewHouseholds { get; } = [];

    public List<Guardianship> NewGuardians { get; } = [];

    public List<PostHeld> NewPosts { get; } = [];

    /// <summary>Changes of people of the register, each on a row nobody watches yet.</summary>
    public Dictionary<Person, List<Action>> PersonChanges { get; } = [];

    /// <summary>Changes of ties of the register.</summary>
    public Dictionary<HomeTie, List<Action>> TieChanges { get; } = [];

    /// <summary>Ties that end, and why.</summary>
    public Dictionary<HomeTie, TieEnd> Ended { get; } = [];

    /// <summary>Where people with new ties are looked for afterwards.</summary>
    public Dictionary<Person, string> Places { get; } = [];

    public List<ImportConflict> Conflicts { get; } = [];

    public int Undecided { get; set; }

    public int OpenLeases { get; set; }

    public int Heads { get; set; }

    public int Repeated { get; set; }

    public int Unchanged { get; set; }

    /// <param name="file">The file it was planned for.</param>
    /// <param name="answers">What was answered: a question that concerns nobody is none.</param>
    public ImportCounts Count(ImportFile file, ImportAnswers answers) => new()
    {
        Rows = file.Rows.Count,
        NewPeople = NewPeople.Count,
        ChangedPeople = PersonChanges.Count,
        NewTies = NewTies.Count,
        ChangedTies = TieChanges.Count,
        EndedTies = Ended.Count,
        NewHouseholds = NewHouseholds.Count,
        NewGuardians = NewGuardians.Count,
        Unchanged = Unchanged,
        Repeated = Repeated,
        Refused = file.Rows.Count(r => r.Problem is not null),
        Undecided = Undecided + (OpenLeases > 0 && answers.Leases is null ? 1 : 0) + (Heads > 0 && answers.Heads is null ? 1 : 0),
        OpenLeases = OpenLeases,
        Heads = Heads,
        Conflicts = Conflicts.CountBy(c => c.Kind).ToDictionary(),
    };
}
