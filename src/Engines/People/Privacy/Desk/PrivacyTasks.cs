using Linli.People.Accounts;
using Linli.People.Privacy.Breaches;
using Linli.People.Privacy.Children;
using Linli.People.Privacy.Consents;
using Linli.People.Privacy.MyData;
using Linli.People.Privacy.Sharing;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Privacy.Desk;

/// <summary>What waits for the privacy officer, in their places.</summary>
internal sealed record PrivacyTasks : IQuery<PrivacyTaskCounts>;

/// <summary>How much of each.</summary>
/// <param name="ChildRequests">Requests about children to decide, emergencies to check.</param>
/// <param name="Corrections">Corrections to check.</param>
/// <param name="Unassessed">Sensitive uses without a valid assessment.</param>
/// <param name="Breaches">Breaches the authority was not told of.</param>
/// <param name="Sharing">Data given outside at present.</param>
/// <param name="Consents">Consents that stand.</param>
internal sealed record PrivacyTaskCounts(int ChildRequests, int Corrections, int Unassessed, int Breaches, int Sharing, int Consents);

internal sealed class PrivacyTasksHandler(LinliDb db, ConsentDesk desk, PurposeTexts texts, CurrentCaller current) : IHandler<PrivacyTasks, PrivacyTaskCounts>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/privacy", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new PrivacyTasks(), cancel))
            .Needs(PeoplePermissions.Privacy).WithTags("privacy").WithSummary("What waits for the privacy officer");

    public async Task<Result<PrivacyTaskCounts>> Handle(PrivacyTasks request, CancellationToken cancel)
    {
        var mine = current.Value.ScopesFor(PeoplePermissions.Privacy);
        var there = db.Scoped<HomeTie>(mine).Select(t => t.PersonId);
        var everybody = OfficerPlaces.OfAll(current.Value);
        var unassessed = 0;
        foreach (var purpose in texts.All.Where(p => p.Sensitive))
            unassessed += await desk.MayAsk(purpose, cancel) ? 0 : 1;
        return new PrivacyTaskCounts(
            await db.Scoped<ChildAccess>(current.Value.ScopesFor(PeoplePermissions.ChildApprove))
                .CountAsync(a => a.State == ChildAccessState.Open || (a.State == ChildAccessState.Emergency && a.ReviewedAt == null), cancel),
            await db.Scoped<Correction>(current.Value.ScopesFor(PeoplePermissions.Review)).CountAsync(c => c.State == CorrectionState.Open, cancel),
            unassessed,
            await db.Scoped<Breach>(mine).CountAsync(b => b.ReportedAt == null, cancel),
            await db.Scoped<SharingRecord>(mine).CountAsync(s => s.To == null, cancel),
            await db.Records<Consent>().CountAsync(c => c.WithdrawnAt == null && (everybody || there.Contains(c.PersonId)), cancel));
    }
}
