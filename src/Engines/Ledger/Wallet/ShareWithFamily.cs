using Linli.Ledger.Accounts;
using Linli.Ledger.Postings;
using Linli.People;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Ledger.Wallet;

/// <summary>
/// Hands points to somebody of one's own household (家庭内转移), and to nobody else (R21). They keep the day on which they expire.
/// </summary>
/// <param name="To">The other's tie to the common home, as the list of my family gives it.</param>
/// <param name="Points">How many, above zero.</param>
/// <param name="IdempotencyKey">Made by the client: sent again, it is the same hand-over.</param>
public sealed record ShareWithFamily(Guid To, long Points, string? IdempotencyKey = null) : ICommand<Posted>, IValidated, IAudited, IRepeatable
{
    string? IAudited.AuditSubject => To.ToString();

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems()
    {
        if (Points is < 1 or > TransferRules.Largest)
            yield return Problem.Invalid("points", "ledger.share_points", "请填写要转给家人的积分数。", "Say how many points, one or more.");
    }
}

internal sealed class ShareWithFamilyHandler(PersonWallets wallets, Poster poster, Household household, CurrentCaller current, TimeProvider time)
    : IHandler<ShareWithFamily, Posted>, IUseCase
{
    public const string FamilyPoster = "ledger.family";

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/ledger/me/family-transfers", (ShareWithFamily request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(Access.SignedIn).WithTags("Ledger").WithSummary("Hand points to my own household 家庭内转移积分");

    public async Task<Result<Posted>> Handle(ShareWithFamily request, CancellationToken cancel)
    {
        if (current.Value.Person is not { } me)
            return LedgerProblems.NoPerson;
        if ((await household.Members(cancel)).FirstOrDefault(m => m.Tie == request.To) is not { } other)
            return Problem.Invalid("to", "ledger.not_family", "积分只能转给同住一户的家人。", "Points are handed only to the family one lives with.");
        var from = (await wallets.Open(me, LedgerUnit.Points, cancel)).Id;
        var to = (await wallets.Open(other.Person, LedgerUnit.Points, cancel)).Id;
        var amount = new Points(request.Points);
        var key = Guid.CreateVersion7(Platform.Data.Clock.Now(time)).ToString("D");
        var posted = await poster.PostAll(
            [
                new(new(FamilyPoster, key, "points.household", ("家庭内转移", "Within the household"), [Entry.From(from, amount), Entry.To(to, amount)]))
                {
                    WithinHousehold = true,
                },
            ],
            cancel);
        return posted.Ok ? posted.Value[0] : posted.As<Posted>();
    }
}

/// <summary>Somebody of one's household.</summary>
/// <param name="Tie">Their tie to the common home.</param>
/// <param name="Person">Who.</param>
/// <param name="Place">The home's building.</param>
/// <param name="Home">What people call the home.</param>
internal sealed record Member(Guid Tie, Guid Person, Platform.Data.ScopePath Place, string Home);

/// <summary>Whom the caller lives with: owner and family of one home, or the tenants of one home; landlord and tenant are two households.</summary>
internal sealed class Household(IHomeTies ties, CurrentCaller current)
{
    public async Task<IReadOnlyList<Member>> Members(CancellationToken cancel)
    {
        if (current.Value is not { Account: { } account, Person: { } me })
            return [];
        var members = new List<Member>();
        foreach (var own in await ties.Running(account, cancel))
            members.AddRange((await ties.AtHome(own.HomeLabel, cancel))
                .Where(t => t.Home == own.Home && t.Person != me && (t.Relation == HomeRelation.Tenant) == (own.Relation == HomeRelation.Tenant))
                .Select(t => new Member(t.Id, t.Person, t.Building, t.HomeLabel)));
        return [.. members.DistinctBy(m => m.Person)];
    }
}
