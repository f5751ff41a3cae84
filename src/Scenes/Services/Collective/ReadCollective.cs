using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Files;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Services.Collective;

/// <summary>The board of collective income (集体经济看板): by year and source, and per head.</summary>
internal sealed record ReadCollective : IQuery<CollectiveBoard>;

/// <summary>The entries behind a number.</summary>
/// <param name="Year">Which year.</param>
/// <param name="Source">One source; all when left out.</param>
internal sealed record ReadIncome(int Year, IncomeSource? Source = null) : IQuery<IReadOnlyList<IncomeLine>>;

/// <summary>The board.</summary>
/// <param name="Years">Each year, the newest first.</param>
/// <param name="RegisterNow">People in the register today.</param>
internal sealed record CollectiveBoard(IReadOnlyList<YearOfIncome> Years, int RegisterNow);

/// <summary>A year.</summary>
/// <param name="Year">Which.</param>
/// <param name="Fen">All income.</param>
/// <param name="BySource">Income by source.</param>
/// <param name="Entries">How many entries.</param>
/// <param name="People">What it is divided by; <c>null</c> while nobody has counted.</param>
/// <param name="CountedOn">When that was counted.</param>
/// <param name="PeopleSource">Where the number comes from; <c>null</c> for the register.</param>
/// <param name="PerHeadFen">Income per head, rounded to the fen.</param>
internal sealed record YearOfIncome(
    int Year, long Fen, IReadOnlyDictionary<IncomeSource, long> BySource, int Entries, int? People, DateOnly? CountedOn, string? PeopleSource, long? PerHeadFen);

internal sealed class ReadCollectiveHandler(LinliDb db, CurrentCaller current, IPeople people, IRegisteredPeople register, IFileStore files, TimeProvider time)
    : IHandler<ReadCollective, CollectiveBoard>, IHandler<ReadIncome, IReadOnlyList<IncomeLine>>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/collective", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new ReadCollective(), cancel))
            .Needs(ServicesPermissions.Collective).WithTags("collective").WithSummary("Collective income by year, source and head 集体经济看板");
        api.MapGet("/collective/income", (int year, IncomeSource? source, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new ReadIncome(year, source), cancel))
            .Needs(ServicesPermissions.Collective).WithTags("collective").WithSummary("The entries behind a number");
    }

    public async Task<Result<CollectiveBoard>> Handle(ReadCollective request, CancellationToken cancel)
    {
        var scopes = current.Value.ScopesFor(ServicesPermissions.Collective);
        var entries = await db.Scoped<IncomeEntry>(scopes).AsNoTracking().Select(e => new { e.Year, e.Source, e.Fen }).ToListAsync(cancel);
        var counted = (await db.Scoped<CollectiveYear>(scopes).AsNoTracking().ToListAsync(cancel)).GroupBy(y => y.Year).ToDictionary(g => g.Key, g => g.ToList());
        var now = 0;
        foreach (var place in scopes.Paths)
            now += await register.Count(place, cancel);
        var years = entries.GroupBy(e => e.Year).OrderByDescending(g => g.Key).Select(g =>
        {
            var (fen, heads) = (g.Sum(e => e.Fen), counted.GetValueOrDefault(g.Key));
            // The running year is counted anew each time; a year that is over keeps the number it was given.
            var count = heads?.Sum(h => h.People) ?? (g.Key == LocalTime.Today(time).Year && now > 0 ? now : null);
            return new YearOfIncome(
                g.Key, fen, g.GroupBy(e => e.Source).ToDictionary(s => s.Key, s => s.Sum(e => e.Fen)), g.Count(), count, heads is null ? count is null ? null : LocalTime.Today(time) : heads.Max(h => h.CountedOn),
                heads?.Find(h => h.Source is not null)?.Source, count is { } n ? (long)Math.Round(fen / (decimal)n, MidpointRounding.AwayFromZero) : null);
        });
        return new CollectiveBoard([.. years], now);
    }

    public async Task<Result<IReadOnlyList<IncomeLine>>> Handle(ReadIncome request, CancellationToken cancel)
    {
        var entries = await db.Scoped<IncomeEntry>(current.Value.ScopesFor(ServicesPermissions.Collective)).AsNoTracking()
            .Where(e => e.Year == request.Year && (request.Source == null || e.Source == request.Source)).OrderByDescending(e => e.At).Take(1000).ToListAsync(cancel);
        var names = await people.NamesOf([.. entries.Select(e => e.By).OfType<Guid>().Distinct()], cancel);
        var corrected = entries.Select(e => e.Corrects).OfType<Guid>().ToHashSet();
        var lines = new List<IncomeLine>(entries.Count);
        foreach (var entry in entries)
            lines.Add(new(
                entry.Id, entry.Year, entry.Source, entry.Fen, entry.What, entry.Voucher, entry.Corrects, corrected.Contains(entry.Id), entry.At, entry.By is { } by ? names.GetValueOrDefault(by) : null,
                await files.Of(IncomeEntry.Files, entry.Id, cancel)));
        return lines;
    }
}
