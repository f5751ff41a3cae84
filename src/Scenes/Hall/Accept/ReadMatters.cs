using Linli.Hall.Queue;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Hall.Accept;

/// <summary>Matters of a hall that are not finished: those on the green channel first, then those due first (在办事项).</summary>
/// <param name="Hall">Code of the hall.</param>
/// <param name="Finished">The last ones that are finished instead.</param>
internal sealed record OpenMatters(string? Hall, bool Finished = false) : IQuery<IReadOnlyList<MatterView>>;

/// <summary>The caller's own matters.</summary>
internal sealed record MyMatters : IQuery<IReadOnlyList<MatterView>>;

/// <summary>The matters of one case.</summary>
/// <param name="Case">Id of the case.</param>
internal sealed record MattersOfCase(Guid Case) : IQuery<IReadOnlyList<MatterView>>;

/// <summary>The matters of several cases.</summary>
/// <param name="Cases">Their ids.</param>
internal sealed record MattersOfCases(IReadOnlyList<Cases.CaseId> Cases) : IQuery<IReadOnlyList<MatterView>>;

/// <summary>A matter.</summary>
internal sealed record MatterView(
    Guid Id, Guid Case, string Number, string? Receipt, Phrase Item, string? Name, MatterState State, DateTimeOffset? TakenInAt, DateOnly? DueOn, DateTimeOffset? EndedAt, string? Outcome, DateOnly? LaterUntil,
    DateTimeOffset? VisitAt, IReadOnlyList<MatterPaperView> Papers, IReadOnlyList<HallWay> Ways)
{
    /// <summary>Code of the item.</summary>
    public string ItemCode { get; init; } = "";

    /// <summary>Who helps from beginning to end, or goes to the home.</summary>
    public string? Helper { get; init; }

    /// <summary>Account of who helps.</summary>
    public Guid? HelperAccount { get; init; }

    /// <summary>When the special appointment is.</summary>
    public DateTimeOffset? AppointmentAt { get; init; }

    /// <summary>Masked name of who came in the person's place.</summary>
    public string? Agent { get; init; }

    /// <summary>Papers that were promised and have not come.</summary>
    public IEnumerable<MatterPaperView> Missing => Papers.Where(p => p.State == PaperState.Later);
}

/// <summary>A paper of a matter.</summary>
internal sealed record MatterPaperView(string Code, Phrase Name, PaperState State);

internal sealed class ReadMattersHandler(LinliDb db, HallDesk desk, IPeople people)
    : IHandler<OpenMatters, IReadOnlyList<MatterView>>, IHandler<MyMatters, IReadOnlyList<MatterView>>, IHandler<MattersOfCase, IReadOnlyList<MatterView>>, IHandler<MattersOfCases, IReadOnlyList<MatterView>>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/halls/{hall}/matters", (string hall, bool? finished, UseCaseRunner run, CancellationToken cancel) => run.Answer(new OpenMatters(hall, finished == true), cancel))
            .Needs(HallPermissions.Counter).WithTags("Hall").WithSummary("Matters in hand 在办事项");
        api.MapGet("/halls/matters/mine", (UseCaseRunner run, CancellationToken cancel) => run.Answer(new MyMatters(), cancel)).Needs(Access.SignedIn).WithTags("Hall").WithSummary("My matters");
        api.MapGet("/halls/cases/{id:guid}", (Guid id, UseCaseRunner run, CancellationToken cancel) => run.Answer(new MattersOfCase(id), cancel))
            .Needs(HallPermissions.Counter).WithTags("Hall").WithSummary("The matters of one case");
    }

    public async Task<Result<IReadOnlyList<MatterView>>> Handle(OpenMatters request, CancellationToken cancel)
    {
        if (await desk.Find(request.Hall, HallPermissions.Counter, cancel) is not { } hall)
            return HallDesk.NoHall;
        var files = db.Unfiltered<FileRow>().Where(f => f.Hall == hall.Id);
        var rows = db.Scoped<HallMatter>(desk.Caller.ScopesFor(HallPermissions.Counter)).AsNoTracking().Where(m => files.Any(f => f.Case == m.Case));
        return await Views(await (request.Finished
            ? rows.Where(m => m.EndedAt != null).OrderByDescending(m => m.EndedAt)
            : rows.Where(m => m.State == MatterState.InHand || m.State == MatterState.Planned).OrderBy(m => !db.Records<WayRow>().Any(w => w.Case == m.Case && w.Way == HallWay.GreenChannel)).ThenBy(m => m.DueOn).ThenBy(m => m.Case).ThenBy(m => m.Order)).Take(200).ToListAsync(cancel), cancel);
    }

    public async Task<Result<IReadOnlyList<MatterView>>> Handle(MyMatters request, CancellationToken cancel)
    {
        // One's own.
        var (account, person) = (desk.Caller.Account, desk.Caller.Person);
        var files = db.Unfiltered<FileRow>().Where(f => (account != null && f.Account == account) || (person != null && f.Person == person));
        var rows = db.Unfiltered<HallMatter>().AsNoTracking().Join(files, m => m.Case, f => f.Case, (m, f) => new { Matter = m, f.At });
        return await Views(await rows.OrderByDescending(x => x.At).ThenBy(x => x.Matter.Case).ThenBy(x => x.Matter.Order).Take(100).Select(x => x.Matter).ToListAsync(cancel), cancel);
    }

    public Task<Result<IReadOnlyList<MatterView>>> Handle(MattersOfCase request, CancellationToken cancel) => Handle(new MattersOfCases([new(request.Case)]), cancel);

    public async Task<Result<IReadOnlyList<MatterView>>> Handle(MattersOfCases request, CancellationToken cancel)
    {
        var cases = request.Cases;
        return await Views(await db.Scoped<HallMatter>(desk.Caller.ScopesFor(HallPermissions.Counter)).AsNoTracking().Where(m => cases.Contains(m.Case)).OrderBy(m => m.Order).ToListAsync(cancel), cancel);
    }

    private async Task<List<MatterView>> Views(List<HallMatter> rows, CancellationToken cancel)
    {
        var (ids, cases, codes) = (rows.ConvertAll(m => m.Id), rows.Select(m => m.Case).Distinct().ToList(), rows.Select(m => m.Item).Distinct().ToList());
        var files = await db.Unfiltered<FileRow>().AsNoTracking().Where(f => cases.Contains(f.Case)).ToDictionaryAsync(f => f.Case, cancel);
        var items = await db.Unfiltered<ItemRow>().AsNoTracking().Where(i => codes.Contains(i.Code)).ToDictionaryAsync(i => i.Code, i => i.Name, cancel);
        var names = (await db.Records<PaperRow>().AsNoTracking().Where(p => codes.Contains(p.Item)).ToListAsync(cancel)).ToDictionary(p => (p.Item, p.Code), p => p.Name);
        var papers = (await db.Records<MatterPaper>().AsNoTracking().Where(p => ids.Contains(p.Matter)).ToListAsync(cancel)).ToLookup(p => p.Matter);
        var ways = (await db.Records<WayRow>().AsNoTracking().Where(w => cases.Contains(w.Case)).ToListAsync(cancel)).ToLookup(w => w.Case);
        var (helping, proxies) = (ways.SelectMany(w => w).Select(w => w.Helper).OfType<Guid>().Distinct().ToList(), ways.SelectMany(w => w).Select(w => w.Proxy).OfType<Guid>().Distinct().ToList());
        var helpers = helping.Count == 0 ? new Dictionary<Guid, string>() : await people.NamesOf(helping, cancel);
        var agents = await db.Unfiltered<ProxyRow>().AsNoTracking().Where(p => proxies.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.AgentMask, cancel);
        return rows.ConvertAll(m => new MatterView(
            m.Id, m.Case.Value, files[m.Case].Number, m.Receipt, items.GetValueOrDefault(m.Item, (m.Item, m.Item)), files[m.Case].Name, m.State, m.TakenInAt, m.DueOn, m.EndedAt, m.Outcome, m.LaterUntil, files[m.Case].VisitAt,
            [.. papers[m.Id].Select(p => new MatterPaperView(p.Paper, names.GetValueOrDefault((m.Item, p.Paper), (p.Paper, p.Paper)), p.State))], [.. ways[m.Case].Select(w => w.Way).Order()])
        {
            ItemCode = m.Item,
            HelperAccount = ways[m.Case].Select(w => w.Helper).FirstOrDefault(h => h is not null),
            Helper = ways[m.Case].Select(w => w.Helper).OfType<Guid>().Select(h => helpers.GetValueOrDefault(h)).FirstOrDefault(),
            AppointmentAt = files[m.Case].VisitAt is null ? ways[m.Case].Select(w => w.AppointmentAt).FirstOrDefault(at => at is not null) : null,
            Agent = ways[m.Case].Select(w => w.Proxy).OfType<Guid>().Select(p => agents.GetValueOrDefault(p)).FirstOrDefault(),
        });
    }
}
