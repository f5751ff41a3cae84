using Linli.Cases.Loop;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Cases.Mediate;

/// <summary>The confidential part of a mediation, for its mediator. Each look at it is written to the audit log.</summary>
/// <param name="Case">Which case.</param>
public sealed record OpenMediation(CaseId Case) : ICommand<MediationView>, IAudited
{
    string? IAudited.AuditSubject => Case.Value.ToString();
}

/// <summary>Parties and agreement of a mediation.</summary>
/// <param name="Parties">The sides.</param>
/// <param name="Agreement">What they agreed on, if anything.</param>
public sealed record MediationView(IReadOnlyList<PartyView> Parties, AgreementView? Agreement);

/// <summary>One side of the dispute.</summary>
public sealed record PartyView(string Name, string? Phone, string Claim);

/// <summary>An agreement and whether it was kept.</summary>
public sealed record AgreementView(string Terms, DateTimeOffset AgreedAt, DateOnly FollowUpOn, DateTimeOffset? FollowedUpAt, bool? Kept, string? Note);

internal sealed class OpenMediationHandler(CaseDesk desk, LinliDb db, FieldCipher cipher) : IHandler<OpenMediation, MediationView>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/cases/{id}/mediation", (CaseId id, UseCaseRunner run, CancellationToken cancel) => run.Answer(new OpenMediation(id), cancel))
            .Needs(CasesPermissions.Mediate).WithTags("Mediation").WithSummary("Parties and agreement 调解情况");

    public async Task<Result<MediationView>> Handle(OpenMediation request, CancellationToken cancel)
    {
        var found = await desk.FindMediation(request.Case, cancel);
        if (!found.Ok)
            return found.As<MediationView>();
        var parties = await db.Records<MediationParty>().AsNoTracking().Where(p => p.Case == request.Case).OrderBy(p => p.At).ToListAsync(cancel);
        var agreement = await db.Records<MediationAgreement>().AsNoTracking().SingleOrDefaultAsync(a => a.Case == request.Case, cancel);
        return new MediationView(
            [.. parties.Select(p => new PartyView(cipher.Open(p.Name), p.Phone is { } phone ? cipher.Open(phone) : null, cipher.Open(p.Claim)))],
            agreement is null
                ? null
                : new(cipher.Open(agreement.Terms), agreement.AgreedAt, agreement.FollowUpOn, agreement.FollowedUpAt, agreement.Kept,
                    agreement.FollowUpNote is { } note ? cipher.Open(note) : null));
    }
}
