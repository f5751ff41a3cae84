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

internal sealed class LeaveFlatHandler(LinliDb db, FlatBook book, TalentBook talent) : IHandler<GiveNotice, Done>, IHandler<TransferTenant, Guid>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/flats/tenancies/{id:guid}/notice", (Guid id, GiveNotice request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Tenancy = id }, cancel))
            .Needs(Access.SignedIn).WithTags("Flats").WithSummary("Give notice 退租");
        api.MapPost("/flats/tenancies/{id:guid}/transfer", (Guid id, TransferTenant request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Tenancy = id }, cancel))
            .Needs(EnterprisePermissions.KeepFlats).WithTags("Flats").WithSummary("Move a tenant to another flat 换房");
    }

    public async Task<Result<Done>> Handle(GiveNotice request, CancellationToken cancel)
    {
        var taken = await book.Take(request.Tenancy, mine: true, cancel);
        if (!taken.Ok)
            return taken.Problem;
        var tenancy = taken.Value;
        if (tenancy.State != TenancyState.Living)
            return FlatBook.NotLiving;
        var days = tenancy.NoticeDays;
        if (request.Day < book.Today.AddDays(days) || request.Day > book.Today.AddYears(1))
            return Problem.Invalid("day", "enterprise.notice_day", $"请提前 {days} 天：最早 {book.Today.AddDays(days):yyyy-MM-dd}，一年以内。", $"{days} days ahead: {book.Today.AddDays(days):yyyy-MM-dd} at the earliest, within a year.");
        if (tenancy.LeaveBy is { } already && already < request.Day)
            return Problem.Invalid("day", "enterprise.notice_later", $"腾退日期是 {already:yyyy-MM-dd}，不能推后。", $"You have to be out by {already:yyyy-MM-dd}: it cannot be later.");
        (tenancy.LeaveBy, tenancy.LeaveReason, tenancy.OfferedUntil) = (request.Day, tenancy.LeaveReason ?? FlatRules.Notice, null);
        return Done.It;
    }

    public async Task<Result<Guid>> Handle(TransferTenant request, CancellationToken cancel)
    {
        var taken = await book.Take(request.Tenancy, mine: false, cancel);
        if (!taken.Ok)
            return taken.Problem;
        var tenancy = taken.Value;
        if (tenancy is not { State: TenancyState.Living, Person: { } person, Account: { } account })
            return FlatBook.NotLiving;
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
}
