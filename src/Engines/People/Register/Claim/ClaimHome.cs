using System.Globalization;
using Linli.People.Accounts;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Register.Claim;

/// <summary>One try of somebody to show that they are the person of the register whose phone they came in by.</summary>
internal sealed class ClaimTry
{
    public required Guid Id { get; init; }

    public required Guid AccountId { get; init; }

    public required DateTimeOffset At { get; init; }
}

/// <summary>Whether the register knows a home under the caller's phone: "is this your home?".</summary>
internal sealed record GetClaim : IQuery<ClaimOffer>;

/// <summary>What is offered.</summary>
/// <param name="Homes">Homes, masked: whoever has the phone now need not be the person.</param>
/// <param name="ByDocument">Whether name and the last four of the document open it; otherwise the community reviews.</param>
internal sealed record ClaimOffer(IReadOnlyList<string> Homes, bool ByDocument);

internal sealed class GetClaimHandler(LinliDb db, CurrentCaller current, TimeProvider time) : IHandler<GetClaim, ClaimOffer>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/me/claim", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new GetClaim(), cancel))
            .Needs(Access.SignedIn).WithTags("me").WithSummary("Is this your home? 名册里是您的家吗");

    public async Task<Result<ClaimOffer>> Handle(GetClaim request, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        var account = await db.Records<Account>().AsNoTracking().Include(a => a.Person).SingleOrDefaultAsync(a => a.Id == current.Value.Account && a.Kind == AccountKind.Resident && a.ClaimPending, cancel);
        if (account is null)
            return new ClaimOffer([], false);
        var homes = await db.Unfiltered<HomeTie>().Where(t => t.PersonId == account.PersonId && t.AccountId == null && (t.To == null || t.To > now))
            .Select(t => t.HomeLabel).Distinct().ToListAsync(cancel);
        return new ClaimOffer([.. homes.Select(Masked.Address)], account.Person!.Identity is not null);
    }
}

/// <summary>Shows to be the person of the register: full name and the last four characters of the document.</summary>
/// <param name="Name">Full name.</param>
/// <param name="LastFour">Last four characters of the document's number.</param>
internal sealed record ClaimHome(string? Name, string? LastFour) : ICommand<ClaimVerdict>, IValidated
{
    public IEnumerable<Problem> Problems()
    {
        if (string.IsNullOrWhiteSpace(Name))
            yield return Problem.Invalid("name", "name_invalid", "请填写姓名。", "Give your full name.");
        if (LastFour?.Trim() is not { Length: 4 } four || !four.All(char.IsAsciiLetterOrDigit))
            yield return Problem.Invalid("lastFour", "people.claim_four", "请填写证件号码后 4 位。", "Give the last four characters of your document.");
    }
}

/// <summary>What came of it: a refusal is an answer here, because the try has been counted.</summary>
internal sealed record ClaimVerdict(int Homes, [property: System.Text.Json.Serialization.JsonIgnore] Problem? Refusal);

internal sealed class ClaimHomeHandler(LinliDb db, FieldCipher cipher, RegisterEntry entry, CurrentCaller current, CallerDirectory directory, TimeProvider time)
    : IHandler<ClaimHome, ClaimVerdict>, IUseCase
{
    public const int Tries = 5;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/me/claim", async (ClaimHome request, UseCaseRunner runner, CancellationToken cancel) =>
            {
                var result = await runner.Run(request, cancel);
                return !result.Ok ? ProblemResults.From(result.Problems)
                    : result.Value.Refusal is { } refusal ? ProblemResults.From([refusal])
                    : (IResult)TypedResults.Ok(result.Value);
            })
            .Needs(Access.SignedIn).RequireRateLimiting(RateLimits.SignIn).WithTags("me").WithSummary("Claim the home the register knows under my phone 认领")
            .Produces<ClaimVerdict>();

    public async Task<Result<ClaimVerdict>> Handle(ClaimHome request, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        var account = await db.Records<Account>().Include(a => a.Person).SingleOrDefaultAsync(a => a.Id == current.Value.Account && a.Kind == AccountKind.Resident && a.ClaimPending, cancel);
        if (account?.Person is not { Identity: { } identity } person)
            return Problem.Conflict("people.nothing_to_claim", "没有可以认领的住房，请选择房屋申请认证。", "There is nothing to claim: choose your home and ask for verification.");
        var day = now.AddDays(-1);
        if (await db.Records<ClaimTry>().CountAsync(t => t.AccountId == account.Id && t.At > day, cancel) >= Tries)
            return new Problem("people.claim_tries", ("今天核对次数已用完，请选择房屋申请认证，由社区审核。", "No tries are left today: choose your home and let the community review it."), ProblemKind.TooMany);
        if (person.Name != request.Name!.Trim() || !cipher.Open(identity).EndsWith(request.LastFour!.Trim().ToUpper(CultureInfo.InvariantCulture), StringComparison.Ordinal))
        {
            db.Records<ClaimTry>().Add(new() { Id = Guid.CreateVersion7(now), AccountId = account.Id, At = now });
            return new ClaimVerdict(0, Problem.Invalid("lastFour", "people.claim_wrong", "姓名或证件后 4 位与名册不一致，请核对。", "Name or last four do not agree with the register: check them."));
        }

        account.ClaimPending = false;
        var ties = await db.Unfiltered<HomeTie>().Where(t => t.PersonId == person.Id && t.AccountId == null && (t.To == null || t.To > now)).ToListAsync(cancel);
        foreach (var tie in ties)
            entry.Attach(tie, account, null, now);
        db.AfterCommit(() => directory.Forget(account.Id));
        return new ClaimVerdict(ties.Count, null);
    }
}
