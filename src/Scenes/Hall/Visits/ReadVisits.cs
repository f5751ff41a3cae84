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

/// <summary>Visits at home: those planned first, then the last that were made (上门台账).</summary>
/// <param name="Hall">Code of the hall.</param>
internal sealed record ReadVisits(string? Hall) : IQuery<IReadOnlyList<VisitLine>>;

/// <summary>A visit.</summary>
/// <param name="Case">Id of the case.</param>
/// <param name="Number">Its number.</param>
/// <param name="Name">Masked.</param>
/// <param name="At">Planned for.</param>
/// <param name="Minutes">On site, once made.</param>
/// <param name="Matters">Its items.</param>
internal sealed record VisitLine(Guid Case, string Number, string? Name, DateTimeOffset At, int? Minutes, IReadOnlyList<MatterView> Matters);

internal sealed class ReadVisitsHandler(LinliDb db, HallDesk desk, UseCaseRunner run) : IHandler<ReadVisits, IReadOnlyList<VisitLine>>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/halls/{hall}/visits", (string hall, UseCaseRunner run, CancellationToken cancel) => run.Answer(new ReadVisits(hall), cancel))
            .Needs(HallPermissions.Counter).WithTags("Hall").WithSummary("Visits at home 上门台账");

    public async Task<Result<IReadOnlyList<VisitLine>>> Handle(ReadVisits request, CancellationToken cancel)
    {
        if (await desk.Find(request.Hall, HallPermissions.Counter, cancel) is not { } hall)
            return HallDesk.NoHall;
        var files = await db.Unfiltered<FileRow>().AsNoTracking().Where(f => f.Hall == hall.Id && f.VisitAt != null).OrderBy(f => f.VisitUntil != null).ThenByDescending(f => f.VisitAt).Take(30).ToListAsync(cancel);
        var lines = new List<VisitLine>();
        foreach (var file in files)
            lines.Add(new(
                file.Case.Value, file.Number, file.Name, file.VisitAt!.Value, file.VisitUntil is { } until ? (int)Math.Round((until - file.VisitFrom!.Value).TotalMinutes) : null,
                (await run.Ask(new MattersOfCase(file.Case.Value), cancel)).Value ?? []));
        return lines;
    }
}
