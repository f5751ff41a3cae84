using System.Text.Json.Serialization;
using Linli.Enterprise.Settling;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Enterprise.Flats;

/// <summary>Offers to go on with a contract whose end comes near (续租): it goes on once the tenant agrees. A new offer takes the place of one that waits.</summary>
/// <param name="Months">1–36, at most as long as the estate allows and eligibility lasts.</param>
internal sealed record RenewTenancy(int Months) : ICommand<DateOnly>, IValidated, IAudited
{
    [JsonIgnore]
    public Guid Tenancy { get; init; }

    public string? AuditSubject => Tenancy.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (Months is < 1 or > 36)
            yield return Problem.Invalid("months", "enterprise.renew_months", "续租 1–36 个月。", "1 to 36 months.");
    }
}

/// <summary>The tenant agrees to go on, or does not (同意续租).</summary>
/// <param name="Agree">Whether they do.</param>
/// <param name="SeenUntil">The last day that was shown.</param>
internal sealed record AnswerRenewal(bool Agree, DateOnly SeenUntil) : ICommand<Done>, IAudited
{
    [JsonIgnore]
    public Guid Tenancy { get; init; }

    public string? AuditSubject => Tenancy.ToString();
}

internal sealed class RenewTenancyHandler(LinliDb db, FlatBook book, TalentBook talent) : IHandler<RenewTenancy, DateOnly>, IHandler<AnswerRenewal, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/flats/tenancies/{id:guid}/renew", (Guid id, RenewTenancy request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Tenancy = id }, cancel))
            .Needs(EnterprisePermissions.KeepFlats).WithTags("Flats").WithSummary("Offer to go on with a contract 续租");
        api.MapPost("/flats/tenancies/{id:guid}/renewal", (Guid id, AnswerRenewal request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Tenancy = id }, cancel))
            .Needs(Access.SignedIn).WithTags("Flats").WithSummary("Agree to go on, or not 同意续租");
    }

    public async Task<Result<DateOnly>> Handle(RenewTenancy request, CancellationToken cancel)
    {
        var taken = await book.Take(request.Tenancy, mine: false, cancel);
        if (!taken.Ok)
            return taken.Problem;
        var tenancy = taken.Value;
        var term = await db.Unfiltered<FlatEstate>().Where(e => e.Id == tenancy.Estate).Select(e => e.TermMonths).SingleAsync(cancel);
        var until = tenancy.Until.AddDays(1).AddMonths(Math.Min(request.Months, term)).AddDays(-1);
        var cap = await Cap(tenancy, until, "months", cancel);
        if (!cap.Ok)
            return cap.Problem;
        if (tenancy.OfferedUntil == until)
            return until;
        tenancy.OfferedUntil = until;
        await book.Tell(tenancy.Account!.Value, "flat.renew", ("公寓续租，等您同意", "Your flat: go on?"), ($"可以续租到 {until:yyyy-MM-dd}，租金不变，请确认是否同意。", $"You can stay until {until:yyyy-MM-dd} at the same rent: say whether you agree."), "/enterprise/flats/mine", $"flat.renew:{tenancy.Id:N}:{book.Now.ToUnixTimeMilliseconds()}", cancel);
        return until;
    }

    public async Task<Result<Done>> Handle(AnswerRenewal request, CancellationToken cancel)
    {
        var taken = await book.Take(request.Tenancy, mine: true, cancel);
        if (!taken.Ok)
            return taken.Problem;
        var tenancy = taken.Value;
        if (request.Agree && tenancy.Until == request.SeenUntil)
            return Done.It;
        if (tenancy.OfferedUntil is not { } offered || offered != request.SeenUntil)
            return Problem.Conflict("enterprise.renew_changed", "续租的日期有变动或已撤回，请看清楚后再答复。", "What is offered has changed or is over: look again before you answer.");
        if (request.Agree)
        {
            // What held when it was offered may not hold any more.
            var cap = await Cap(tenancy, offered, "seenUntil", cancel);
            if (!cap.Ok)
                return cap.As<Done>();
            (tenancy.Until, tenancy.CapFen, tenancy.Rule) = (offered, cap.Value.Fen, cap.Value.Rule);
        }

        tenancy.OfferedUntil = null;
        if (tenancy.KeeperSignedBy is { } keeper)
            await book.Tell(
                keeper, "flat.renewed", request.Agree ? ($"{tenancy.Number} 已续租", $"{tenancy.Number} goes on") : ($"{tenancy.Number} 不续租", $"{tenancy.Number} does not go on"),
                request.Agree ? ($"承租人同意续到 {offered:yyyy-MM-dd}。", $"The tenant agreed until {offered:yyyy-MM-dd}.") : ("承租人没有同意续租，合同到期结束。", "The tenant did not agree: the contract ends on its day."), $"/desk/flats/{tenancy.Flat}",
                $"flat.renewed:{tenancy.Id:N}:{book.Now.ToUnixTimeMilliseconds()}", cancel);
        return Done.It;
    }

    // Whether this contract may go on until a day, and the cap by which it does.
    private async Task<Result<(long Fen, Guid Rule)>> Cap(Tenancy tenancy, DateOnly until, string field, CancellationToken cancel)
    {
        if (tenancy is not { State: TenancyState.Living, Person: { } person, Account: not null })
            return FlatBook.NotLiving;
        if (tenancy.LeaveBy is not null)
            return Problem.Conflict("enterprise.renew_leaving", "已定腾退日期，不能续租。", "A day to be out by is set: it does not go on.");
        if (await talent.GrantOf(person, ScopePath.Parse(tenancy.Scope, null), book.Today, cancel) is not { } good)
            return Problem.Conflict("enterprise.not_eligible", "承租人的人才资格已到期或终止。", "The tenant is no longer recognised as talent.");
        if (await book.CapOf(await book.FlatOf(tenancy, cancel), cancel) is not { } cap || tenancy.RentFen > cap.Fen)
            return Problem.Conflict("enterprise.rent_above_cap", "租金高于今天的限价，请先按新规则签新合同。", "The rent is above the cap of today: a new contract is needed.");
        if (until > good.Grant.Until)
            return Problem.Invalid(field, "enterprise.renew_until", $"人才资格到 {good.Grant.Until:yyyy-MM-dd}，续租不能超过。", $"Eligibility lasts until {good.Grant.Until:yyyy-MM-dd}: not beyond.");
        return (cap.Fen, cap.Rule.Id);
    }
}
