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

namespace Linli.Market.Tariffs;

/// <summary>
/// Decides a tariff anew from a day on (新版价格规则). What was sold before keeps its price: the day is today or later, unless it is the
/// first version.
/// </summary>
/// <param name="Place">Where it holds.</param>
/// <param name="Code">Which tariff: lower case, digits, hyphens.</param>
/// <param name="Name">What people call it.</param>
/// <param name="From">First local day.</param>
/// <param name="Source">Who decided it, and in which paper; 4–200 characters.</param>
/// <param name="Terms">What it says.</param>
public sealed record SaveTariff(ScopePath Place, string Code, Phrase Name, DateOnly From, string Source, TariffTerms Terms) : ICommand<Guid>, IValidated, IAudited
{
    /// <summary>Last local day; open when left out.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>
    /// Whether versions that were decided before, and would begin within the days of this one, are given up for it. Left out, such a
    /// version stands in the way (<c>market.tariff_planned</c>, 409): this one is saved to end the day before, or says that it replaces it.
    /// </summary>
    public bool ReplacePlanned { get; init; }

    string? IAudited.AuditSubject => $"{Place.Value} {Code}";

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems()
    {
        if (!TariffRules.Code().IsMatch(Code))
            yield return Problem.Invalid("code", "market.tariff_code", "代码用小写字母、数字和连字符。", "A code has lower-case letters, digits and hyphens.");
        if (Name.Zh is null or { Length: 0 or > 40 } || Name.En is null or { Length: 0 or > 80 })
            yield return Problem.Invalid("name", "market.tariff_name", "请写中文和英文名称。", "Give a name in Chinese and English.");
        if (Source.Trim().Length is < 4 or > 200)
            yield return Problem.Invalid("source", "market.tariff_source", "请写明依据（4–200 字），例如哪次会议的决定。", "Say in 4 to 200 characters what it rests on, such as a decision.");
        if (Until < From)
            yield return Problem.Invalid("until", "market.tariff_until", "结束日不能早于开始日。", "It does not end before it begins.");
        foreach (var fault in TariffRules.Faults(Terms))
            yield return fault;
    }
}

internal sealed class SaveTariffHandler(LinliDb db, IScopeTree tree, CurrentCaller current, TimeProvider time) : IHandler<SaveTariff, Guid>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/market/tariffs", (SaveTariff request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(MarketPermissions.Tariffs).WithTags("Market").WithSummary("Decide a tariff anew from a day on 新版价格规则");

    public async Task<Result<Guid>> Handle(SaveTariff request, CancellationToken cancel)
    {
        if (tree.Find(request.Place) is null || !current.Value.May(MarketPermissions.Tariffs, request.Place))
            return Problem.Forbidden("market.not_your_place", "您不能决定这个地方的价格规则。", "You do not decide tariffs of this place.");
        await db.LockUntilCommit($"market.tariff.{request.Place.Value}.{request.Code}", cancel);
        var place = request.Place.Value;

        // In reach: the place is.
        var last = await db.Unfiltered<TariffVersion>().Where(t => t.Scope == place && t.Code == request.Code).MaxAsync(t => (int?)t.Number, cancel) ?? 0;
        if (last > 0 && request.From < LocalTime.Today(time))
            return Problem.Invalid("from", "market.tariff_past", "新规则从今天或以后开始；已经卖出的按当时的规则。", "A new version begins today or later; what was sold keeps its price.");
        if (!request.ReplacePlanned && await Planned(request, cancel) is { } planned)
            return Problem.Conflict(
                "market.tariff_planned",
                $"第 {planned.Number} 版已定于 {planned.From:yyyy-MM-dd} 生效（{planned.Source}），从那天起会盖过这一版。要保留它，请把这一版的结束日定为 {planned.From.AddDays(-1):yyyy-MM-dd} 或更早；不要它了，请勾选“取代已定的版本”。",
                $"Version {planned.Number} is already decided from {planned.From:yyyy-MM-dd} on ({planned.Source}) and would override this one from that day. To keep it, let this one end on {planned.From.AddDays(-1):yyyy-MM-dd} or before; to give it up, say that this one replaces it.")
                with
            { Field = "from" };
        var now = Clock.Now(time);
        var made = new TariffVersion
        {
            Id = Guid.CreateVersion7(now), Scope = place, Code = request.Code, Number = last + 1, NameZh = request.Name.Zh, NameEn = request.Name.En,
            From = request.From, Until = request.Until, Source = request.Source.Trim(), ReplacesPlanned = request.ReplacePlanned, Terms = TariffVersion.Write(request.Terms), At = now, By = current.Value.Account,
        };
        db.Insert(made);
        return made.Id;
    }

    // The first version that would begin while this one is to hold. One that begins today is in force already: that is what a new one replaces.
    private async Task<TariffVersion?> Planned(SaveTariff request, CancellationToken cancel)
    {
        var (place, today) = (request.Place.Value, LocalTime.Today(time));
        // In reach: the place is.
        var versions = await db.Unfiltered<TariffVersion>().AsNoTracking().Where(t => t.Scope == place && t.Code == request.Code).ToListAsync(cancel);
        return TariffBook.Standing(versions).Where(t => t.From > today && TariffRules.Begins(t.From, request.From, request.Until)).MinBy(t => t.From);
    }
}
