using System.Text.Json.Serialization;
using Linli.Cases;
using Linli.Cases.Report;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Governance.Leads;

/// <summary>A person has looked at a lead: it is a case, or it is none (核实, R14). No key of a machine may say so.</summary>
/// <param name="IsCase">Whether it is one.</param>
/// <param name="Finding">What was seen, or why it is none, 4–500 characters; names nobody.</param>
internal sealed record DecideLead(bool? IsCase, string Finding) : ICommand<Done>, IValidated, IAudited
{
    [JsonIgnore]
    public Guid Lead { get; init; }

    public string? AuditSubject => Lead.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (IsCase is null)
            yield return Problem.Invalid("isCase", "governance.lead_decision", "请选择：属实立为事项，或不成立。", "Say whether it is a case.");
        if (!PlainText.TryClean(Finding, 500, out var finding) || finding.Length < 4)
            yield return Problem.Invalid("finding", "governance.lead_finding", "请写明核实情况或不成立的原因（4–500 个字）。", "Say what was seen, or why it is none, in 4 to 500 characters.");
    }
}

/// <summary>A person has decided about a lead.</summary>
/// <param name="Lead">Which.</param>
/// <param name="Place">Where.</param>
/// <param name="IsCase">Whether it is a case.</param>
public sealed record LeadDecided(Guid Lead, ScopePath Place, bool IsCase) : DomainEvent
{
    /// <inheritdoc/>
    public override string Subject => Lead.ToString();

    /// <inheritdoc/>
    public override ScopePath Scope => Place;
}

internal sealed class DecideLeadHandler(LinliDb db, Outbox outbox, CurrentCaller current, TimeProvider time) : IHandler<DecideLead, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/leads/{id:guid}/decision", (Guid id, DecideLead request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Lead = id }, cancel))
            .Needs(LeadParts.Verify).WithTags("Leads").WithSummary("Say whether a lead is a case 线索核实 (R14)");

    public async Task<Result<Done>> Handle(DecideLead request, CancellationToken cancel)
    {
        if (current.Value.Person is null)
            return Problem.Forbidden("governance.lead_by_person", "线索须由人工核实，接口密钥不能代替。", "A lead is verified by a person, not by a key of a machine.");
        if (await db.Scoped<Lead>(current.Value.ScopesFor(LeadParts.Verify)).SingleOrDefaultAsync(l => l.Id == request.Lead, cancel) is not { } lead)
            return Problem.NotFound("governance.no_lead", "没有这条线索，或不在您的范围内。", "There is no such lead, or it is not yours.");
        if (lead.State != LeadState.Waiting)
            return Problem.Conflict("governance.lead_decided", "这条线索已经有人核实过，请刷新。", "Somebody has decided about this lead: reload it.");
        if (request.IsCase == true && lead.Device is { } device && !await IsFit(device, cancel))
            return Problem.Conflict("governance.device_not_fit", "这台设备还没有完成审核、标识和位置公布，它的记录不能作为依据：请派人到现场核实后另行登记。",
                "This device has not been reviewed, marked and published: its records prove nothing. Send somebody there and log what they see.");
        PlainText.TryClean(request.Finding, 500, out var finding);
        (lead.State, lead.DecidedAt, lead.DecidedBy, lead.Finding) = (request.IsCase == true ? LeadState.Verified : LeadState.Rejected, Clock.Now(time), current.Value.Account, finding);
        outbox.Add(new LeadDecided(lead.Id, ScopePath.Parse(lead.Scope, null), request.IsCase == true));
        return Done.It;
    }

    // Published means for everybody.
    private async Task<bool> IsFit(string device, CancellationToken cancel) =>
        await db.Unfiltered<EvidenceDevice>().AsNoTracking().SingleOrDefaultAsync(d => d.Device == device, cancel) is { } known && known.IsFit(LocalTime.Today(time));
}

/// <summary>Opens the case of a lead that a person verified: the only way in that its type has.</summary>
internal sealed class CaseOfLead(LinliDb db, UseCaseRunner run, IScopeTree tree) : IEventHandler<LeadDecided>
{
    public async Task Handle(Delivered<LeadDecided> delivered, CancellationToken cancel)
    {
        if (!delivered.Event.IsCase || await db.Unfiltered<Lead>().SingleOrDefaultAsync(l => l.Id == delivered.Event.Lead, cancel) is not { State: LeadState.Verified, Case: null } lead)
            return;
        var opened = await run.Run(new ReportCase
        {
            Channel = CaseChannel.Sensor, Category = LeadParts.Category, Title = LeadWords.Of(lead.Kind).Zh, Text = $"{LeadWords.Of(lead.Kind).Zh}（{LeadWords.Of(lead.Inflow).Zh}，人工核实）\n{lead.Finding}",
            Latitude = lead.Latitude, Longitude = lead.Longitude, Community = tree.CommunityOf(ScopePath.Parse(lead.Scope, null))?.Code, HappenedAt = lead.SeenAt, StaffNote = $"/desk/leads#{lead.Id}",
        }, cancel);
        lead.Case = opened.Ok ? opened.Value.Id.Value : null;
        lead.CaseRefused = opened.Ok ? null : opened.Problem.Code;
    }
}
