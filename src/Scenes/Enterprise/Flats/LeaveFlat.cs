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

/// <summary>Gives notice (退租): the day one will be out by, as far ahead as the estate asks for.</summary>
/// <param name="Day">Local day.</param>
internal sealed record GiveNotice(DateOnly Day) : ICommand<Done>, IAudited
{
    [JsonIgnore]
    public Guid Tenancy { get; init; }

    public string? AuditSubject => Tenancy.ToString();
}

/// <summary>Moves a tenant to another free flat (换房): a new contract for both to sign; the old ends with its check-out.</summary>
/// <param name="Flat">Code of the other flat in the same estate.</param>
internal sealed record TransferTenant(string Flat) : ICommand<Guid>, IAudited
{
    [JsonIgnore]
    public Guid Tenancy { get; init; }

    public string? AuditSubject => Tenancy.ToString();
}

/// <summary>Goes on with a contract whose end comes near, while the tenant is eligible and the rent within the cap (续租).</summary>
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

internal sealed class LeaveFlatHandler(LinliDb db, FlatBook book, TalentBook talent) : IHandler<GiveNotice, Done>, IHandler<TransferTenant, Guid>, IHandler<RenewTenancy, DateOnly>, IUseCase
{
    private static readonly Problem NotLiving = Problem.Conflict("enterprise.not_living", "这份合同现在没有人居住。", "Nobody lives there by this contract now.");

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/flats/tenancies/{id:guid}/notice", (Guid id, GiveNotice request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Tenancy = id }, cancel))
            .Needs(Access.SignedIn).WithTags("Flats").WithSummary("Give notice 退租");
        api.MapPost("/flats/tenancies/{id:guid}/transfer", (Guid id, TransferTenant request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Tenancy = id }, cancel))
            .Needs(EnterprisePermissions.KeepFlats).WithTags("Flats").WithSummary("Move a tenant to another flat 换房");
        api.MapPost("/flats/tenancies/{id:guid}/renew", (Guid id, RenewTenancy request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Tenancy = id }, cancel))
            .Needs(EnterprisePermissions.KeepFlats).WithTags("Flats").WithSummary("Go on with a contract 续租");
    }

    public async Task<Result<Done>> Handle(GiveNotice request, CancellationToken cancel)
    {
        var taken = await book.Take(request.Tenancy, mine: true, cancel);
        if (!taken.Ok)
            return taken.Problem;
        var tenancy = taken.Value;
        if (tenancy.State != TenancyState.Living)
            return NotLiving;
        var days = tenancy.NoticeDays;
        if (request.Day < book.Today.AddDays(days) || request.Day > book.Today.AddYears(1))
            return Problem.Invalid("day", "enterprise.notice_day", $"请提前 {days} 天：最早 {book.Today.AddDays(days):yyyy-MM-dd}，一年以内。", $"{days} days ahead: {book.Today.AddDays(days):yyyy-MM-dd} at the earliest, within a year.");
        if (tenancy.LeaveBy is { } already && already < request.Day)
            return Problem.Invalid("day", "enterprise.notice_later", $"腾退日期是 {already:yyyy-MM-dd}，不能推后。", $"You have to be out by {already:yyyy-MM-dd}: it cannot be later.");
        (tenancy.LeaveBy, tenancy.LeaveReason) = (request.Day, tenancy.LeaveReason ?? FlatRules.Notice);
        return Done.It;
    }

    public async Task<Result<Guid>> Handle(TransferTenant request, CancellationToken cancel)
    {
        var taken = await book.Take(request.Tenancy, mine: false, cancel);
        if (!taken.Ok)
            return taken.Problem;
        var tenancy = taken.Value;
        if (tenancy is not { State: TenancyState.Living, Person: { } person, Account: { } account })
            return NotLiving;
        if (await db.Unfiltered<Tenancy>().AnyAsync(t => t.Person == person && (t.State == TenancyState.Draft || t.State == TenancyState.Signed), cancel))
            return Problem.Conflict("enterprise.flat_had", "已有一份待签的新合同。", "There is a new contract to be signed already.");
        if (await talent.GrantOf(person, ScopePath.Parse(tenancy.Scope, null), book.Today, cancel) is not { } good)
            return Problem.Conflict("enterprise.not_eligible", "承租人的人才资格已到期或终止。", "The tenant is no longer recognised as talent.");
        if (await db.Unfiltered<Flat>().SingleOrDefaultAsync(f => f.Estate == tenancy.Estate && f.Code == request.Flat, cancel) is not { State: FlatState.Free } flat)
            return Problem.Invalid("flat", "enterprise.flat_not_free", "没有这套空房。", "There is no such free flat.");
        if (flat.AreaDm2 > good.Category.AreaDm2)
            return Problem.Invalid("flat", "enterprise.flat_too_large", $"面积超过该类别的 {good.Category.AreaDm2 / 100m:0.##} ㎡。", $"Larger than the {good.Category.AreaDm2 / 100m:0.##} m² of the category.");
        var estate = await db.Unfiltered<FlatEstate>().SingleAsync(e => e.Id == tenancy.Estate, cancel);
        var drafted = await book.Draft(estate, flat, person, account, good.Grant, tenancy.Id, cancel);
        if (!drafted.Ok)
            return drafted.As<Guid>();
        await book.Tell(account, "flat.transfer", ("换房合同待签", "A contract for another flat"), ($"换到 {flat.Code}，请核对后签约。", $"You move to {flat.Code}: look at it and sign."), "/enterprise/flats/mine", $"flat.transfer:{drafted.Value.Id:N}", cancel);
        return drafted.Value.Id;
    }

    public async Task<Result<DateOnly>> Handle(RenewTenancy request, CancellationToken cancel)
    {
        var taken = await book.Take(request.Tenancy, mine: false, cancel);
        if (!taken.Ok)
            return taken.Problem;
        var tenancy = taken.Value;
        if (tenancy is not { State: TenancyState.Living, Person: { } person })
            return NotLiving;
        if (tenancy.LeaveBy is not null)
            return Problem.Conflict("enterprise.renew_leaving", "已定腾退日期，不能续租。", "A day to be out by is set: it does not go on.");
        if (await talent.GrantOf(person, ScopePath.Parse(tenancy.Scope, null), book.Today, cancel) is not { } good)
            return Problem.Conflict("enterprise.not_eligible", "承租人的人才资格已到期或终止。", "The tenant is no longer recognised as talent.");
        if (await book.CapOf(await book.FlatOf(tenancy, cancel), cancel) is not { } cap || tenancy.RentFen > cap.Fen)
            return Problem.Conflict("enterprise.rent_above_cap", "租金高于今天的限价，请先按新规则签新合同。", "The rent is above the cap of today: a new contract is needed.");
        var term = await db.Unfiltered<FlatEstate>().Where(e => e.Id == tenancy.Estate).Select(e => e.TermMonths).SingleAsync(cancel);
        var until = tenancy.Until.AddDays(1).AddMonths(Math.Min(request.Months, term)).AddDays(-1);
        if (until > good.Grant.Until)
            return Problem.Invalid("months", "enterprise.renew_until", $"人才资格到 {good.Grant.Until:yyyy-MM-dd}，续租不能超过。", $"Eligibility lasts until {good.Grant.Until:yyyy-MM-dd}: not beyond.");
        (tenancy.Until, tenancy.CapFen, tenancy.Rule) = (until, cap.Fen, cap.Rule.Id);
        return until;
    }
}
