using System.Text.Json.Serialization;
using Linli.Market.Goods;
using Linli.People;
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

namespace Linli.Market.Tenancies;

/// <summary>Lets a space to a shop (签订租约). Rent is posted from the shop to the cooperative when a month begins.</summary>
/// <param name="Shop">Code of the shop.</param>
/// <param name="Space">Which space, 2–60 characters.</param>
/// <param name="Landlord">The cooperative: the code of its place with <c>-coop</c>, such as <c>hf-coop</c>; a place of the shop, or one above it.</param>
/// <param name="RentFen">Rent of a month, up to ¥100,000.</param>
/// <param name="From">First month, <c>202611</c>; at most a year ago.</param>
/// <param name="Until">Last month; open when left out.</param>
/// <param name="Waive">Months without rent from the first on, when that was decided with it.</param>
/// <param name="Reason">Why they are waived.</param>
/// <param name="Decision">By which decision.</param>
/// <param name="IdempotencyKey">Made by the client.</param>
public sealed record OpenTenancy(
    string? Shop, string? Space, string? Landlord, long RentFen, int From, int? Until = null, int Waive = 0, string? Reason = null, string? Decision = null, string? IdempotencyKey = null)
    : ICommand<Guid>, IValidated, IRepeatable, IAudited
{
    string? IAudited.AuditSubject => Shop;

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems()
    {
        if (!PlainText.TryCleanLine(Space, 60, out var space) || space.Length < 2)
            yield return Problem.Invalid("space", "market.space", "请写明铺位（2–60 个字）。", "Say which space (2–60 characters).");
        if (Landlord is not { Length: >= 2 and <= 40 } || !Landlord.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
            yield return Problem.Invalid("landlord", "market.landlord", "合作社代码为 2–40 个小写字母、数字或连字符，例如 hf-coop。", "The code of a cooperative has 2–40 small letters, digits or hyphens, such as hf-coop.");
        if (RentFen is < 0 or > GoodsRules.DearestFen)
            yield return Problem.Invalid("rentFen", "market.rent_range", "月租金为 0–100000 元。", "A month's rent is ¥0 to ¥100,000.");
        if (!RentRules.IsMonth(From) || (Until is { } until && (!RentRules.IsMonth(until) || until < From)))
            yield return Problem.Invalid("from", "market.months", "月份写成 202611 这样，结束不早于开始。", "Months are written like 202611 and do not end before they begin.");
        if (Waive is < 0 or > 120)
            yield return Problem.Invalid("waive", "market.waive_range", "免租 0–120 个月。", "0 to 120 months are waived.");
        foreach (var problem in Waive > 0 ? WaiverText.Faults(Reason, Decision) : [])
            yield return problem;
    }
}

/// <summary>Waives the rent of some months (免租). What was paid for them goes back.</summary>
/// <param name="From">First month, <c>202611</c>.</param>
/// <param name="Until">Last month.</param>
/// <param name="Reason">Why, 2–200 characters.</param>
/// <param name="Decision">By which decision, 2–100 characters.</param>
public sealed record WaiveRent(int From, int Until, string? Reason, string? Decision) : ICommand<Done>, IValidated, IAudited
{
    /// <summary>Which tenancy.</summary>
    [JsonIgnore]
    public Guid Tenancy { get; init; }

    string? IAudited.AuditSubject => $"{Tenancy} {From}-{Until}";

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems()
    {
        if (!RentRules.IsMonth(From) || !RentRules.IsMonth(Until) || Until < From || RentRules.Count(From, Until) > 120)
            yield return Problem.Invalid("from", "market.months", "月份写成 202611 这样，结束不早于开始。", "Months are written like 202611 and do not end before they begin.");
        foreach (var problem in WaiverText.Faults(Reason, Decision))
            yield return problem;
    }
}

/// <summary>Ends a tenancy with a month (终止租约).</summary>
/// <param name="Until">The last month: this one or a later one.</param>
public sealed record EndTenancy(int Until) : ICommand<Done>, IValidated, IAudited
{
    /// <summary>Which tenancy.</summary>
    [JsonIgnore]
    public Guid Tenancy { get; init; }

    string? IAudited.AuditSubject => $"{Tenancy} {Until}";

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems()
    {
        if (!RentRules.IsMonth(Until))
            yield return Problem.Invalid("until", "market.months", "月份写成 202611 这样。", "Months are written like 202611.");
    }
}

internal static class WaiverText
{
    public static IEnumerable<Problem> Faults(string? reason, string? decision)
    {
        if (!PlainText.TryCleanLine(reason, 200, out var why) || why.Length < 2)
            yield return Problem.Invalid("reason", "market.waiver_reason", "请写明免租原因（2–200 个字）。", "Say why the rent is waived (2–200 characters).");
        if (!PlainText.TryCleanLine(decision, 100, out var by) || by.Length < 2)
            yield return Problem.Invalid("decision", "market.waiver_decision", "请写明依据哪次会议或文件（2–100 个字）。", "Say by which meeting or paper (2–100 characters).");
    }
}

internal sealed class KeepTenancyHandler(LinliDb db, IPeople people, IScopeTree tree, RentBook rents, CurrentCaller current, TimeProvider time)
    : IHandler<OpenTenancy, Guid>, IHandler<WaiveRent, Done>, IHandler<EndTenancy, Done>, IUseCase
{
    private static readonly Problem NotFound = Problem.NotFound("market.tenancy_not_found", "没有找到这份租约。", "This tenancy was not found.");

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/market/tenancies", (OpenTenancy request, UseCaseRunner run, CancellationToken cancel) => run.Create(request, id => $"/api/v1/market/tenancies/{id}", cancel))
            .Needs(MarketPermissions.Tenancies).WithTags("Market").WithSummary("Let a space to a shop 签订租约");
        api.MapPost("/market/tenancies/{id:guid}/waivers", (Guid id, WaiveRent request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Tenancy = id }, cancel))
            .Needs(MarketPermissions.Tenancies).WithTags("Market").WithSummary("Waive rent 免租");
        api.MapPost("/market/tenancies/{id:guid}/end", (Guid id, EndTenancy request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Tenancy = id }, cancel))
            .Needs(MarketPermissions.Tenancies).WithTags("Market").WithSummary("End a tenancy 终止租约");
    }

    public async Task<Result<Guid>> Handle(OpenTenancy request, CancellationToken cancel)
    {
        if ((await people.Teams(cancel)).FirstOrDefault(t => t.Code == request.Shop && t.Kind == Team.Merchant) is not { } shop || !current.Value.May(MarketPermissions.Tenancies, shop.Scope))
            return Problem.Invalid("shop", "market.shop_unknown", "没有这家店。", "There is no such shop.");
        var today = LocalTime.Today(time);
        if (request.From < RentRules.MonthOf(today.AddYears(-1)))
            return Problem.Invalid("from", "market.month_old", "租期开始不能早于一年前。", "It begins at most a year ago.");
        if (RentRules.PlaceOf(request.Landlord!) is not { } code || tree.FindCode(code) is not { } place || !place.Path.Contains(shop.Scope))
            return Problem.Invalid("landlord", "market.landlord_unknown", "没有这个合作社，或它管不到这家店：代码是店铺所在地（或上级）的代码加 -coop，例如 hf-coop。", "There is no such cooperative at the shop's place: its code is that of the place, or of one above it, with -coop, such as hf-coop.");
        PlainText.TryCleanLine(request.Space, 60, out var space);
        await db.LockUntilCommit($"market.space.{request.Landlord}.{space}", cancel);
        var until = request.Until ?? int.MaxValue;

        // Of one space, whoever has it.
        if (await db.Unfiltered<Tenancy>().AnyAsync(t => t.Landlord == request.Landlord && t.Space == space && t.From <= until && (t.Until == null || t.Until >= request.From), cancel))
            return Problem.Conflict("market.tenancy_twice", "这个铺位在这段时间已经租出去了。", "This space is let already in these months.");
        var now = Clock.Now(time);
        var tenancy = new Tenancy
        {
            Id = Guid.CreateVersion7(now), Shop = shop.Code, Scope = shop.Scope.Value, Space = space, Landlord = request.Landlord!, RentFen = request.RentFen, From = request.From,
            Until = request.Until, At = now,
        };
        db.Insert(tenancy);
        if (request.Waive > 0)
        {
            var first = new DateOnly(request.From / 100, request.From % 100, 1);
            db.Records<RentWaiver>().Add(WaiverOf(tenancy.Id, request.From, RentRules.MonthOf(first.AddMonths(request.Waive - 1)), request.Reason, request.Decision, now));
        }

        var charged = await rents.Charge(tenancy, cancel);
        return charged.Ok ? tenancy.Id : charged.As<Guid>();
    }

    public async Task<Result<Done>> Handle(WaiveRent request, CancellationToken cancel)
    {
        if (await Find(request.Tenancy, cancel) is not { } tenancy)
            return NotFound;
        await db.LockUntilCommit($"market.rent.{tenancy.Id}", cancel);
        var waiver = WaiverOf(tenancy.Id, request.From, request.Until, request.Reason, request.Decision, Clock.Now(time));
        // Sent again after a lost answer: it is waived.
        if (await db.Records<RentWaiver>().AnyAsync(w => w.Tenancy == waiver.Tenancy && w.From == waiver.From && w.Until == waiver.Until && w.Decision == waiver.Decision, cancel))
            return Done.It;
        db.Records<RentWaiver>().Add(waiver);
        return await rents.GiveBack(tenancy, waiver, cancel);
    }

    public async Task<Result<Done>> Handle(EndTenancy request, CancellationToken cancel)
    {
        await db.LockUntilCommit($"market.rent.{request.Tenancy}", cancel);
        if (await Find(request.Tenancy, cancel) is not { } tenancy)
            return NotFound;
        // It only ever becomes shorter; months of an ended one are not asked for afterwards.
        if (tenancy.Until is { } ended && request.Until > ended)
            return Problem.Invalid("until", "market.tenancy_ended", $"租约到 {RentBook.Words(ended)} 为止，不能再延长；请签一份新的。", $"It ends with {RentBook.Words(ended)} already: to go on, open a new one.");
        if (request.Until < RentRules.MonthOf(LocalTime.Today(time)) || request.Until < tenancy.From)
            return Problem.Invalid("until", "market.month_over", "最早到本月为止：已过去的月份已经计租。", "It ends with this month at the earliest: months that are over were charged.");
        tenancy.Until = request.Until;
        return Done.It;
    }

    private Task<Tenancy?> Find(Guid id, CancellationToken cancel) => db.Scoped<Tenancy>(current.Value.ScopesFor(MarketPermissions.Tenancies)).SingleOrDefaultAsync(t => t.Id == id, cancel);

    private RentWaiver WaiverOf(Guid tenancy, int from, int until, string? reason, string? decision, DateTimeOffset now)
    {
        PlainText.TryCleanLine(reason, 200, out var why);
        PlainText.TryCleanLine(decision, 100, out var by);
        return new() { Id = Guid.CreateVersion7(now), Tenancy = tenancy, From = from, Until = until, Reason = why, Decision = by, By = current.Value.Account, At = now };
    }
}
