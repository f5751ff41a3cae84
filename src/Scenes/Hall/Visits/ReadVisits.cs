using Linli.Cases.Read;
using Linli.Hall.Accept;
using Linli.Hall.Queue;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Hall.Visits;

/// <summary>Visits at home: those planned, the next one first, then the last that were made (上门台账).</summary>
/// <param name="Hall">Code of the hall.</param>
internal sealed record ReadVisits(string? Hall) : IQuery<IReadOnlyList<VisitLine>>;

/// <summary>A visit.</summary>
/// <param name="Case">Id of the case.</param>
/// <param name="Number">Its number.</param>
/// <param name="Name">Masked.</param>
/// <param name="At">Planned for.</param>
/// <param name="Minutes">On site, once made.</param>
/// <param name="Matters">Its items.</param>
internal sealed record VisitLine(Guid Case, string Number, string? Name, DateTimeOffset At, int? Minutes, IReadOnlyList<MatterView> Matters)
{
    /// <summary>Whether it was called off.</summary>
    public bool IsOff { get; init; }

    /// <summary>Where to go; while it is planned.</summary>
    public string? Place { get; init; }

    /// <summary>Their telephone, masked: it is shown in full on the case, and that is logged.</summary>
    public string? Contact { get; init; }

    /// <summary>Whether they said why they cannot come; who goes there opens it, and that is logged.</summary>
    public bool HasNote { get; init; }

    /// <summary>Who goes.</summary>
    public string? Helper => Matters.Count > 0 ? Matters[0].Helper : null;

    /// <summary>Whether the caller goes.</summary>
    public bool Mine { get; init; }
}

internal sealed class ReadVisitsHandler(LinliDb db, HallDesk desk, UseCaseRunner run) : IHandler<ReadVisits, IReadOnlyList<VisitLine>>, IUseCase
{
    private const int MostPlanned = 100;
    private const int MostMade = 30;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/halls/{hall}/visits", (string hall, UseCaseRunner run, CancellationToken cancel) => run.Answer(new ReadVisits(hall), cancel))
            .Needs(HallPermissions.Counter).WithTags("Hall").WithSummary("Visits at home 上门台账");

    public async Task<Result<IReadOnlyList<VisitLine>>> Handle(ReadVisits request, CancellationToken cancel)
    {
        if (await desk.Find(request.Hall, HallPermissions.Counter, cancel) is not { } hall)
            return HallDesk.NoHall;
        var visits = db.Scoped<FileRow>(desk.Caller.ScopesFor(HallPermissions.Counter)).AsNoTracking().Where(f => f.Hall == hall.Id && f.VisitAt != null);
        var planned = await visits.Where(f => f.VisitUntil == null && f.FinishedAt == null).OrderBy(f => f.VisitAt).Take(MostPlanned).ToListAsync(cancel);
        var made = await visits.Where(f => f.VisitUntil != null || f.FinishedAt != null).OrderByDescending(f => f.VisitAt).Take(MostMade).ToListAsync(cancel);
        var matters = ((await run.Ask(new MattersOfCases([.. planned.Concat(made).Select(f => f.Case)]), cancel)).Value ?? []).ToLookup(m => m.Case);
        var seen = (await run.Ask(new CaseContacts(planned.ConvertAll(f => f.Case)), cancel)).Value;
        var lines = planned.ConvertAll(f => Planned(f, [.. matters[f.Case.Value]], seen?.GetValueOrDefault(f.Case)));
        lines.AddRange(made.Select(f => Line(f, [.. matters[f.Case.Value]]) with { IsOff = f.VisitUntil is null }));
        return lines;
    }

    private VisitLine Planned(FileRow file, IReadOnlyList<MatterView> matters, CaseContact? seen)
    {
        var mine = desk.Caller.Account is { } me && matters.Any(m => m.HelperAccount == me);
        return Line(file, matters) with { Mine = mine, Place = seen?.Place, Contact = seen?.Contact, HasNote = mine && file.VisitNote is not null };
    }

    private static VisitLine Line(FileRow file, IReadOnlyList<MatterView> matters) => new(
        file.Case.Value, file.Number, file.Name, file.VisitAt!.Value, file.VisitUntil is { } until ? (int)Math.Round((until - file.VisitFrom!.Value).TotalMinutes) : null, matters);
}
