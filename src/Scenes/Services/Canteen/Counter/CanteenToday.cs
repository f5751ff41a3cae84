using Linli.Ledger;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Services.Canteen.Counter;

/// <summary>The day of a site (食堂今日): takings, cash box, what waits, every receipt.</summary>
/// <param name="Site">Code of the site.</param>
/// <param name="Day">Local day; today when left out.</param>
internal sealed record CanteenToday(string Site, DateOnly? Day = null) : IQuery<DayOfSite>;

/// <summary>A day of a site.</summary>
/// <param name="Day">Local day.</param>
/// <param name="Meals">Receipts, newest first, 500 at most; names are not shown.</param>
/// <param name="Sums">Of all receipts of the day that are not void.</param>
/// <param name="BoxFen">What should lie in the cash box now.</param>
/// <param name="Shifts">Counts of the cash box, newest first.</param>
/// <param name="Refunds">Refunds that wait to be fetched in cash.</param>
/// <param name="Orders">How many orders of the day were not fetched yet.</param>
/// <param name="Certificates">Health certificates, those that end first first.</param>
/// <param name="History">Meals of the last 14 days.</param>
/// <param name="Samples">Every dish of the day with the sample that is kept of it.</param>
/// <param name="Deliveries">Food that came in on the day, newest first.</param>
internal sealed record DayOfSite(
    DateOnly Day, IReadOnlyList<MealOfDay> Meals, DaySums Sums, long BoxFen, IReadOnlyList<ShiftLine> Shifts, IReadOnlyList<RefundToPay> Refunds, int Orders,
    IReadOnlyList<CertificateLine> Certificates, IReadOnlyList<DayCount> History, IReadOnlyList<DishSample> Samples, IReadOnlyList<DeliveryLine> Deliveries);

/// <summary>What a day came to.</summary>
/// <param name="Receipts">How many receipts, void ones too.</param>
/// <param name="Meals">How many that are not void.</param>
/// <param name="ListFen">Their list price.</param>
/// <param name="PaidFen">What people paid.</param>
internal sealed record DaySums(int Receipts, int Meals, long ListFen, long PaidFen);

/// <summary>A receipt of the day.</summary>
internal sealed record MealOfDay(Guid Id, string Number, DateTimeOffset At, MealTime Meal, Phrase AgeClass, IReadOnlyList<MealItem> Items, long ListFen, long PaysFen, PayBy PaidBy, bool Takeaway, string? VoidReason);

/// <summary>A count of the cash box.</summary>
internal sealed record ShiftLine(DateTimeOffset At, long ExpectedFen, long CountedFen, string? Note, bool Undone = false);

/// <summary>A refund to be paid in cash, with the person's masked name.</summary>
internal sealed record RefundToPay(Guid Id, string Name, long Fen, DateTimeOffset At);

/// <summary>A health certificate.</summary>
internal sealed record CertificateLine(Guid Id, string Name, string Role, DateOnly IssuedOn, DateOnly ValidUntil, CertificateStanding Standing, bool Supplier);

/// <summary>A dish of the day, with its sample once it is kept.</summary>
internal sealed record DishSample(Guid Line, MealTime Meal, Phrase Dish, Keep.KeptSample? Kept);

/// <summary>Food that came in.</summary>
internal sealed record DeliveryLine(DateTimeOffset At, string Supplier, string What);

/// <summary>Meals of a day.</summary>
internal sealed record DayCount(DateOnly Day, int Meals, long PaidFen, long SubsidyFen);

internal sealed class CanteenTodayHandler(LinliDb db, CanteenTill till, ILedger ledger, People.ICareLists register) : IHandler<CanteenToday, DayOfSite>, IUseCase
{
    public const int Most = 500;
    private const int Days = 14;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/canteen/counter/{site}/day", (string site, DateOnly? day, UseCaseRunner run, CancellationToken cancel) => run.Answer(new CanteenToday(site, day), cancel))
            .Needs(CanteenPermissions.Sell).WithTags("Canteen").WithSummary("The day of a site 食堂今日");

    public async Task<Result<DayOfSite>> Handle(CanteenToday request, CancellationToken cancel)
    {
        if (await till.Site(request.Site, CanteenPermissions.Sell, cancel) is not { } site)
            return CanteenTill.NoSite;
        var day = request.Day ?? till.Today;
        if (CanteenRules.DayFault(day, "day") is { } fault)
            return fault;
        var since = day.AddDays(1 - Days);

        // In reach: the site is.
        var meals = await db.Unfiltered<MealRow>().AsNoTracking().Where(m => m.Site == site.Id && m.Day == day).OrderByDescending(m => m.At).Take(Most).ToListAsync(cancel);
        var sums = await db.Unfiltered<MealRow>().Where(m => m.Site == site.Id && m.Day == day).GroupBy(_ => 1).Select(g => new
        {
            All = g.Count(),
            Good = g.Sum(m => m.VoidedAt == null ? 1 : 0),
            List = g.Sum(m => m.VoidedAt == null ? m.ListFen : 0L),
            Paid = g.Sum(m => m.VoidedAt == null ? m.PaysFen : 0L),
        }).SingleOrDefaultAsync(cancel);
        var history = await db.Unfiltered<MealRow>().AsNoTracking().Where(m => m.Site == site.Id && m.Day >= since && m.Day <= day && m.VoidedAt == null)
            .GroupBy(m => m.Day).Select(g => new { g.Key, Meals = g.Count(), Paid = g.Sum(m => m.PaysFen) }).ToListAsync(cancel);
        var subsidies = await db.Unfiltered<SubsidyLine>().Where(l => l.Site == site.Id && l.Day >= since && l.Day <= day).GroupBy(l => l.Day).Select(g => new { g.Key, Fen = g.Sum(l => l.Fen) }).ToDictionaryAsync(g => g.Key, g => g.Fen, cancel);
        var shifts = await db.Unfiltered<ShiftRow>().AsNoTracking().Where(s => s.Site == site.Id).OrderByDescending(s => s.At).Take(5).ToListAsync(cancel);
        var orders = await db.Unfiltered<MealOrder>().CountAsync(o => o.Site == site.Id && o.Day == day && o.State == OrderState.Open, cancel);
        var certificates = await db.Unfiltered<CertificateRow>().AsNoTracking().Where(c => c.Site == site.Id).OrderBy(c => c.ValidUntil).ToListAsync(cancel);
        var box = await ledger.Find(new(OwnerKind.Outside, $"cash-{site.Code}"), LedgerUnit.Fen, "cash-box", cancel);
        return new DayOfSite(
            day,
            meals.ConvertAll(m => new MealOfDay(m.Id, m.Number, m.At, m.Meal, m.AgeClass, m.Eaten, m.ListFen, m.PaysFen, m.PaidBy, m.Takeaway, m.VoidReason)),
            new(sums?.All ?? 0, sums?.Good ?? 0, sums?.List ?? 0, sums?.Paid ?? 0),
            box is { } account ? -(await ledger.Balance(account, cancel)).Posted : 0,
            shifts.ConvertAll(s => new ShiftLine(s.At, s.ExpectedFen, s.CountedFen, s.Note, s.UndoneAt is not null)), await Refunds(site, cancel), orders,
            certificates.ConvertAll(c => new CertificateLine(c.Id, c.Name, c.Role, c.IssuedOn, c.ValidUntil, CanteenRules.Standing(c.ValidUntil, till.Today), c.Supplier)),
            [.. Enumerable.Range(0, Days).Select(i => since.AddDays(i)).Select(d => new DayCount(d, history.Find(h => h.Key == d)?.Meals ?? 0, history.Find(h => h.Key == d)?.Paid ?? 0, subsidies.GetValueOrDefault(d)))],
            await Samples(site, day, cancel),
            [.. (await db.Unfiltered<Keep.DeliveryRow>().AsNoTracking().Where(d => d.Site == site.Id && d.Day == day).OrderByDescending(d => d.Id).ToListAsync(cancel))
                .Select(d => new DeliveryLine(d.At, certificates.Find(c => c.Id == d.Supplier)?.Name ?? "", d.What))]);
    }

    private async Task<IReadOnlyList<DishSample>> Samples(CanteenSite site, DateOnly day, CancellationToken cancel)
    {
        var kept = await db.Unfiltered<CanteenSample>().AsNoTracking().Where(s => s.Site == site.Id && s.Day == day).ToDictionaryAsync(s => s.Line, cancel);
        return [.. (await till.Lines(site, day).ToListAsync(cancel)).OrderBy(l => l.Line.Meal).ThenBy(l => l.Line.Order).Select(l => new DishSample(l.Line.Id, l.Line.Meal, new(l.Dish.NameZh, l.Dish.NameEn), kept.GetValueOrDefault(l.Line.Id)?.Kept))];
    }

    private async Task<IReadOnlyList<RefundToPay>> Refunds(CanteenSite site, CancellationToken cancel)
    {
        var rows = await db.Unfiltered<RefundRow>().AsNoTracking().Where(r => r.Site == site.Id && r.State == RefundState.Asked).OrderBy(r => r.At).Take(100).ToListAsync(cancel);
        var names = await register.NamesOf([.. rows.Select(r => r.Person)], masked: true, cancel);
        return rows.ConvertAll(r => new RefundToPay(r.Id, names.GetValueOrDefault(r.Person) ?? "", r.Fen, r.At));
    }
}
