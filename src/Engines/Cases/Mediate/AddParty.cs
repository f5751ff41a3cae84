using System.Text.Json.Serialization;
using Linli.Cases.Loop;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Cases.Mediate;

/// <summary>Adds a side of the dispute with what it wants (当事人与诉求, S15). Kept encrypted.</summary>
public sealed record AddParty : ICommand<CaseMove>, IAudited
{
    /// <summary>Which case.</summary>
    [JsonIgnore]
    public CaseId Case { get; init; }

    /// <summary>Full name, 2 to 50 characters.</summary>
    public string Name { get; init; } = "";

    /// <summary>Telephone number, if known.</summary>
    public string? Phone { get; init; }

    /// <summary>What this side wants, 2 to 2,000 characters.</summary>
    public string Claim { get; init; } = "";

    string? IAudited.AuditSubject => Case.Value.ToString();
}

internal sealed class AddPartyHandler(CaseDesk desk, LinliDb db, FieldCipher cipher, TimeProvider time) : IHandler<AddParty, CaseMove>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/cases/{id}/mediation/parties", (CaseId id, AddParty request, UseCaseRunner run, CancellationToken cancel) =>
                run.Answer(request with { Case = id }, cancel))
            .Needs(CasesPermissions.Mediate).WithTags("Mediation").WithSummary("Add a side of the dispute 登记当事人");

    public async Task<Result<CaseMove>> Handle(AddParty request, CancellationToken cancel)
    {
        if (CaseMove.Missing(request.Name, 50, "name", "请填写当事人姓名", "Give the party's name") is { } noName)
            return noName;
        if (CaseMove.Missing(request.Claim, 2000, "claim", "请写明诉求", "Say what this side wants") is { } noClaim)
            return noClaim;
        var found = await desk.TakeMediation(request.Case, CaseAction.AddParty, cancel);
        if (!found.Ok)
            return found.As<CaseMove>();
        var now = Clock.Now(time);
        db.Records<MediationParty>().Add(new()
        {
            Id = Guid.CreateVersion7(now),
            Case = request.Case,
            Name = cipher.Seal(CaseMove.Clean(request.Name)),
            Phone = string.IsNullOrWhiteSpace(request.Phone) ? null : cipher.Seal(request.Phone.Trim()),
            Claim = cipher.Seal(CaseMove.Clean(request.Claim)),
            At = now,
        });
        await desk.Record(found.Value, CaseAction.AddParty, CaseAudience.Staff, null, null, cancel);
        return CaseMove.Of(found.Value);
    }
}
