using Linli.People.Privacy.Children;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Care;

/// <summary>
/// Asks to open the care record of a child under 14: somebody else approves it for a few hours, or in an emergency it opens at
/// once and guardian and approvers are told (R38).
/// </summary>
/// <param name="Id">An entry of the child.</param>
/// <param name="Reason">Why, 4–200 characters; the guardian reads it. In an emergency at least 10.</param>
/// <param name="Emergency">Somebody is in danger and nobody can be waited for.</param>
internal sealed record AskForCare(Guid Id, string? Reason, bool Emergency = false) : ICommand<ChildAccessAsked>, IAudited
{
    public string? AuditSubject => Id.ToString();
}

internal sealed class AskForCareHandler(LinliDb db, CareDesk desk, IDisclosure disclosure, UseCaseRunner runner) : IHandler<AskForCare, ChildAccessAsked>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/care/entries/{id:guid}/ask", (Guid id, AskForCare request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request with { Id = id }, cancel))
            .Needs(PeoplePermissions.ChildAccess).WithTags("care").WithSummary("Ask to open the care record of a child under 14");

    public async Task<Result<ChildAccessAsked>> Handle(AskForCare request, CancellationToken cancel)
    {
        if (await db.Unfiltered<CareEntry>().AsNoTracking().SingleOrDefaultAsync(e => e.Id == request.Id, cancel) is not { } entry)
            return CareDesk.NoEntry;
        if (!await desk.MayKnow(entry, cancel))
            return await disclosure.Refuse(
                new(entry.PersonId, OpenCareHandler.Fields, CareRules.Clean(request.Reason, 200) is { Length: > 0 } said ? said : "查看关爱记录 Care record", null), CareDesk.NoEntry, cancel);
        return await runner.Run(new RequestChildAccess(entry.PersonId, OpenCareHandler.Fields, request.Reason, request.Emergency), cancel);
    }
}
