using Linli.Ledger;
using Linli.People;
using Linli.Platform.Results;
using Linli.Platform.Security;

namespace Linli.Enterprise;

/// <summary>People of the demo who act while it is being founded; nothing is committed by then, so they are known by their ties.</summary>
internal static class DemoFounders
{
    /// <summary>Whoever has this tie, without any post.</summary>
    public static Caller As(TieOfHome who) => new(who.Account, who.HomeLabel, []) { Person = who.Person, NamedPerson = who.Person, HomeScopes = [who.Building] };

    /// <summary>The first with an account at each of these homes; homes that are not there are left out.</summary>
    public static async Task<List<TieOfHome>> At(this IHomeTies ties, IEnumerable<string> homes, CancellationToken cancel)
    {
        var found = new List<TieOfHome>();
        foreach (var home in homes)
            if ((await ties.AtHome(home, cancel)) is [var first, ..])
                found.Add(first);
        return found;
    }

    /// <summary>The answer of what has to succeed; a refusal is a mistake in the samples and stops the founding.</summary>
    public static T Must<T>(Result<T> result, string what) => result.Ok ? result.Value : throw new InvalidDataException($"{what}: {result.Problem.Message.En}");

    /// <summary>Money of the demo comes from its bank.</summary>
    public static Task<AccountId?> Bank(this ILedger ledger, CancellationToken cancel) => ledger.Find(new(OwnerKind.Outside, "bank"), LedgerUnit.Fen, "outside", cancel);
}
