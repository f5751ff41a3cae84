using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Governance.Leads;

/// <summary>The queue of leads (线索队列): all kinds, all ways in, those that wait first, the oldest first.</summary>
/// <param name="Kind">Only this kind.</param>
/// <param name="Inflow">Only this way in.</param>
/// <param name="State">Only this state; those that wait when left out.</param>
internal sealed record ListLeads(LeadKind? Kind = null, LeadInflow? Inflow = null, LeadState? State = null) : IQuery<LeadsListed>;

/// <summary>The queue.</summary>
/// <param name="Waiting">How many wait.</param>
/// <param name="Verified">Verified within thirty days.</param>
/// <param name="Rejected">Rejected within thirty days.</param>
/// <param name="MedianMinutes">How long people took to decide, within thirty days; <c>null</c> with none.</param>
/// <param name="Leads">At most 200.</param>
internal sealed record LeadsListed(int Waiting, int Verified, int Rejected, int? MedianMinutes, IReadOnlyList<LeadLine> Leads);

/// <summary>A lead; whether its device may prove anything is told by <c>Fit</c> (R14), <c>null</c> without a device.</summary>
internal sealed record LeadLine(
    Guid Id, LeadKind Kind, LeadInflow Inflow, LeadState State, string? Device, bool? Fit, string Reference, string? Picture, string? Note, double Latitude, double Longitude, DateTimeOffset SeenAt, DateTimeOffset At,
    DateTimeOffset? DecidedAt, string? DecidedBy, string? Finding, Guid? Case);

internal sealed class ListLeadsHandler(LinliDb db, IPeople people, CurrentCaller current, TimeProvider time) : IHandler<ListLeads, LeadsListed>, IUseCase
{
    private const int Most = 200;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/leads", (UseCaseRunner run, CancellationToken cancel, LeadKind? kind = null, LeadInflow? inflow = null, LeadState? state = null) => run.Answer(new ListLeads(kind, inflow, state), cancel))
            .Needs(LeadParts.Verify).WithTags("Leads").WithSummary("The queue of leads 线索队列");

    public async Task<Result<LeadsListed>> Handle(ListLeads request, CancellationToken cancel)
    {
        var (now, today) = (Clock.Now(time), LocalTime.Today(time));
        var mine = db.Scoped<Lead>(current.Value.ScopesFor(LeadParts.Verify)).AsNoTracking();
        var since = now.AddDays(-30);
        var decided = await mine.Where(l => l.DecidedAt >= since).Select(l => new { l.State, l.At, DecidedAt = l.DecidedAt!.Value }).ToListAsync(cancel);
        var state = request.State ?? LeadState.Waiting;
        var leads = await mine.Where(l => l.State == state && (request.Kind == null || l.Kind == request.Kind) && (request.Inflow == null || l.Inflow == request.Inflow)).OrderBy(l => l.At).Take(Most).ToListAsync(cancel);
        // Published means for everybody.
        var fit = (await db.Unfiltered<EvidenceDevice>().AsNoTracking().ToListAsync(cancel)).ToDictionary(d => d.Device, d => d.IsFit(today));
        var names = await people.NamesOf([.. leads.Select(l => l.DecidedBy).OfType<Guid>().Distinct()], cancel);
        var minutes = decided.Select(d => (int)(d.DecidedAt - d.At).TotalMinutes).Order().ToList();
        return new LeadsListed(
            await mine.CountAsync(l => l.State == LeadState.Waiting, cancel), decided.Count(d => d.State == LeadState.Verified), decided.Count(d => d.State == LeadState.Rejected), minutes.Count == 0 ? null : minutes[minutes.Count / 2],
            leads.ConvertAll(l => new LeadLine(
                l.Id, l.Kind, l.Inflow, l.State, l.Device, l.Device is { } device ? fit.GetValueOrDefault(device) : null, l.Reference, l.Picture, l.Note, l.Latitude, l.Longitude, l.SeenAt, l.At, l.DecidedAt,
                l.DecidedBy is { } by ? names.GetValueOrDefault(by) : null, l.Finding, l.Case)));
    }
}
