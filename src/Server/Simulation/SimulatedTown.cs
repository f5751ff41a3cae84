using System.Globalization;
using Linli.Platform.Tables;
using Linli.People;

namespace Linli.Server.Simulation;

/// <summary>Something residents may report.</summary>
internal sealed record SimulatedStory(string Code, string Category, IReadOnlyList<string> Channels, string Text, string Answer, IReadOnlyList<string> OtherWords);

/// <summary>An answer to what a category asks beyond the text.</summary>
internal sealed record SimulatedAnswer(string Code, IReadOnlyList<string> Values);

/// <summary>A building where it may happen.</summary>
internal sealed record SimulatedPlace(string Name, string Compound, string Block, double Longitude, double Latitude);

/// <summary>People, places and stories of the demo community, read from its samples: what a simulation plays with.</summary>
internal sealed class SimulatedTown
{
    // Enough for a lively day, few enough to sign in within the first minute.
    private const int Residents = 24;

    private const string Cast = "199000001";

    /// <summary>Code of the joined communities.</summary>
    public const string Group = "hf";

    private readonly ILookup<string, SimulatedAnswer> answers;

    private SimulatedTown(string samples, int seed)
    {
        var staff = Rows(samples, "staff.csv");
        Desk = [.. staff.Where(r => r["post"] is Posts.DeskClerk).Select(ToStaff)];
        Dispatchers = [.. staff.Where(r => r["post"] is Posts.Dispatcher).Select(ToStaff)];
        Crews = [.. staff.Where(r => r["team"].Length > 0 && r["post"] is Posts.PropertyRepair or Posts.CommunityWorker).Select(ToStaff)];
        Merchants = staff.Where(r => r["post"] is Posts.Merchant && r["team"].Length > 0).DistinctBy(r => r["team"]).ToDictionary(r => r["team"], ToStaff, StringComparer.Ordinal);
        Accountant = ToStaff(staff.First(r => r["post"] is Posts.CooperativeAccountant));
        Clerk = ToStaff(staff.First(r => r["post"] is Posts.CanteenClerk));
        Organisers = [.. staff.Where(r => r["post"] is Posts.CommunityWorker && r["scope"] == Group).Select(ToStaff)];
        Officers = [.. staff.Where(r => r["post"] is Posts.DutyOfficer).Select(ToStaff)];
        Guards = [.. staff.Where(r => r["post"] is Posts.Guard or Posts.Patrol).Select(ToStaff)];
        Cook = ToStaff(staff.First(r => r["post"] is Posts.KitchenStaff));
        Drivers = [.. staff.Where(r => r["post"] is Posts.Driver).Select(ToStaff)];
        var villages = Rows(samples, "villages.csv").ToDictionary(r => r["team"], r => r["code"], StringComparer.Ordinal);
        Villages = [.. staff.Where(r => r["post"] is Posts.VillageClerk && villages.ContainsKey(r["team"])).Select(r => new SimulatedVillage(villages[r["team"]], ToStaff(r)))];
        Stewards = [.. staff.Where(r => r["post"] is Posts.GridSteward).Where((_, i) => i % 5 == 0).Select(ToStaff)];
        // The cast of the story is left to those who play it by hand.
        var residents = Rows(samples, "residents.csv").Where(r => !r["phone"].StartsWith(Cast, StringComparison.Ordinal)).ToList();
        var apart = Math.Max(1, residents.Count / Residents);
        People = [.. residents.Where((_, i) => i % apart == seed % apart).Select(r => new Player(r["name"], null, r["phone"]) { Born = Day(r["birth_date"]) })];
        var grownUp = Platform.Time.LocalTime.Today(TimeProvider.System).AddYears(-18);
        Adults = [.. People.Where(p => p.Born <= grownUp)];
        var compounds = Rows(samples, "compounds.csv").ToDictionary(r => r["code"], r => r["name_zh"], StringComparer.Ordinal);
        Places = [.. Rows(samples, "buildings.csv").Select(r => new SimulatedPlace(
            compounds[r["compound"]] + r["name"], compounds[r["compound"]], r["name"], Degrees(r["lon"]), Degrees(r["lat"])))];
        var types = Rows(samples, "categories.csv").ToDictionary(r => r["code"], r => r["type"], StringComparer.Ordinal);
        answers = Rows(samples, "category_questions.csv").Where(r => r["required"] == "yes").ToLookup(r => r["category"], ToAnswer, StringComparer.Ordinal);
        var stories = Rows(samples, "case_stories.csv");
        var others = stories.Where(r => r["same_as"].Length > 0).ToLookup(r => r["same_as"], r => r["text"], StringComparer.Ordinal);
        Stories = [.. stories.Where(r => r["same_as"].Length == 0 && r["place"] is "building" or "compound" && types[r["category"]] is not "mediation")
            .Select(r => new SimulatedStory(r["code"], r["category"], r["channels"].Split(' '), r["text"], r["answer"], [.. others[r["code"]]]))
            .Where(s => s.Answer.Length > 0)];
    }

    public IReadOnlyList<Player> Desk { get; }

    public IReadOnlyList<Player> Dispatchers { get; }

    public IReadOnlyList<Player> Crews { get; }

    public IReadOnlyList<Player> Stewards { get; }

    /// <summary>Who sells, by code of the shop.</summary>
    public IReadOnlyDictionary<string, Player> Merchants { get; }

    /// <summary>Who stands at the canteen's counter.</summary>
    public Player Clerk { get; }

    /// <summary>Who settles what the cooperative bears.</summary>
    public Player Accountant { get; }

    /// <summary>Who stands watch in the duty room.</summary>
    public IReadOnlyList<Player> Officers { get; }

    /// <summary>Guards and patrol members.</summary>
    public IReadOnlyList<Player> Guards { get; }

    /// <summary>Who cooks, samples and loads in the central kitchen.</summary>
    public Player Cook { get; }

    public IReadOnlyList<Player> Drivers { get; }

    /// <summary>Villages that the kitchen cooks for.</summary>
    public IReadOnlyList<SimulatedVillage> Villages { get; }

    public IReadOnlyList<Player> People { get; }

    /// <summary>Those of the people who are of age.</summary>
    public IReadOnlyList<Player> Adults { get; }

    /// <summary>Who organises volunteering for all communities.</summary>
    public IReadOnlyList<Player> Organisers { get; }

    public IReadOnlyList<SimulatedPlace> Places { get; }

    public IReadOnlyList<SimulatedStory> Stories { get; }

    /// <summary>What a resident answers to the questions of a category that must be answered.</summary>
    public IEnumerable<SimulatedAnswer> AnswersTo(string category) => answers[category];

    /// <summary>Reads the samples; another seed, other residents: nobody is sent more than a few codes a day.</summary>
    public static SimulatedTown Read(string samples, int seed) => new(samples, seed);

    // Of what can be chosen the first; anything else can be said with a one.
    private static SimulatedAnswer ToAnswer(TableRow row) =>
        new(row["code"], [row["options"].Split('=')[0] is { Length: > 0 } first ? first : row["kind"] == "Moment" ? "2026-01-01" : "1"]);

    private static Player ToStaff(TableRow row) => new(row["name"], row["login"], null);

    private static DateOnly? Day(string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static double Degrees(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static List<TableRow> Rows(string samples, string file)
    {
        using var stream = File.OpenRead(Path.Combine(samples, file));
        using var table = TableReader.Open(stream);
        return [.. table.Rows()];
    }
}
