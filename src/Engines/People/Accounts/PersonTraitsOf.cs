using System.Runtime.CompilerServices;
using Linli.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Linli.People.Accounts;

internal sealed class PersonTraitsOf(LinliDb db, TimeProvider time) : IPersonTraits
{
    // Asked with every reservation and every meal: to work out each time what is asked would cost more than the answer.
    private static readonly ConditionalWeakTable<IModel, Func<LinliDb, Guid[], DateTimeOffset, IAsyncEnumerable<Fact>>> Questions = [];

    private enum What
    {
        Person,
        Tie,
        Verified,
        Account,
    }

    private sealed record Fact(Guid Person, What What, DateOnly? BirthDate, DateOnly? DiedOn, string? Scope, Guid? Id);

    public async Task<PersonTraits?> Of(Guid person, CancellationToken cancel) => (await Of([person], cancel)).GetValueOrDefault(person);

    public async Task<IReadOnlyDictionary<Guid, PersonTraits>> Of(IReadOnlyCollection<Guid> people, CancellationToken cancel)
    {
        if (people.Count == 0)
            return new Dictionary<Guid, PersonTraits>();
        var found = new List<Fact>();
        await foreach (var fact in Questions.GetValue(db.Model, static _ => Question())(db, [.. people], Clock.Now(time)).WithCancellation(cancel))
            found.Add(fact);
        var facts = found.ToLookup(f => f.Person);
        return found.Where(f => f.What == What.Person).ToDictionary(p => p.Person, p => new PersonTraits(
            p.Person, p.BirthDate, [.. facts[p.Person].Where(f => f.What is What.Tie or What.Verified).OrderBy(f => f.What).Select(f => f.Scope!).Distinct().Select(s => ScopePath.Parse(s, null))],
            [.. facts[p.Person].Where(f => f.What == What.Tie).Select(f => f.Id).OfType<Guid>().Distinct().Order()], p.DiedOn is null)
        {
            Accounts = [.. facts[p.Person].Where(f => f.What == What.Account).Select(f => f.Id!.Value)],
        });
    }

    // One journey: what is known of a person lies in four tables. Of exactly these people, wherever they live.
    private static Func<LinliDb, Guid[], DateTimeOffset, IAsyncEnumerable<Fact>> Question() => EF.CompileAsyncQuery((LinliDb db, Guid[] people, DateTimeOffset now) =>
        db.Records<Person>().Where(p => people.Contains(p.Id) && p.ErasedAt == null)
            .Select(p => new { Person = p.Id, What = (int)What.Person, p.BirthDate, p.DiedOn, Scope = (string?)null, Id = (Guid?)null })
        .Concat(db.Unfiltered<HomeTie>().Where(t => people.Contains(t.PersonId) && t.From <= now && (t.To == null || t.To > now))
            .Select(t => new { Person = t.PersonId, What = (int)What.Tie, BirthDate = (DateOnly?)null, DiedOn = (DateOnly?)null, Scope = (string?)t.Scope, Id = t.HouseholdId }))
        .Concat(db.Unfiltered<PostHeld>().Join(db.Records<Account>(), post => post.AccountId, account => account.Id, (post, account) => new { Post = post, Account = account })
            .Where(h => people.Contains(h.Account.PersonId) && !h.Account.ClaimPending && h.Post.Post == Posts.Resident && h.Post.From <= now && (h.Post.To == null || h.Post.To > now))
            .Select(h => new { Person = h.Account.PersonId, What = (int)What.Verified, BirthDate = (DateOnly?)null, DiedOn = (DateOnly?)null, Scope = (string?)h.Post.Scope, Id = (Guid?)null }))
        .Concat(db.Records<Account>().Where(a => people.Contains(a.PersonId) && !a.ClaimPending)
            .Select(a => new { Person = a.PersonId, What = (int)What.Account, BirthDate = (DateOnly?)null, DiedOn = (DateOnly?)null, Scope = (string?)null, Id = (Guid?)a.Id }))
        .Select(f => new Fact(f.Person, (What)f.What, f.BirthDate, f.DiedOn, f.Scope, f.Id)));
}
