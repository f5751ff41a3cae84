using System.Linq.Expressions;
using Linli.People.Accounts;
using Linli.People.Register.Rules;
using Linli.People.SignIn;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Register.Search;

/// <summary>
/// Finds people and homes of the register within the caller's places. Asked by POST: a phone or a document's number never
/// stands in an address.
/// </summary>
/// <param name="Q">
/// The beginning of a name, its pinyin whole or as initials, the last four digits of a phone or all of it, a whole document
/// number, or the beginning of a home's label.
/// </param>
internal sealed record SearchRegister(string? Q) : IQuery<RegisterFound>, IValidated
{
    public IEnumerable<Problem> Problems() => RegisterQuery.Of(Q).Problems;
}

/// <summary>At most 20 people and 10 homes.</summary>
/// <param name="People">People, by name.</param>
/// <param name="Homes">Homes, by label.</param>
/// <param name="More">Whether there are more people: type more of the name.</param>
internal sealed record RegisterFound(IReadOnlyList<PersonFound> People, IReadOnlyList<HomeFoundLine> Homes, bool More);

/// <summary>A person as a list shows them.</summary>
/// <param name="Person">Id.</param>
/// <param name="Name">Full name; of a child under 14 masked, unless it is just what was asked for (R38).</param>
/// <param name="Age">Completed years, where the birth date is known.</param>
/// <param name="Phone">Masked phone of their own, else of whoever answers for them.</param>
/// <param name="Document">Masked number of the document.</param>
/// <param name="Homes">Homes within the caller's places.</param>
internal sealed record PersonFound(Guid Person, string Name, int? Age, string? Phone, string? Document, IReadOnlyList<HomeOfPerson> Homes);

/// <summary>A home of a person.</summary>
internal sealed record HomeOfPerson(Guid Home, string Label, HomeRelation Relation);

/// <summary>A home as a list shows it.</summary>
internal sealed record HomeFoundLine(Guid Home, string Label, int People);

internal sealed class SearchRegisterHandler(LinliDb db, RegisterReach reach, IScopeTree tree, IHomes homes, FieldCipher cipher, TimeProvider time)
    : IHandler<SearchRegister, RegisterFound>, IUseCase
{
    public const int MostPeople = 20;
    private const int MostHomes = 10;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/register/search", (SearchRegister request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request, cancel))
            .Needs(PeoplePermissions.Register).WithTags("register").WithSummary("Find people and homes of the register 查找人和房屋");

    public async Task<Result<RegisterFound>> Handle(SearchRegister request, CancellationToken cancel)
    {
        var query = RegisterQuery.Of(request.Q).Value!;
        var scopes = reach.Scopes(PeoplePermissions.Register);
        var people = query.Kind switch
        {
            QueryKind.Home => [],
            QueryKind.Phone or QueryKind.Identity => await ByHash(query, scopes, cancel),
            QueryKind.Name => await ByRange(p => p.Name!, query.Text, scopes, cancel),
            QueryKind.Pinyin => await ByPinyin(query.Text, scopes, cancel),
            _ => await ByTail(query.Text, scopes, cancel),
        };
        var found = query.Kind is QueryKind.Home or QueryKind.Name ? await homes.FindBeginning(query.Text, scopes, MostHomes, cancel) : [];
        return new RegisterFound(
            await Lines([.. people.Take(MostPeople)], query.Text, scopes, cancel), await HomeLines(found, cancel), people.Count > MostPeople);
    }

    private Task<List<Person>> ByHash(RegisterQuery query, ScopeSet scopes, CancellationToken cancel)
    {
        var hash = query.Kind == QueryKind.Phone
            ? PhoneHash.Of(cipher, Phones.Valid(query.Text))
            : cipher.Hash(RegisterBook.IdentityPurpose, query.Text);
        var one = query.Kind == QueryKind.Phone
            ? db.Records<Person>().Where(p => p.PhoneHash == hash)
            : db.Records<Person>().Where(p => p.IdentityHash == hash);
        return Within(one, scopes).AsNoTracking().ToListAsync(cancel);
    }

    private async Task<List<Person>> ByPinyin(string text, ScopeSet scopes, CancellationToken cancel)
    {
        var whole = await ByRange(p => p.NameKey!, text, scopes, cancel);
        if (whole.Count > MostPeople)
            return whole;
        // Short ones are mostly initials: those come first.
        var initials = await ByRange(p => p.NameInitials!, text, scopes, cancel);
        return [.. initials.Concat(whole).DistinctBy(p => p.Id)];
    }

    private Task<List<Person>> ByTail(string tail, ScopeSet scopes, CancellationToken cancel) =>
        Within(db.Records<Person>().Where(p => p.PhoneTail == tail), scopes).OrderBy(p => p.Id).Take(MostPeople + 1).AsNoTracking().ToListAsync(cancel);

    // One walk along the names of each community: together they would be sorted, however many there are.
    private async Task<List<Person>> ByRange(Expression<Func<Person, string>> key, string text, ScopeSet scopes, CancellationToken cancel)
    {
        var named = db.Records<Person>().AsNoTracking().Where(Prefix.Of(key, text));
        if (SearchPlaces.Walks(scopes, tree) is not { } walks)
            return await Within(named, scopes).OrderBy(key).Take(MostPeople + 1).ToListAsync(cancel);
        var found = new List<Person>();
        foreach (var places in walks)
        {
            var there = places is [var only] ? named.Where(p => p.SearchPlace == only) : named.Where(p => places.Contains(p.SearchPlace));
            found.AddRange(await Within(there, scopes).OrderBy(key).Take(MostPeople + 1).ToListAsync(cancel));
        }

        var order = key.Compile();
        return [.. found.OrderBy(order, StringComparer.Ordinal).ThenBy(p => p.Id).Take(MostPeople + 1)];
    }

    private IQueryable<Person> Within(IQueryable<Person> people, ScopeSet scopes)
    {
        var ties = reach.Running(scopes);
        return people.Where(p => ties.Any(t => t.PersonId == p.Id));
    }

    private async Task<IReadOnlyList<PersonFound>> Lines(List<Person> people, string asked, ScopeSet scopes, CancellationToken cancel)
    {
        var ids = people.ConvertAll(p => p.Id);
        var ties = people.Count == 0 ? [] : await reach.Running(scopes).AsNoTracking().Where(t => ids.Contains(t.PersonId)).ToListAsync(cancel);
        var byPerson = ties.ToLookup(t => t.PersonId);
        var today = LocalTime.Today(time);
        return [.. people.Select(p => new PersonFound(
            p.Id, NameOf(p, asked, today), Ages.On(p.BirthDate, today), p.PhoneMask ?? p.ContactPhoneMask, p.IdentityMask,
            [.. byPerson[p.Id].OrderBy(t => t.HomeLabel, StringComparer.Ordinal).Select(t => new HomeOfPerson(t.HomeId, t.HomeLabel, t.Relation))]))];
    }

    private static string NameOf(Person person, string asked, DateOnly today) =>
        GuardianRules.IsChild(person.BirthDate, today) && person.Name != asked ? Masked.Name(person.Name) : person.Name ?? person.PhoneMask ?? "";

    private async Task<IReadOnlyList<HomeFoundLine>> HomeLines(IReadOnlyList<Home> found, CancellationToken cancel)
    {
        var ids = found.Select(h => h.Id.Value).ToList();
        var now = Clock.Now(time);
        var ties = found.Count == 0 ? [] : await db.Unfiltered<HomeTie>().Where(t => ids.Contains(t.HomeId) && (t.To == null || t.To > now))
            .Select(t => new { t.HomeId, t.PersonId }).Distinct().ToListAsync(cancel);
        var counts = ties.CountBy(t => t.HomeId).ToDictionary();
        return [.. found.Select(h => new HomeFoundLine(h.Id.Value, h.Label, counts.GetValueOrDefault(h.Id.Value)))];
    }
}

/// <summary>Ages as lists show them.</summary>
internal static class Ages
{
    public static int? On(DateOnly? birth, DateOnly date) => birth is { } born && born <= date ? LocalTime.AgeOn(born, date) : null;
}

/// <summary>"Begins with" as a range that an index serves; the database compares bytes.</summary>
internal static class Prefix
{
    public static Expression<Func<T, bool>> Of<T>(Expression<Func<T, string>> key, string text)
    {
        var bounds = new Bounds(text, text + '\uffff');
        return Expression.Lambda<Func<T, bool>>(
            Expression.AndAlso(
                Compare(key.Body, bounds, nameof(Bounds.From), ExpressionType.GreaterThanOrEqual),
                Compare(key.Body, bounds, nameof(Bounds.To), ExpressionType.LessThan)),
            key.Parameters);
    }

    private static BinaryExpression Compare(Expression key, Bounds bounds, string bound, ExpressionType how) =>
        Expression.MakeBinary(
            how,
            Expression.Call(typeof(string), nameof(string.Compare), null, key, Expression.Property(Expression.Constant(bounds), bound)),
            Expression.Constant(0));

    private sealed record Bounds(string From, string To);
}
