using Linli.People;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Files;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
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
/// <param name="Books">Places whose books the caller keeps.</param>
internal sealed record CollectiveBoard(IReadOnlyList<YearOfIncome> Years, int RegisterNow, IReadOnlyList<BookOfPlace> Books);

/// <summary>A place whose books the caller keeps.</summary>
internal sealed record BookOfPlace(ScopePath Place, Phrase Name);

/// <summary>A year.</summary>
/// <param name="Year">Which.</param>
/// <param name="Fen">All income.</param>
/// <param name="BySource">Income by source.</param>
/// <param name="Entries">How many entries.</param>
/// <param name="People">What it is divided by; <c>null</c> while nobody has counted.</param>
/// <param name="CountedOn">When that was counted.</param>
/// <param name="PeopleSource">Where the number comes from; <c>null</c> for the register.</param>
/// <param name="PerHeadFen">Income per head, rounded to the fen; <c>null</c> while people are not counted everywhere where there is income.</param>
/// <param name="Places">Each place by itself, where there are several: whoever joined keeps figures of their own (S27).</param>
internal sealed record YearOfIncome(
    int Year, long Fen, IReadOnlyDictionary<IncomeSource, long> BySource, int Entries, int? People, DateOnly? CountedOn, string? PeopleSource, long? PerHeadFen, IReadOnlyList<PlaceOfYear> Places);

/// <summary>A place in a year.</summary>
internal sealed record PlaceOfYear(Phrase Name, long Fen, int? People, long? PerHeadFen);

internal sealed class ReadCollectiveHandler(LinliDb db, CurrentCaller current, IPeople people, IRegisteredPeople register, IScopeTree tree, IFileStore files, TimeProvider time)
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
        var entries = await db.Scoped<IncomeEntry>(scopes).AsNoTracking().GroupBy(e => new { e.Scope, e.Year, e.Source })
            .Select(g => new IncomeSum(g.Key.Scope, g.Key.Year, g.Key.Source, g.Sum(e => e.Fen), g.Count())).ToListAsync(cancel);
        var counted = await db.Scoped<CollectiveYear>(scopes).AsNoTracking().ToListAsync(cancel);
        var now = 0;
        foreach (var place in scopes.Paths)
            now += await register.Count(place, cancel);
        var today = LocalTime.Today(time);
        var years = new List<YearOfIncome>();
        foreach (var year in entries.GroupBy(e => e.Year).OrderByDescending(g => g.Key))
            years.Add(await Year([.. year], [.. counted.Where(c => c.Year == year.Key)], year.Key == today.Year, cancel));
        return new CollectiveBoard(years, now, [.. EnterIncomeHandler.BooksOf(current.Value, tree).Select(p => new BookOfPlace(p, NameOf(p.Value)))]);
    }

    private async Task<YearOfIncome> Year(List<IncomeSum> sums, List<CollectiveYear> counted, bool running, CancellationToken cancel)
    {
        // Where a group has books and its community too, people are counted once: by the wider place.
        var outer = sums.Select(s => s.Scope).Distinct().Order(StringComparer.Ordinal).Aggregate(new List<string>(), (list, scope) =>
        {
            if (!list.Exists(o => scope.StartsWith(o, StringComparison.Ordinal)))
                list.Add(scope);
            return list;
        });
        var places = new List<PlaceOfYear>();
        var heads = new List<CollectiveYear>();
        foreach (var scope in outer)
        {
            var fen = sums.Where(s => s.Scope.StartsWith(scope, StringComparison.Ordinal)).Sum(s => s.Fen);
            var head = counted.Find(c => c.Scope == scope);

            // The running year is counted anew each time; a year that is over keeps the number it was given.
            if (head is null && running && await register.Count(ScopePath.Parse(scope, null), cancel) is > 0 and var people)
                head = new() { Scope = scope, Year = LocalTime.Today(time).Year, People = people, CountedOn = LocalTime.Today(time) };
            if (head is not null)
                heads.Add(head);
            places.Add(new(NameOf(scope), fen, head?.People, PerHead(fen, head?.People)));
        }

        var all = heads.Count == outer.Count ? heads.Sum(h => h.People) : (int?)null;
        var total = sums.Sum(s => s.Fen);
        return new YearOfIncome(
            sums[0].Year, total, sums.GroupBy(s => s.Source).ToDictionary(g => g.Key, g => g.Sum(s => s.Fen)), sums.Sum(s => s.Count), all, all is null ? null : heads.Max(h => h.CountedOn),
            heads.Find(h => h.Source is not null)?.Source, PerHead(total, all), places.Count > 1 ? places : []);
    }

    private static long? PerHead(long fen, int? people) => people is > 0 and { } n ? (long)Math.Round(fen / (decimal)n, MidpointRounding.AwayFromZero) : null;

    private Phrase NameOf(string scope) => tree.Find(ScopePath.Parse(scope, null))?.Name ?? (scope, scope);

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

/// <summary>Income of a place in a year from one source.</summary>
internal sealed record IncomeSum(string Scope, int Year, IncomeSource Source, long Fen, int Count);
