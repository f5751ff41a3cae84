using System.Text.RegularExpressions;
using Linli.Ledger;
using Linli.Platform.Data;
using Linli.Platform.Modules;
using Linli.Server;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Mono.Cecil;

namespace Linli.Architecture;

/// <summary>
/// Whoever posts into the ledger and keeps a row beside it says what becomes of the row when the transfer is asked back there (0045): each
/// name that transfers are posted under has an <see cref="ITransferOwner"/>, or stands here as one without rows.
/// </summary>
public partial class PosterTests
{
    /// <summary>Posters without a row of their own, or whose transfers the ledger guards by their kind.</summary>
    private static readonly string[] Free =
    [
        "demo", // the demo's own past
        "ledger.expiry", // points that expired: lots follow every compensation
        "ledger.family", // within a household: nothing is kept beside it
        "ledger.insurance", // what the insurance fund paid in, and what a year leaves: nothing is kept beside it
        "ledger.payments", "ledger.settlement", // money that really moved, refused by its kind
        "ledger.reversal", // a compensation is not compensated
    ];

    [Fact]
    public void EveryPoster_IsOwned_OrIsNamedAsFree()
    {
        var posters = Code.Parts.SelectMany(p => p.Module.GetTypes()).SelectMany(t => t.Fields)
            .Where(f => f.HasConstant && f.FieldType.FullName == "System.String" && (f.Name.EndsWith("Poster", StringComparison.Ordinal) || IsNameOfAnOwner(f)))
            .Select(f => (string)f.Constant).ToHashSet();
        posters.ShouldContain("services.canteen");
        var owned = Owners();
        posters.Except(owned).Except(Free).ShouldBeEmpty("transfers with a row beside them need an ITransferOwner; those without one are named as free");
        owned.Intersect(Free).ShouldBeEmpty("an owned poster is not free");
        owned.Count.ShouldBe(owned.Distinct().Count(), "a transfer has one owner");
    }

    [Fact]
    public void Posters_AreConstants_SoThatTheyAreSeen() =>
        Repository.Files.Where(f => f.StartsWith("src/", StringComparison.Ordinal) && f.EndsWith(".cs", StringComparison.Ordinal) && !f.Contains("/Migrations/", StringComparison.Ordinal))
            .SelectMany(f => Literal().Matches(Repository.Read(f)).Select(m => $"{f}: {m.Value}")).ShouldBeEmpty();

    // Without what they work with: their names are constants.
    private static List<string> Owners()
    {
        var services = new ServiceCollection();
        services.AddLinli(Modules.All, new ConfigurationBuilder().Build(), new DataFolder(Path.GetTempPath()));
        return [.. services.Where(s => s.ServiceType == typeof(ITransferOwner)).Select(s =>
            (s.ImplementationInstance ?? System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(s.ImplementationType!)) as ITransferOwner).Select(o => o!.Poster)];
    }

    private static bool IsNameOfAnOwner(FieldDefinition field) =>
        field.Name == "Name" && field.DeclaringType.Interfaces.Any(i => i.InterfaceType.FullName == typeof(ITransferOwner).FullName);

    // A poster, and a key: new Transfer("services.canteen", $"…".
    [GeneratedRegex("""(?:new Transfer|new NewHold|new Reversal|new)\((?:[a-zA-Z.()]+,\s*)?"[a-z-]+\.[a-z-]+",\s*(?:\$"|[a-zA-Z.]+\.ToString\(|key\b)""")]
    private static partial Regex Literal();
}
