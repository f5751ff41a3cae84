using Linli.Ledger;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Tables;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Services.Canteen.Settle;

/// <summary>What subsidies cost in a month (补贴月报): per site, payer and age class, held against the ledger.</summary>
/// <param name="Month">Year and month, <c>202611</c>.</param>
public sealed record MonthOfSubsidies(int Month) : IQuery<SubsidyMonth>, IValidated
{
    /// <summary>Code of one site; all of the caller's when left out.</summary>
    public string? Site { get; init; }

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems()
    {
        if (CanteenRules.MonthFault(Month) is { } fault)
            yield return fault;
    }
}

/// <summary>A month.</summary>
/// <param name="Month">Year and month.</param>
/// <param name="Sums">Per site, payer and age class.</param>
/// <param name="Accounts">Per site and payer, beside what the ledger says.</param>
/// <param name="Days">Per local day.</param>
/// <param name="ListFen">List price of all meals of the month, less those made void in it.</param>
/// <param name="PaidFen">What people paid for them.</param>
/// <param name="Closed">Codes of the sites that are settled.</param>
public sealed record SubsidyMonth(
    int Month, IReadOnlyList<SubsidySum> Sums, IReadOnlyList<PayerAccount> Accounts, IReadOnlyList<SubsidyDay> Days, long ListFen, long PaidFen, IReadOnlyList<string> Closed);

/// <summary>What one bears for one age class at one site.</summary>
public sealed record SubsidySum(string Site, Phrase SiteName, string Payer, Phrase PayerName, Phrase AgeClass, int Meals, long Fen);

/// <summary>What one bears at one site, and what the ledger says of it.</summary>
/// <param name="Site">Code of the site.</param>
/// <param name="SiteName">Its name.</param>
/// <param name="PayerName">Who.</param>
/// <param name="Account">Their account.</param>
/// <param name="Fen">The sum of the receipts.</param>
/// <param name="LedgerFen">What meals moved on the account.</param>
/// <param name="ReversedFen">What was given back in the ledger for meals that nobody made void at the counter; below zero. Taken up when the month is settled.</param>
/// <param name="OtherFen">What moved on the account for no meal; shown, and no matter of this settlement.</param>
/// <param name="Payer">Code of who.</param>
/// <param name="PaidFen">What was paid on the account for this month.</param>
public sealed record PayerAccount(
    string Site, Phrase SiteName, Phrase PayerName, AccountId Account, long Fen, long LedgerFen, long ReversedFen, long OtherFen, string Payer, long PaidFen)
{
    /// <summary>Whether receipts and ledger say the same of meals.</summary>
    public bool Agrees => Fen + ReversedFen == LedgerFen;

    /// <summary>What is still owed for the month.</summary>
    public long OwedFen => Fen + ReversedFen - PaidFen;
}

/// <summary>A day of the month.</summary>
public sealed record SubsidyDay(DateOnly Day, int Meals, long Fen);

internal sealed class MonthOfSubsidiesHandler(LinliDb db, MealLedger books, CurrentCaller current) : IHandler<MonthOfSubsidies, SubsidyMonth>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/canteen/settlement/{month:int}", (int month, string? site, UseCaseRunner run, CancellationToken cancel) => run.Answer(new MonthOfSubsidies(month) { Site = site }, cancel))
            .Needs(CanteenPermissions.Settle).WithTags("Canteen").WithSummary("What subsidies cost in a month 补贴月报");

    public async Task<Result<SubsidyMonth>> Handle(MonthOfSubsidies request, CancellationToken cancel)
    {
        var sites = await db.Scoped<CanteenSite>(current.Value.ScopesFor(CanteenPermissions.Settle)).AsNoTracking()
            .Where(s => s.Kind == SiteKind.Canteen && (request.Site == null || s.Code == request.Site)).OrderBy(s => s.Code).ToListAsync(cancel);
        if (request.Site is not null && sites.Count == 0)
            return CanteenTill.NoSite;
        var (from, until) = CanteenRules.DaysOf(request.Month);
        var ids = sites.ConvertAll(s => s.Id);
        var byId = sites.ToDictionary(s => s.Id);

        // In reach: the sites are.
        var lines = db.Unfiltered<SubsidyLine>().AsNoTracking().Where(l => ids.Contains(l.Site) && l.Day >= from && l.Day <= until);
        var sums = await lines.GroupBy(l => new { l.Site, l.Payer, l.PayerZh, l.PayerEn, l.AgeClassZh, l.AgeClassEn })
            .Select(g => new { g.Key, Fen = g.Sum(l => l.Fen), Meals = g.Sum(l => l.Fen > 0 ? 1 : -1) }).ToListAsync(cancel);
        var days = await lines.GroupBy(l => l.Day).Select(g => new { g.Key, Fen = g.Sum(l => l.Fen) }).OrderBy(g => g.Key).ToListAsync(cancel);

        // A meal that two bear is one meal.
        var meals = await lines.Select(l => new { l.Day, l.MealId, Sold = l.Fen > 0 }).Distinct().GroupBy(l => l.Day).Select(g => new { g.Key, Meals = g.Sum(l => l.Sold ? 1 : -1) }).ToDictionaryAsync(g => g.Key, g => g.Meals, cancel);
        var closed = await db.Unfiltered<ClosingRow>().Where(c => ids.Contains(c.Site) && c.Month == request.Month).Select(c => c.Site).ToListAsync(cancel);
        var (list, paid) = await Eaten(ids, from, until, cancel);
        return new SubsidyMonth(
            request.Month,
            [.. sums.OrderBy(s => byId[s.Key.Site].Code).ThenBy(s => s.Key.Payer).ThenBy(s => s.Key.AgeClassEn).Select(s => new SubsidySum(
                byId[s.Key.Site].Code, byId[s.Key.Site].Name, s.Key.Payer, new(s.Key.PayerZh, s.Key.PayerEn), new(s.Key.AgeClassZh, s.Key.AgeClassEn), s.Meals, s.Fen))],
            await Accounts(request.Month, lines, byId, cancel), [.. days.Select(d => new SubsidyDay(d.Key, meals[d.Key], d.Fen))], list, paid, [.. closed.Select(c => byId[c].Code)]);
    }

    private async Task<IReadOnlyList<PayerAccount>> Accounts(int month, IQueryable<SubsidyLine> lines, Dictionary<Guid, CanteenSite> sites, CancellationToken cancel)
    {
        var (from, until) = CanteenRules.DaysOf(month);
        var ids = sites.Keys.ToList();
        var accounts = await lines.GroupBy(l => new { l.Site, l.Account }).Select(g => new { g.Key, Payer = g.Max(l => l.Payer), Zh = g.Max(l => l.PayerZh), En = g.Max(l => l.PayerEn), Fen = g.Sum(l => l.Fen) }).ToListAsync(cancel);
        var paid = await db.Unfiltered<SubsidyPayment>().Where(p => ids.Contains(p.Site) && p.Month == month && p.UndoneAt == null).GroupBy(p => new { p.Site, p.Account }).Select(g => new { g.Key, Fen = g.Sum(p => p.Fen) }).ToListAsync(cancel);
        var held = new List<PayerAccount>();
        foreach (var a in accounts.OrderBy(a => sites[a.Key.Site].Code))
        {
            var book = await books.Read(a.Key.Account, from, until, cancel);
            held.Add(new(
                sites[a.Key.Site].Code, sites[a.Key.Site].Name, new(a.Zh!, a.En!), a.Key.Account, a.Fen, book.MealsFen, -book.Reversed.Sum(r => r.Fen), book.OtherFen, a.Payer!,
                paid.Find(p => p.Key.Site == a.Key.Site && p.Key.Account == a.Key.Account)?.Fen ?? 0));
        }

        return held;
    }

    // By the day of booking, as subsidies are: what is made void later belongs to the month in which that happened.
    private async Task<(long List, long Paid)> Eaten(List<Guid> sites, DateOnly from, DateOnly until, CancellationToken cancel)
    {
        var (begin, end) = (LocalTime.StartOfDay(from), LocalTime.EndOfDay(until));
        var meals = db.Unfiltered<MealRow>().AsNoTracking().Where(m => sites.Contains(m.Site));
        var sold = await meals.Where(m => m.Day >= from && m.Day <= until).GroupBy(_ => 1).Select(g => new { List = g.Sum(m => m.ListFen), Paid = g.Sum(m => m.PaysFen) }).SingleOrDefaultAsync(cancel);
        var made = await meals.Where(m => m.VoidedAt >= begin && m.VoidedAt < end).GroupBy(_ => 1).Select(g => new { List = g.Sum(m => m.ListFen), Paid = g.Sum(m => m.PaysFen) }).SingleOrDefaultAsync(cancel);
        return ((sold?.List ?? 0) - (made?.List ?? 0), (sold?.Paid ?? 0) - (made?.Paid ?? 0));
    }
}

/// <summary>The receipts behind a month, for the accountant: without names.</summary>
internal sealed class SubsidyTable(LinliDb db, CurrentCaller current)
{
    private static readonly string[] Names = ["日期", "时间", "小票", "食堂", "餐次", "年龄段", "原价", "本人付", "补贴", "补贴方", "备注"];

    public static void Map(IEndpointRouteBuilder routes)
    {
        foreach (var format in new[] { "csv", "xlsx" })
            routes.MapGet($"/api/v1/canteen/settlement/{{month:int}}.{format}", (int month, string? site, SubsidyTable table) => table.Download(month, site, format == "xlsx"))
                .Needs(CanteenPermissions.Settle).WithTags("Canteen").WithSummary($"The receipts behind a month as {format.ToUpperInvariant()} 补贴明细");
    }

    private IResult Download(int month, string? site, bool xlsx) => CanteenRules.MonthFault(month) is { } fault
        ? ProblemResults.From([fault])
        : TypedResults.Stream(
            async output =>
            {
                await using var table = xlsx ? TableWriter.Xlsx(output, "补贴明细") : TableWriter.Csv(output);
                await table.WriteHeaderAsync(Names);
                await foreach (var row in Rows(month, site))
                    await table.WriteRowAsync(row);
                await table.CompleteAsync();
            },
            xlsx ? "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" : "text/csv; charset=utf-8", $"meal-subsidies-{month}.{(xlsx ? "xlsx" : "csv")}");

    private async IAsyncEnumerable<IReadOnlyList<object?>> Rows(int month, string? site)
    {
        await foreach (var l in Lines(month, site).AsAsyncEnumerable())
            yield return
            [
                l.Subsidy.Day, CanteenRules.Clock(l.Meal.At), l.Meal.Number, l.Site.NameZh, CanteenWords.Of(l.Meal.Meal).Zh, l.Subsidy.AgeClassZh, l.Meal.ListFen / 100m, l.Meal.PaysFen / 100m,
                l.Subsidy.Fen / 100m, l.Subsidy.PayerZh, l.Subsidy.Fen < 0 ? "作废" : null,
            ];
    }

    /// <summary>Each subsidy with its receipt, in the order of time.</summary>
    public IQueryable<SubsidyOfMeal> Lines(int month, string? site)
    {
        var (from, until) = CanteenRules.DaysOf(month);
        return db.Scoped<SubsidyLine>(current.Value.ScopesFor(CanteenPermissions.Settle)).AsNoTracking().Where(l => l.Day >= from && l.Day <= until)
            .Join(db.Unfiltered<MealRow>().AsNoTracking(), l => l.MealId, m => m.Id, (l, m) => new { l, m })
            .Join(db.Unfiltered<CanteenSite>().AsNoTracking(), x => x.l.Site, s => s.Id, (x, s) => new SubsidyOfMeal { Subsidy = x.l, Meal = x.m, Site = s })
            .Where(x => site == null || x.Site.Code == site).OrderBy(x => x.Subsidy.Id);
    }
}

/// <summary>A subsidy with its receipt.</summary>
internal sealed class SubsidyOfMeal
{
    public required SubsidyLine Subsidy { get; init; }

    public required MealRow Meal { get; init; }

    public required CanteenSite Site { get; init; }
}
